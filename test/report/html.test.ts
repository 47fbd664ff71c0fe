import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { html } from '../../src/report/html.ts';
import type { RenderOptions } from '../../src/report/types.ts';
import type { CheckResult, Report } from '../../src/result/types.ts';
import { hostileReport } from './hostile-report.ts';
import { hostileStrings, packedReportSaying } from './hostile-strings.ts';
import { markupOf, partsOf } from './markup.ts';
import { whole } from './render.ts';
import { sampleChecks } from './sample-checks.ts';
import { reportOf, sampleReport } from './sample-report.ts';
import { templates } from './templates.ts';

/** Path -> content of all files. */
function pagesOf(report: Report, options: Partial<RenderOptions> = {}): ReadonlyMap<string, string> {
  const files = html(report, templates, { singleFile: false, assets: 'inline', ...options });
  return new Map(whole(files).map(({ path, content }) => [path, content]));
}

function page(pages: ReadonlyMap<string, string>, path: string): string {
  const content = pages.get(path);
  if (content === undefined) throw new Error(`there is no ${path}`);
  return content;
}

/** The page of a report that has but one. */
function render(report: Report): string {
  const pages = pagesOf(report);
  expect([...pages.keys()]).toEqual(['index.html']);
  return page(pages, 'index.html');
}

const one = render(sampleReport({ hosts: 1 }));
const fleet = render(sampleReport({ hosts: 6 }));
const split = pagesOf(sampleReport({ hosts: 30 }));
const hostile = render(hostileReport());

