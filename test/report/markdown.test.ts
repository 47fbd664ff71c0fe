import { describe, expect, it } from 'vitest';
import { code } from '../../src/report/machine/markdown-text.ts';
import { parseMarkdown } from './parse.ts';
import { textOf } from './render.ts';
import { sampleReport } from './sample-report.ts';

const text = textOf('markdown', sampleReport({ hosts: 6 }));

describe('summary.md', () => {
  it('says first how it went, then what is missing, then what to fix', () => {
    expect(text).toMatch(/^## Docker audit: 6 hosts, score \d+%\n/);
    const titles = [...text.matchAll(/^### (.+)$/gm)].map(([, title]) => title);
    expect(titles).toEqual(['Not audited, or not whole', 'What to fix first', 'Hosts', 'Findings']);
    expect(text).toContain('Score = pass / (pass + fail + error).');
  });

  it('has the worst first', () => {
    const [, , fix] = parseMarkdown(text).tables;
    const found = (fix ?? []).slice(2).map((cells) => cells[0] ?? '');
    const order = ['critical', 'high', 'medium', 'low'];
    expect(found.map((severity) => order.indexOf(severity))).toEqual(
      found.map((severity) => order.indexOf(severity)).toSorted((a, b) => a - b),
    );
  });

  it('fits the step summary of GitHub whatever the size of the fleet, and says what it lacks', () => {
    const fleet = textOf('markdown', sampleReport({ hosts: 500 }));
    expect(Buffer.byteLength(fleet)).toBeLessThan(900_000);
    expect(fleet).toMatch(/… and \d+ more; all are in report\.json\./);
    expect(fleet).toContain('400 more');
  });

  it('says how the waivers of the run stand, where it has any', () => {
    expect(text).not.toContain('waiver');
    const waiver = { checks: ['*'], hosts: ['*'], subjects: [], owner: 'ops', ticket: null, from: null };
    const shared = { ...waiver, reason: 'Until the move.', expires: 'never', tooBroad: true, covers: 1 };
    const waivers = (['active', 'expired', 'active'] as const).map((state, at) => ({
      ...shared,
      id: `W-${at}`,
      state,
    }));
    expect(textOf('markdown', { ...sampleReport({ hosts: 6 }), waivers })).toContain(
      '\n\n3 waivers: 1 expired, 2 in force.\n',
    );
  });

  it('leaves out tables that would be empty', () => {
    expect(textOf('markdown', sampleReport({ hosts: 1 }))).not.toContain('Not audited');
  });
});

describe('code', () => {
  it.each([
    ['web-01', '`web-01`'],
    ['a|b', '`a\\|b`'],
    ['a\\|b', '`a\\\\u{7c}b`'],
    ['a`b', '``a`b``'],
    ['`a``', '``` `a`` ```'],
    ['a\nb', '`a\\u{a}b`'],
    ['  ', ''],
  ])('writes %j as %s', (value, span) => {
    expect(code(value)).toBe(span);
  });
});
