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
  hosts: { audited: 1, partial: 0, noEngine: 0, unreachable: 0 },
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

const section = (since: Partial<Since>): string => sectionOf(reportWith(since));

/** The section of the page, without its style and script. */
function sectionOf(report: Report): string {
  const [page] = whole(html(report, templates, { singleFile: false, assets: 'inline' }));
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
    expect(text).toMatch(
      /daemon:icc[^]*its waiver has ended[^]*daemon:other[^]*comes and goes[^]*daemon:third/,
    );
    expect(text.match(/its waiver has ended|comes and goes/g)).toHaveLength(2);
  });

  it('has one row for a check, in which several findings about one thing are one', () => {
    expect(section(worse).match(/<li>/g)).toHaveLength(1);
    expect(section(worse).match(/<code>daemon:third<\/code> 2 findings/g)).toHaveLength(1);
  });

  it('leads to the result on each host, and folds many hosts by how they stood before', () => {
    const text = section({
      newlyFailing: ['web-01', 'db-01', 'edge-01'].map((host) => change(host, { host })),
    });
    expect([...text.matchAll(/href="#f-([^"]*)"/g)].map(([, id]) => id)).toEqual(
      ['web-01', 'db-01', 'edge-01'].map((host) => `${host}--docker-daemon-icc`),
    );
    expect(text).toContain('<strong>3</strong> hosts');
    const many = sampleReport({ hosts: 12 });
    const newlyFailing = many.hosts.map(({ name: host }, at) =>
      change(host, { host, from: at < 8 ? 'waived' : 'pass' }),
    );
    const counts = { ...nothing, newlyFailing: 300 };
    const folded = sectionOf({ ...many, since: { ...calm, newlyFailing, counts } });
    expect(
      [...folded.matchAll(/<summary>(\d+ hosts)(.*?)<\/summary>/g)].map(([, all, note]) => [all, note]),
    ).toEqual([
      ['8 hosts', ' <span class="new">its waiver has ended</span>'],
      ['4 hosts', ''],
    ]);
    expect(folded).toContain('at least <strong>12</strong> hosts');
    expect(folded).toContain('288 more are not listed');
  });

  it('puts what is graver first, and what more hosts have', () => {
    const text = section({
      newlyFailing: [
        change('a', { check: 'audit-dockerd' }),
        change('e', { check: 'docker-daemon-icc' }),
        change('b', { check: 'docker-container-privileged' }),
        change('c', { check: 'docker-daemon-userns', host: 'web-01' }),
        change('d', { check: 'docker-daemon-userns', host: 'db-01' }),
      ],
    });
    const order = [...text.matchAll(/class="number">([^<]*)</g)].map(([, number]) => number);
    expect(order).toEqual(['5.5', '2.2', '2.10', '1.1.3']);
  });

  it('names the hosts that came and went, in a fold where they are many', () => {
    const gone = Array.from({ length: 30 }, (_, at) => `old-${at}`);
    const text = section({ hosts: { ...calm.hosts, new: ['web-01'], gone } });
    expect(text).toContain('<dt>New</dt><dd>1 host: web-01</dd>');
    expect(text).toMatch(/<dt>Gone<\/dt><dd><details[^>]*><summary>30 hosts<\/summary>old-0, [^<]*old-29</);
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
