import { describe, expect, it } from 'vitest';
import { text } from '../../src/report/text.ts';
import type { Severity } from '../../src/result/types.ts';
import { hostileReport } from './hostile-report.ts';
import { whole } from './render.ts';
import { sampleReport } from './sample-report.ts';
import { templates } from './templates.ts';

const shown = (report = sampleReport({ hosts: 2 }), severity?: Severity): string => {
  const options = { singleFile: true, assets: 'inline', ...(severity && { severity }) } as const;
  return whole(text(report, templates, options))
    .map(({ content }) => content)
    .join('');
};

describe('the report as text', () => {
  it('has every host with its counts, and what failed there with each subject, the worst first', () => {
    const report = sampleReport({ hosts: 2 });
    const blocks = shown(report).trimEnd().split('\n\n');
    expect(blocks).toHaveLength(report.hosts.length);
    const [first = ''] = blocks;
    expect(first).toMatch(/^web-01: \w+, score \d+%: \d+ pass, \d+ fail, /);
    const severities = [...first.matchAll(/^ {2}(?:FAIL |ERROR) (\w+)/gm)].map(([, severity]) => severity);
    const order = ['critical', 'high', 'medium', 'low'];
    expect(severities).toEqual(severities.toSorted((a = '', b = '') => order.indexOf(a) - order.indexOf(b)));
    expect(first).toMatch(/^ {8}container:\S+: /m);
  });

  it('has no more than is as severe as asked', () => {
    expect(shown(undefined, 'critical')).not.toMatch(/^ {2}(FAIL |ERROR) (high|medium|low)/m);
    expect(shown(undefined, 'critical')).toMatch(/^ {2}FAIL {2}critical/m);
  });

  it('moves no cursor and hides nothing, whatever a host has said', () => {
    expect(shown(hostileReport()).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });
});
