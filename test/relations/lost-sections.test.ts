import { describe, expect, it } from 'vitest';
import { neededSections } from '../../src/commands/judge/selected-checks.ts';
import { catalogue } from '../../src/facts/catalogue/index.ts';
import type { Section } from '../../src/facts/bundle.ts';
import { checks, differences, recorded, verdicts, withSection } from './recorded.ts';

/** It is gone, or it was cut or failed after a part, which of both and where differs between sections. */
function losses(text: string, index: number): readonly (Partial<Section> | null)[] {
  const part = text.slice(0, Math.floor((text.length * ((index % 5) + 1)) / 6));
  const broken = { truncated: true, text: part };
  const failed = { status: 1, stderr: 'it broke', text: part };
  return [null, index % 2 === 0 ? broken : failed];
}

describe.each(recorded)('the host recorded in $name', ({ bundle }) => {
  const whole = verdicts(bundle);

  it('gets errors, and no other verdict, for what a lost section would have told', () => {
    const wrong = Object.entries(bundle.sections).flatMap(([name, { text }], index) =>
      losses(text, index).flatMap((loss) =>
        differences(whole, verdicts(withSection(bundle, name, loss)), (_, after) => after === 'error').map(
          (line) => `${name}: ${line}`,
        ),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('gets the same verdicts from the sections alone that a check says it needs', () => {
    const wrong = [...catalogue.keys()].flatMap((name) => {
      const asked = checks.filter(({ each }) => each === name);
      const needed = neededSections(asked);
      const few = Object.entries(bundle.sections).filter(([section]) => needed.has(section));
      return differences(whole, verdicts({ ...bundle, sections: Object.fromEntries(few) }, asked));
    });
    expect(wrong).toEqual([]);
  });
});
