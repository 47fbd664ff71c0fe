import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { html } from '../../src/report/html.ts';
import type { Report } from '../../src/result/types.ts';
import { hostileReport } from './hostile-report.ts';
import { reportOf, sampleReport } from './sample-report.ts';
import { templates } from './templates.ts';

function render(report: Report): string {
  const [page, ...others] = html(report, templates);
  expect(others).toEqual([]);
  expect(page?.path).toBe('index.html');
  return page?.content ?? '';
}

/** The page without the two texts that are ours to the last byte. */
function markupOf(page: string): string {
  return page.replace(/<style>[^]*?<\/style>/, '').replace(/<script>[^]*?<\/script>/, '');
}

const one = render(sampleReport({ hosts: 1 }));
const fleet = render(sampleReport({ hosts: 6 }));
const hostile = render(hostileReport());

describe('the page of one host', () => {
  it('is headed by the host and has no table of hosts', () => {
    expect(one).toContain('<h1>web-01</h1>');
    expect(one).not.toContain('id="hosts-heading"');
  });

  it('prints the score with the figures it comes from', () => {
    const { pass, fail, error } = sampleReport({ hosts: 1 }).summary;
    expect(one).toContain(`= ${pass} pass / (${pass} pass + ${fail} fail + ${error} error)`);
  });

  it('shows each result once, under the id that links use', () => {
    expect(one.match(/<details class="result /g)).toHaveLength(45);
    expect(one).toContain('id="f-web-01-docker-daemon-icc"');
  });

  it('shows found beside expected, the numbers of all editions, and the fix script', () => {
    const result = one.slice(one.indexOf('id="f-web-01-docker-daemon-userns"'));
    expect(result).toMatch(
      /data-label="Found"><code class="found">true<[^]*data-label="Expected"><code>false</,
    );
    expect(result).toContain('2.9 (1.6.0), 2.9 (1.7.0), 2.10 (1.8.0)');
    expect(result).toContain('<code>fix/web-01.sh</code>');
  });

  it('shows a waiver where there is one and says when it has expired', () => {
    expect(one).toContain('Waiver W-0017 has expired');
    expect(render(sampleReport({ hosts: 20 }))).toContain('Waiver W-0042 is in force');
    const [host] = sampleReport({ hosts: 1 }).hosts;
    const results = host?.results.map((result) => ({ ...result, waiver: null })) ?? [];
    expect(render(reportOf(host ? [{ ...host, results }] : []))).not.toContain('Waiver W-');
  });
});

describe('the page of a fleet', () => {
  it('puts hosts that were not audited whole first, with the reason and what to do', () => {
    const [incomplete, overview] = [
      fleet.indexOf('This audit is incomplete'),
      fleet.indexOf('aria-label="Overview"'),
    ];
    expect(incomplete).toBeGreaterThan(0);
    expect(incomplete).toBeLessThan(overview);
    expect(fleet).toContain('No answer from 10.0.0.13:22 within 10 s.');
    expect(fleet).toContain('nc -vz 10.0.0.13 22');
    expect(one).not.toContain('This audit is incomplete');
  });

  it('lists what to fix first by severity, then by the number of hosts', () => {
    const list = fleet.slice(fleet.indexOf('id="first-heading"'), fleet.indexOf('id="hosts-heading"'));
    const words = ['Critical', 'High', 'Medium', 'Low'];
    const rows = [...list.matchAll(/severity-\w+">(\w+)<[^]*?<strong>(\d+) of/g)].map(
      ([, word, hosts]) => words.indexOf(word ?? '') * 1000 - Number(hosts),
    );
    expect(rows.length).toBeGreaterThan(10);
    expect(rows).toEqual(rows.toSorted((a, b) => a - b));
  });

  it('has a section for every host, also for one without results', () => {
    expect(fleet.match(/<details class="host"/g)).toHaveLength(6);
    expect(fleet).toContain('No check was judged on this host.');
  });

  it('renders a report without hosts', () => {
    expect(render(reportOf([]))).toContain('Fleet of 0 hosts');
  });
});

describe('every page', () => {
  it('has no id twice and no link inside to nowhere', () => {
    for (const page of [one, fleet, hostile]) {
      const ids = [...markupOf(page).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const [, target] of markupOf(page).matchAll(/ href="#([^"]*)"/g)) expect(ids).toContain(target);
    }
  });

  it('allows exactly its own style and script, by the hash of what stands in the file', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(one)?.[1] ?? '';
    const plain = policy.replaceAll('&#x27;', "'").replaceAll('&#x3D;', '=');
    for (const tag of ['style', 'script']) {
      const content = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(one)?.[1] ?? '';
      const hash = createHash('sha256').update(content).digest('base64');
      expect(content.length).toBeGreaterThan(1000);
      expect(plain).toContain(`${tag}-src 'sha256-${hash}'`);
    }
    expect(plain).toContain("default-src 'none'");
    expect(plain).not.toContain('unsafe');
  });

  it('is the same bytes for the same report', () => {
    expect(render(structuredClone(sampleReport({ hosts: 6 })))).toBe(fleet);
  });

  it('refers to nothing outside but the references of the checks', () => {
    for (const page of [one, fleet, hostile]) {
      expect(markupOf(page)).not.toMatch(/ (src|srcset|action|poster|background|ping)="/);
      const links = [...markupOf(page).matchAll(/ href="([^"#][^"]*)"/g)].map(([, href]) => href ?? '');
      const outside = links.filter((href) => !href.startsWith('https://docs.docker.com/'));
      expect(outside).toHaveLength(1);
      expect(outside[0]).toMatch(/^data:image\/svg\+xml,/);
    }
  });
});

describe('a hostile report', () => {
  it('makes no element and no attribute that the templates do not have', () => {
    const parts = (page: string) => {
      const tags = [...markupOf(page).matchAll(/<(\/?[a-z!][^\s>]*)([^>]*)>/gi)];
      const names = tags.flatMap(([, , rest]) => [...(rest ?? '').matchAll(/ ([^\s=]+)="[^"]*"/g)]);
      return new Set([...tags.map(([, name]) => name), ...names.map(([, name]) => `@${name}`)]);
    };
    const known = new Set([...parts(fleet), ...parts(one)]);
    expect([...parts(hostile)].filter((part) => !known.has(part))).toEqual([]);
  });

  it('has no invisible or reordering character in it, and shows which there were', () => {
    expect(markupOf(hostile)).not.toMatch(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/u);
    expect(hostile).toContain('\\u{202e}');
    expect(hostile).toContain('\\u{0}');
  });

  it('cuts values of 10 MB and says where the rest is', () => {
    expect(hostile.length).toBeLessThan(2 * 1024 * 1024);
    expect(hostile).toMatch(/truncated, \d{7,} characters more, full text in report\.json/);
  });

  it('says how many findings it leaves out', () => {
    const report = sampleReport({ hosts: 1 });
    const host = report.hosts[0];
    const result = host?.results.find(({ outcome }) => outcome === 'fail');
    const finding = result?.findings[0];
    if (!host || !result || !finding) throw new Error('the sample has no failed result');
    const findings = Array.from({ length: 230 }, () => finding);
    const page = render(reportOf([{ ...host, results: [{ ...result, findings, considered: 230 }] }]));
    expect(page).toContain('30 more findings are in report.json');
  });

  it('makes no link of a reference that is not a web address', () => {
    const report = sampleReport({ hosts: 1 });
    const references = [
      'javascript:alert(1)',
      'https://docs.docker.com/',
      ' data:text/html,x',
      '//evil.example',
    ];
    const page = render({ ...report, checks: report.checks.map((check) => ({ ...check, references })) });
    expect(page).not.toMatch(/javascript:|evil\.example|data:text/);
  });

  it('is refused when a result names a check that is not there', () => {
    const report = sampleReport({ hosts: 1 });
    expect(() => render({ ...report, checks: report.checks.slice(1) })).toThrow(/unknown check/);
  });
});