/** The page of a host that has but one result, a failed one. */
function resultPage(failed: Pick<CheckResult, 'findings' | 'evidence' | 'considered'>): string {
  const [host] = sampleReport({ hosts: 1 }).hosts;
  const result = host?.results.find(({ outcome }) => outcome === 'fail');
  if (host === undefined || result === undefined) throw new Error('the sample host has a failed result');
  return render(reportOf([{ ...host, results: [{ ...result, ...failed }] }]));
}

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
    expect(one.match(/<details class="result" /g)).toHaveLength(45);
    expect(one).toContain('id="f-web-01--docker-daemon-icc"');
  });

  it('shows found beside expected, what the benchmark says of it, and the fix script', () => {
    const result = one.slice(one.indexOf('id="f-web-01--docker-daemon-userns"'));
    expect(result).toMatch(/<i>value<\/i> <b>true<\/b> <\/code> <span>expected <code>false</);
    expect(result).toContain('2.10 of CIS Docker Benchmark 1.8.0, level 2, automated there');
    expect(one).toContain('<code>sh fix/web-01.sh</code>');
    expect(one).toContain('fix script with <code>--apply --only audit-dockerd</code>');
  });

  it('heads a failed result by what is wrong, and one that passed by what is demanded', () => {
    const titles = (page: string, check: string) =>
      new RegExp(`<span class="title">([^<]*)(?:(?!</details>)[^])*id="f-web-01--${check}"`).exec(page)?.[1];
    expect(titles(one, 'docker-daemon-userns')).toBe('Root in a container is root on the host');
    expect(one).toContain('Expected: Root in a container is not root on the host');
    expect(titles(one, 'docker-container-privileged')).toBe('No container is privileged');
  });

  it('tells once what a message and the evidence repeat, and nothing less', () => {
    const subject = 'file:/etc/x';
    const shared = { subject, rule: 'const', expected: 0, actual: 7 };
    const page = resultPage({
      findings: [
        { ...shared, path: 'uid', message: 'uid is 7, expected 0 (seen through a link)' },
        { ...shared, path: 'gid', message: 'gid is 7, expected 0 (seen through a link)' },
        { ...shared, path: 'owner', message: 'an unusual message' },
      ],
      evidence: [
        { subject, values: { uid: 7, gid: 8, owner: 7, writable: false } },
        { subject: 'file:/etc/y', values: { uid: 0 } },
      ],
      considered: 40,
    });
    expect(page.match(/\(seen through a link\)/g)).toHaveLength(1);
    expect(page).not.toContain('expected 0');
    expect(page).toContain('an unusual message');
    const evidence = /<dd class="also">[^]*?<\/dd>/.exec(page)?.[0] ?? '';
    expect(evidence.match(/<i>\w+<\/i> \w+/g)).toEqual(['<i>gid</i> 8', '<i>writable</i> false']);
    expect(page).toContain('39 more subjects were looked at; the evidence is in report.json.');
  });

  it('tells once why several facts about a subject are not known, and only that again which differs', () => {
    const cause = 'docker info was refused. audit as root';
    const undecided = (subject: string, path: string, why = cause) => ({
      subject,
      path,
      rule: 'error',
      expected: 'true',
      actual: null,
      message: `${path} could not be determined: ${why}`,
    });
    const page = resultPage({
      findings: [
        undecided('daemon:a', 'loaded'),
        undecided('daemon:a', 'enabled'),
        undecided('daemon:b', 'loaded'),
        undecided('daemon:b', 'exists', 'another reason'),
      ],
      evidence: [
        { subject: 'daemon:a', values: {}, note: `loaded: ${cause}; enabled: ${cause}; rule: ${cause}` },
      ],
      considered: 2,
    });
    expect(page.split(cause)).toHaveLength(2);
    expect(page).toContain('<i>loaded, enabled</i> <b>not known</b>');
    expect(page).toContain('<small>as above</small>');
    expect(page).toContain('<small>another reason</small>');
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

  it('tells a cause that many hosts have once, names them all, and puts what concerns most hosts first', () => {
    const hosts = sampleReport({ hosts: 42 }).hosts.map((host, at) => {
      const [name, address] = [`n-${at}`, `10.9.0.${at}:22`];
      const error =
        at === 0
          ? { code: 'DNS', message: `${name}: no such name`, hint: 'getent' }
          : { code: 'TIMEOUT', message: `${name}: ${address} did not answer`, hint: `nc ${address}` };
      return { ...host, name, address, state: 'unreachable' as const, error, results: [] };
    });
    const index = page(pagesOf(reportOf(hosts)), 'index.html');
    const [first, second, ...others] =
      index.split('class="incomplete"')[1]?.split('</section>')[0]?.split('<li>').slice(1) ?? [];
    expect(others).toEqual([]);
    expect(first).toContain('41 hosts not reached');
    expect(first?.match(/did not answer/g)).toHaveLength(1);
    expect(first?.match(/<a href="hosts\/n-\d+\.html"/g)).toHaveLength(41);
    expect(second).toContain('1 host not reached');
    expect(second).toContain('<p>no such name</p>');
  });

  it('says what kept a host from being audited whole where the audit itself did not fail', () => {
    const cause = 'docker info was refused. audit as root';
    const [host] = sampleReport({ hosts: 1 }).hosts;
    if (host === undefined) throw new Error('the sample has a host');
    const results = host.results.map((result, at) => ({
      ...result,
      outcome: 'error' as const,
      reason:
        at === 0
          ? 'something else'
          : `1 of 1 daemon could not be judged: value could not be determined: ${cause}`,
    }));
    const other = { ...host, name: 'other' };
    const index = render(reportOf([{ ...host, state: 'partial', error: null, results }, other]));
    const told = index.split('class="incomplete"')[1]?.split('</section>')[0];
    expect(told).toContain('<p>Docker info was refused. audit as root</p>');
  });

  it('says nothing of what was not looked at on the page of a host that was not reached', () => {
    const host = page(split, 'hosts/build-01.html');
    expect(host).toContain('No check was judged on this host.');
    expect(host).not.toMatch(/No check failed|id="controls"|class="overview"|sections-heading/);
  });

  it('has no zeros for a host that was not reached, of which nothing is known', () => {
    const row = fleet
      .split('id="hosts-heading"')[1]
      ?.split('<tr')
      .find((each) => each.includes('state-unreachable'));
    expect(row).toContain('Not reached');
    expect(row).not.toMatch(/>0</);
  });

  it('lists what to fix first by severity, then by the number of hosts', () => {
    const list = fleet.slice(fleet.indexOf('id="first-heading"'), fleet.indexOf('id="hosts-heading"'));
    const words = ['Critical', 'High', 'Medium', 'Low'];
    const rows = [...list.matchAll(/severity \w+">(\w+)<[^]*?<strong>(\d+) of/g)].map(
      ([, word, hosts]) => words.indexOf(word ?? '') * 1000 - Number(hosts),
    );
    expect(rows.length).toBeGreaterThan(10);
    expect(rows).toEqual(rows.toSorted((a, b) => a - b));
  });

  it('has a section for every host, also for one without results', () => {
    expect(fleet.match(/<details class="host"/g)).toHaveLength(6);
    expect(fleet).toContain('No check was judged on this host.');
  });

  it('says what a check has to say once, and refers to it from every host', () => {
    expect(fleet.match(/<dt>Verify by hand<\/dt>/g)).toHaveLength(45);
    expect(fleet.match(/href="#c-docker-daemon-icc">Why/g)).toHaveLength(5);
    expect(fleet).toContain('id="c-docker-daemon-icc"');
  });

  it('names the few hosts that differ from nearly all others', () => {
    const section = page(split, 'index.html').split('id="outliers-heading"')[1]?.split('</section>')[0] ?? '';
    const rows = [...section.matchAll(/<li>([^]*?)<\/li>/g)].map(([, row]) => row ?? '');
    expect(rows.length).toBeGreaterThan(2);
    for (const row of rows) {
      const [, passing, decided] = /(\d+) of (\d+) pass/.exec(row) ?? [];
      expect(row.match(/<a href="hosts/g)).toHaveLength(Number(decided) - Number(passing));
      expect(Number(passing) / Number(decided)).toBeGreaterThanOrEqual(0.9);
    }
    expect(one).not.toContain('outliers-heading');
  });

  it('has a table of groups where groups bring hosts together, and none elsewhere', () => {
    const groups = fleet.split('id="groups-heading"')[1]?.split('</section>')[0] ?? '';
    expect([...groups.matchAll(/<th scope="row">([^<]*)/g)].map(([, name]) => name).sort()).toEqual([
      'build',
      'db',
      'edge',
      'eu-north',
      'eu-west',
      'queue',
      'web',
    ]);
    expect(one).not.toContain('groups-heading');
    const apart = sampleReport({ hosts: 3 }).hosts.map((host) => ({ ...host, groups: [host.name] }));
    expect(render(reportOf(apart))).not.toContain('groups-heading');
  });

  it('has every result in a matrix of hosts and checks', () => {
    const matrix = /<table class="matrix">[^]*?<\/table>/.exec(fleet)?.[0] ?? '';
    const { summary } = sampleReport({ hosts: 6 });
    expect(matrix.match(/<td[^>]*>[✗!?~✓–]</g)).toHaveLength(5 * 45);
    expect(matrix.match(/<td class="is-fail">✗/g)).toHaveLength(summary.fail);
    expect(matrix).toContain('colspan="45">Not reached');
  });

  it('has no frame for waivers and for an earlier run where the report knows of neither', () => {
    for (const page of [one, fleet]) expect(page).not.toMatch(/waivers-heading|since-heading/);
  });

  it('lists the waivers of the run, those that need attention first', () => {
    const entry = {
      checks: ['5.13'],
      hosts: ['*'],
      subjects: [],
      owner: 'platform',
      ticket: 'OPS-7',
      from: null,
    };
    const shared = { ...entry, reason: 'Accepted until the move.', tooBroad: false, covers: 2 };
    const waivers = [
      { ...shared, id: 'W-0001', expires: '2026-12-31', state: 'active' },
      { ...shared, id: 'W-0002', expires: '2026-11-20', state: 'expired' },
    ] as const;
    const section = render({ ...sampleReport({ hosts: 6 }), waivers }).split('id="waivers-heading"')[1] ?? '';
    expect(section.indexOf('W-0002')).toBeLessThan(section.indexOf('W-0001'));
    expect(section).toContain('3 days ago');
    expect(section).toContain('38 days left');
  });

  it('renders a report without hosts', () => {
    expect(render(reportOf([]))).toContain('Fleet of 0 hosts');
  });
});

describe('a report of several pages', () => {
  it('is written for more hosts than one page is good for', () => {
    const names = sampleReport({ hosts: 30 }).hosts.map((host) => `hosts/${host.name}.html`);
    expect([...split.keys()]).toEqual(['index.html', 'checks.html', ...names]);
    expect([...pagesOf(sampleReport({ hosts: 25 })).keys()]).toEqual(['index.html']);
    expect(pagesOf(sampleReport({ hosts: 201 })).has('matrix.html')).toBe(true);
  });

  it('has no link to a page or a part that is not there', () => {
    for (const pages of [split, pagesOf(sampleReport({ hosts: 201 }))]) {
      const ids = new Map([...pages].map(([path, content]) => [path, idsOf(content)]));
      for (const [path, content] of pages) {
        const links = [...markupOf(content).matchAll(/ href="([^"]*)"/g)].map(([, href]) => href ?? '');
        for (const href of new Set(links.filter((link) => !/^(https|data):/.test(link)))) {
          const target = new URL(href, `file:///${path}`);
          const there = ids.get(target.pathname.slice(1));
          expect(there, `${path} -> ${href}`).toBeDefined();
          if (target.hash !== '') expect(there, `${path} -> ${href}`).toContain(target.hash.slice(1));
        }
      }
    }
  });

  it('names the failing hosts of a check on the page of the checks, and its texts nowhere else', () => {
    const check =
      page(split, 'checks.html').split('id="c-docker-daemon-icc"')[1]?.split('</details>')[0] ?? '';
    const failing = sampleReport({ hosts: 30 }).hosts.filter((host) =>
      host.results.some((result) => result.check === 'docker-daemon-icc' && result.outcome === 'fail'),
    );
    expect(failing.length).toBeGreaterThan(3);
    for (const { name } of failing) expect(check).toContain(`hosts/${name}.html#f-docker-daemon-icc`);
    expect(check).toContain('<dt>Verify by hand</dt>');
    expect(page(split, 'hosts/web-01.html')).not.toContain('<dt>Verify by hand</dt>');
    expect(page(split, 'hosts/web-01.html')).toContain('href="../checks.html#c-docker-daemon-icc"');
  });

  it('says on the page of a host how to fix what is left to people, and which flags do the rest', () => {
    const host = page(split, 'hosts/web-01.html');
    const resultOf = (check: string) => host.split(`id="f-${check}"`)[1]?.split('</details>')[0] ?? '';
    const failed = sampleReport({ hosts: 30 }).hosts[0]?.results.filter(
      (result) => result.outcome === 'fail' && result.waiver?.state !== 'active',
    );
    expect(new Set(failed?.map((result) => result.fix.kind)).size).toBe(3);
    for (const { check, fix } of failed ?? []) {
      expect(resultOf(check).includes('How to fix</p>'), check).toBe(fix.kind === 'advice');
      expect(resultOf(check).includes(`--only ${check}</code>`), check).toBe(fix.kind !== 'advice');
      expect(resultOf(check).includes('--allow-disruptive'), check).toBe(fix.kind === 'guarded');
    }
  });

  it('names every failing host of a check, also when they are too many to be links', () => {
    const [host] = sampleReport({ hosts: 1 }).hosts;
    if (host === undefined) throw new Error('the sample has a host');
    const hosts = Array.from({ length: 60 }, (_, at) => ({ ...host, name: `same-${at}` }));
    const check = host.results.find((result) => result.outcome === 'fail' && result.waiver === null)?.check;
    const text = page(pagesOf(reportOf(hosts)), 'checks.html')
      .split(`id="c-${check}"`)[1]
      ?.split('class="guidance"')[0];
    for (const { name } of hosts) expect(text).toMatch(new RegExp(`\\b${name}\\b`));
    expect(text?.match(/<a /g)).toHaveLength(25);
  });

  it('is one file when asked for, up to 100 hosts, and says what it leaves out', () => {
    const [whole, brief] = [20, 60].map((hosts) =>
      pagesOf(sampleReport({ hosts }), { singleFile: true }).get('index.html'),
    );
    expect(whole).not.toContain('The evidence of what passed');
    expect(brief).toContain('The evidence of what passed or does not apply is in report.json');
    expect(brief).toContain('id="h-queue-12"');
    expect(() => pagesOf(sampleReport({ hosts: 101 }), { singleFile: true })).toThrow(
      /101 hosts are too many/,
    );
  });

  it('has style and script beside the pages when asked for, and none in them', () => {
    const pages = pagesOf(sampleReport({ hosts: 30 }), { assets: 'linked' });
    expect(pages.get('report.css')).toMatch(/^:root\{color-scheme/);
    expect(pages.get('report.js')).toMatch(/^'use strict';$/m);
    const host = page(pages, 'hosts/web-01.html');
    expect(host).toContain('<link rel="stylesheet" href="../report.css">');
    expect(host).toContain('<script src="../report.js" defer></script>');
    expect(host).not.toMatch(/<style|<script>/);
    expect(policyOf(host)).toContain("style-src 'self'; script-src 'self'");
  });

  it('names on a page only the host that it is about, and its neighbours', () => {
    const host = markupOf(page(split, 'hosts/db-02.html'));
    const others = sampleReport({ hosts: 30 }).hosts.filter(({ name }) => host.includes(name));
    expect(others.map(({ name }) => name)).toEqual(['web-02', 'db-02', 'build-02']);
  });
});

function idsOf(page: string): readonly string[] {
  return [...markupOf(page).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id ?? '');
}

function policyOf(page: string): string {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
  return policy.replaceAll('&#x27;', "'").replaceAll('&#x3D;', '=');
}

describe('every page', () => {
  it('has no id twice and no link inside to nowhere', () => {
    for (const page of [one, fleet, hostile]) {
      const ids = idsOf(page);
      expect(new Set(ids).size).toBe(ids.length);
      for (const [, target] of markupOf(page).matchAll(/ href="#([^"]*)"/g)) expect(ids).toContain(target);
    }
  });

  it('allows exactly its own style and script, by the hash of what stands in the file', () => {
    const plain = policyOf(one);
    for (const tag of ['style', 'script']) {
      const content = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(one)?.[1] ?? '';
      const hash = createHash('sha256').update(content).digest('base64');
      expect(content.length).toBeGreaterThan(1000);
      expect(plain).toContain(`${tag}-src 'sha256-${hash}'`);
    }
    expect(plain).toContain("default-src 'none'");
    expect(plain).not.toContain('unsafe');
  });

  it('says on every printed sheet which run it is of, and takes no style from the id of a run', () => {
    const report = sampleReport({ hosts: 1 });
    expect(one).toContain(`content:'plimsoll run ${report.run.id}'`);
    const foreign = render({ ...report, run: { ...report.run, id: "x'}}</style><script>*{y:url(z)" } });
    expect(foreign).toContain("content:'plimsoll run xstylescripty:urlz'");
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

const known = new Set([one, fleet, ...split.values()].flatMap((page) => [...partsOf(page)]));

/** Control, format, lone surrogate, separator and non-characters, but for our own newlines. */
const unseen = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;

describe('10,000 hostile strings', { timeout: 120_000 }, () => {
  const strings = hostileStrings(10_000);
  /** What is ours to the last byte need not be read ten thousand times. */
  const bare = { ...templates, 'report/report.css': '', 'report/report.js': '' };

  it.each([
    ['one page for all hosts', 25, true],
    ['pages of their own', 28, false],
  ])('are text and nothing else on %s', (_name, hosts, singleFile) => {
    const perReport = hosts * sampleChecks.length;
    for (let first = 0; first < strings.length; first += perReport) {
      const report = packedReportSaying(strings.slice(first, first + perReport));
      const results = report.hosts.reduce((sum, host) => sum + host.results.length, 0);
      const pages = whole(html(report, bare, { singleFile, assets: 'inline' }));
      expect(pages.length === 1).toBe(singleFile);
      let shown = 0;
      for (const { path, content } of pages) {
        shown += content.split('<details class="result" ').length - 1;
        // Throws where an element is not closed, closed twice, or an attribute is not quoted.
        const strange = [...partsOf(content)].filter((part) => !known.has(part));
        expect(strange, path).toEqual([]);
        const ids = idsOf(content);
        expect(new Set(ids).size, path).toBe(ids.length);
        expect(unseen.test(markupOf(content)), path).toBe(false);
      }
      expect(shown).toBe(results);
    }
  });
});

describe('a hostile report', () => {
  it('makes no element and no attribute that the templates do not have', () => {
    expect([...partsOf(hostile)].filter((part) => !known.has(part))).toEqual([]);
  });

  it('has no invisible or reordering character in it, and shows which there were', () => {
    expect(unseen.test(markupOf(hostile))).toBe(false);
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
    const findings = Array.from({ length: 130 }, () => finding);
    const page = render(reportOf([{ ...host, results: [{ ...result, findings, considered: 130 }] }]));
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
