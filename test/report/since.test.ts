import { describe, expect, it } from 'vitest';
import { html } from '../../src/report/html.ts';
import { markdown } from '../../src/report/markdown.ts';
import type { FindingChange, Report, Since, TrendPoint } from '../../src/result/types.ts';
import { markupOf } from './markup.ts';
import { whole } from './render.ts';
import { sampleReport } from './sample-report.ts';
import { templates } from './templates.ts';

const change = (fingerprint: string, more: Partial<FindingChange> = {}): FindingChange => ({
  fingerprint,
  host: 'web-01',
  check: 'docker-daemon-icc',
  severity: 'medium',
  subject: 'daemon:icc',
  message: 'value is true, expected false',
  from: 'pass',
  to: 'fail',
  ...more,
});

const point = (score: number | null): TrendPoint => ({
  id: 'x',
  startedAt: '2026-11-22T02:00:00.000Z',
  score,
  pass: 1,
  fail: 1,
  error: 0,
  manual: 0,
  waived: 0,
  hosts: { audited: 1, partial: 0, unreachable: 0 },
});

const nothing = {
  newlyFailing: 0,
  fixed: 0,
  stillFailing: 40,
  changedEvidence: 0,
  newlyWaived: 0,
  waiverEnded: 0,
  newlyUndetermined: 0,
  flapping: 0,
};

const calm: Since = {
  source: 'history',
  previous: { id: 'run-1', startedAt: '2026-11-22T02:00:00.000Z' },
  sameScope: true,
  counts: nothing,
  hosts: { new: [], gone: [], nowUnreachable: [], reachableAgain: [] },
  newlyFailing: [],
  fixed: [],
  newlyWaived: [],
  newlyUndetermined: [],
  flapping: [],
  trend: [],
};

function reportWith(since: Partial<Since>): Report {
  return { ...sampleReport({ hosts: 6 }), since: { ...calm, ...since } };
}

/** The section of the page, without its style and script. */
function section(since: Partial<Since>): string {
  const [page] = whole(html(reportWith(since), templates, { singleFile: false, assets: 'inline' }));
  return (
    markupOf(page?.content ?? '')
      .split('id="since-heading"')[1]
      ?.split('</section>')[0] ?? ''
  );
}

const summary = (since: Partial<Since>): string =>
  whole(markdown(reportWith(since), templates, { singleFile: false, assets: 'inline' }))[0]?.content ?? '';

describe('what changed', () => {
  const ended = change('a', { from: 'waived' });
  const flapping = change('b', { subject: 'daemon:other' });
  const worse: Partial<Since> = {
    counts: { ...nothing, newlyFailing: 4, waiverEnded: 1, flapping: 1, changedEvidence: 2 },
    newlyFailing: [
      ended,
      flapping,
      change('c', { subject: 'daemon:third' }),
      change('d', { subject: 'daemon:third' }),
    ],
    flapping: [flapping],
  };

  it('is told with how it stood before', () => {
    const text = section(worse);
    expect(text).toContain('Since 2026-11-22 02:00:00 UTC');
    expect(text).toContain('<strong>4</strong> newly failing');
    expect(text).toContain('<strong>2</strong> with changed evidence');
    expect(text).toMatch(/its waiver has ended[^]*daemon:icc[^]*comes and goes[^]*daemon:other/);
    expect(text.match(/its waiver has ended|comes and goes/g)).toHaveLength(2);
  });

  it('has one row for several findings about one thing', () => {
    expect(section(worse).match(/<code>daemon:third<\/code> 2 findings/g)).toHaveLength(1);
  });

  it('lists what was fixed, waived and lost, and what is gone from the report nowhere', () => {
    const text = section({
      fixed: [change('a', { from: 'fail', to: 'pass' }), change('b', { host: 'gone-01' })],
      newlyWaived: [change('c', { from: 'fail', to: 'waived' })],
      newlyUndetermined: [{ host: 'web-01', check: 'docker-daemon-icc' }],
    });
    const folds = [...text.matchAll(/<summary><h3>([^<]*)<\/h3>/g)].map(([, title]) => title);
    expect(folds).toEqual(['Fixed', 'Newly waived', 'No longer determined']);
    expect(text).not.toContain('gone-01');
  });

  it('names the baseline as such', () => {
    expect(section({ source: 'baseline' })).toContain('Since the baseline of 2026-11-22');
    expect(summary({ source: 'baseline' })).toContain(
      'Since the baseline of 2026-11-22 02:00:00 UTC: 0 newly',
    );
  });

  it('is not told of a first run', () => {
    expect(section({ previous: null })).toBe('');
    expect(summary({ previous: null })).not.toContain('Since');
  });

  it('leads the summary in Markdown', () => {
    const text = summary(worse);
    expect(text).toContain(
      'UTC: 4 newly failing, 0 fixed, 40 still failing, 2 with changed evidence, 1 no longer waived, 1 coming and going.',
    );
    expect(text.indexOf('### Newly failing')).toBeLessThan(text.indexOf('### What to fix first'));
    expect(text).toContain('| `web-01` | `daemon:icc` | `value is true, expected false` |');
  });
});

describe('the trend', () => {
  it('is a line with a legend and a table', () => {
    const text = section({ trend: [point(1), point(null), point(0.5)] });
    expect(text).toContain('points="0,0 240,24"');
    expect(text).toContain('Score over 3 runs: from 100% to 50%');
    expect(text.match(/<tr><th scope="row"/g)).toHaveLength(3);
  });

  it('is a table alone when no run has a score, and nothing for a single run', () => {
    const text = section({ trend: [point(null), point(null)] });
    expect(text).not.toContain('<svg');
    expect(text).toContain('The last 2 runs');
    expect(section({ trend: [point(1)] })).not.toContain('The last');
  });
});
