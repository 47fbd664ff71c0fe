import { describe, expect, it } from 'vitest';
import { compareReports } from '../../src/diff/compare.ts';
import { sinceOf } from '../../src/diff/since.ts';
import { bodyOf, hasChanged, messageOf } from '../../src/notify/message.ts';
import type { CheckResult, Report } from '../../src/result/types.ts';
import { found, reportOf, resultOf, waived } from '../diff/make.ts';

/** The report of a run that came after another. */
function after(old: Report, now: Report): Report {
  const past = { trend: [], isFlapping: () => false };
  return { ...now, since: sinceOf('history', compareReports(old, now), past) };
}

const one = (result: CheckResult | null): Report => reportOf({ web: result });
const failed = resultOf('fail', [found('a')]);

describe('hasChanged', () => {
  it.each([
    ['nothing', failed, failed, false],
    ['a new failure', resultOf('pass'), failed, true],
    ['a repair', failed, resultOf('pass'), true],
    ['a waiver', failed, { ...failed, ...waived }, true],
    ['a waiver that ended', { ...failed, ...waived }, failed, true],
    ['an error', failed, resultOf('error'), true],
    ['a host that is not reached', failed, null, true],
    ['a host that is reached again', null, resultOf('pass'), true],
  ])('%s', (_name, old, now, changed) => {
    expect(hasChanged(after(one(old), one(now)))).toBe(changed);
  });

  it('takes a first run for news', () => {
    expect(hasChanged(one(failed))).toBe(true);
  });
});

describe('messageOf', () => {
  const names = Array.from({ length: 30 }, (_, index) => `web-${index}`);
  const fleet = (result: CheckResult): Report =>
    reportOf(Object.fromEntries(names.map((name) => [name, result])));

  it('names at most ten checks that fail anew, each once a host, and no subject', () => {
    const now = after(
      fleet(resultOf('pass')),
      fleet(resultOf('fail', [found('secret-name'), found('other')])),
    );
    const message = messageOf(now, 1);
    expect(message.newlyFailing).toHaveLength(10);
    expect(message.since?.newlyFailing).toBe(60);
    expect(message.newlyFailing[0]).toEqual({
      host: 'web-0',
      check: 'docker-example',
      title: 'An example',
      severity: 'high',
    });
    expect(JSON.stringify(message)).not.toContain('secret-name');
  });

  it('gives Slack nothing to interpret', () => {
    const now = after(reportOf({}), reportOf({ '<!channel> *&*\n': failed }));
    const body = JSON.parse(bodyOf(messageOf(now, 1), 'slack'));
    expect(body.mrkdwn).toBe(false);
    expect(body.text).toContain('HIGH &lt;!channel&gt; *&amp;*\\u{a}: An example');
  });
});
