import { describe, expect, it } from 'vitest';
import { explainStatus, recap } from '../../../src/commands/terminal/recap.ts';
import { createLog } from '../../../src/lib/log.ts';
import { nasty } from '../../report/hostile-report.ts';
import { reportOf, sampleReport } from '../../report/sample-report.ts';
import type { Report } from '../../../src/result/types.ts';

function said(report: Report, color = false): string {
  const written: string[] = [];
  recap(report, createLog({ color, stderr: { write: (text) => written.push(text) } }));
  return written.join('');
}

describe('recap', () => {
  it('has a line per host in columns, and one for all', () => {
    const lines = said(sampleReport({ hosts: 5 })).split('\n');
    expect(lines).toContain(
      'web-01   : audited      pass=25  fail=15  error=1   manual=2   n/a=2   waived=0   score=60%',
    );
    expect(lines).toContain('build-01 : unreachable  CONNECT_TIMEOUT');
    expect(
      lines.some((line) => line.startsWith('5 hosts: 3 audited, 1 partial, 1 unreachable, score ')),
    ).toBe(true);
  });

  it('says below its line what of a host was not judged', () => {
    const [host] = sampleReport({ hosts: 1 }).hosts;
    if (host === undefined) throw new Error('the sample has a host');
    expect(said(reportOf([{ ...host, notes: ['another dockerd runs here'] }]))).toContain(
      '\n  Another dockerd runs here\n',
    );
  });

  it('names the worst first, by what is wrong, with the hosts where they are few', () => {
    const worst = said(sampleReport({ hosts: 30 })).split('Worst first\n')[1] ?? '';
    const severities = worst.match(/^ {2}[A-Z]+/gm) ?? [];
    expect(severities.slice(0, 2)).toEqual(['  CRITICAL', '  CRITICAL']);
    expect(worst).toMatch(/5\.5 +A container is privileged {2}\(web-0\d, /);
    expect(worst).toMatch(/… and \d+ more failing checks in the report/);
  });

  it('of a big fleet keeps to the hosts that need attention', () => {
    const text = said(sampleReport({ hosts: 500 }));
    expect(text.split('\n').length).toBeLessThan(80);
    expect(text.indexOf('build-01')).toBeLessThan(text.indexOf('web-01'));
    expect(text).toContain('… and 450 more hosts, none worse off than these');
  });

  it('lets no host move the cursor, colour or flood the terminal', () => {
    const [host] = sampleReport({ hosts: 1 }).hosts;
    if (host === undefined) throw new Error('the sample has a host');
    const text = said(
      reportOf([
        { ...host, name: nasty.repeat(50), notes: [nasty] },
        { ...host, name: 'b', state: 'unreachable', error: { code: nasty, message: nasty, hint: nasty } },
      ]),
      true,
    );
    expect(text.replace(/\u001b\[\d+m/g, '')).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(5000);
  });
});

describe('explainStatus', () => {
  it('says what each exit status means for this run', () => {
    const report = sampleReport({ hosts: 5 });
    expect(explainStatus(0, report, 'high')).toContain('nothing at or above high failed');
    expect(explainStatus(1, report, 'low')).toMatch(/^exit status 1: \d+ checks at or above low failed$/);
    expect(explainStatus(3, report, 'low')).toContain('incomplete on 2 of 5 hosts');
    expect(explainStatus(130, report, 'low')).toContain('interrupted');
  });
});
