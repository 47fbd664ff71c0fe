import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { ReportFormat } from '../../src/report/format-names.ts';
import type { Report } from '../../src/result/types.ts';
import { hostileStrings, reportSaying } from './hostile-strings.ts';
import { parseCsv, parseMarkdown, parsePrometheus } from './parse.ts';
import { filesOf, textOf } from './render.ts';
import { jsonValidator, withJunit } from './schemas/validate.ts';

const perReport = 500;
const strings = hostileStrings(10_000);

/** Reports that say 10,000 hostile strings in every field a host or a user fills, some hundred at a time. */
const reports: readonly Report[] = Array.from({ length: strings.length / perReport }, (_, index) =>
  reportSaying(strings.slice(index * perReport, (index + 1) * perReport), index * perReport),
);

/** Everything that moves a cursor, hides or reorders text. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

function strictJson(text: string): unknown {
  // JSON.stringify escapes surrogates only where they stand alone, which strict parsers refuse.
  expect(text).not.toMatch(/\\ud[89a-f]/);
  expect(unseen.test(text.trimEnd())).toBe(false);
  return JSON.parse(text);
}

function asJson(report: Report): unknown {
  return JSON.parse(JSON.stringify(report));
}

describe('10,000 hostile strings', { timeout: 120_000 }, () => {
  it.each(['csv', 'csv-hosts'] satisfies ReportFormat[])(
    'stay cells of %s, and none is a formula',
    (format) => {
      for (const report of reports) {
        const records = parseCsv(textOf(format, report));
        const lines = report.hosts.map(({ state }) =>
          format === 'csv-hosts' || state === 'unreachable' ? 1 : 3,
        );
        expect(records).toHaveLength(lines.reduce<number>((sum, count) => sum + count, 0));
        const cells = records.flatMap((record) => Object.values(record));
        expect(cells.filter((cell) => /^[=+\-@＝＋－＠\t\r\n\0]/.test(cell))).toEqual([]);
        expect(cells.filter((cell) => cell.length > 32_767 || unseen.test(cell))).toEqual([]);
      }
    },
  );

  it('leave JUnit well-formed and valid, with the right sums', () => {
    for (const report of reports) {
      withJunit(textOf('junit', report), (document) => {
        const count = (path: string) => document.find(path).length;
        expect(count('/testsuites/testsuite')).toBe(report.hosts.length);
        const cases = report.hosts.map((host) => host.results.length + (host.error === null ? 0 : 1));
        expect(count('//testcase')).toBe(cases.reduce((sum, one) => sum + one, 0));
      });
    }
  });

  it('leave SARIF valid, and every address inside its host', () => {
    const problems = jsonValidator('sarif.json');
    for (const report of reports) {
      for (const format of ['sarif', 'sarif-full'] as const) {
        expect(problems(strictJson(textOf(format, report)))).toEqual([]);
      }
    }
  });

  it('leave HDF valid, one file a host', () => {
    const problems = jsonValidator('hdf.json');
    for (const report of reports) {
      const files = filesOf('hdf', report);
      expect(new Set(files.map((file) => file.path)).size).toBe(report.hosts.length);
      for (const { path, content } of files) {
        expect(path).toMatch(/^hdf\/[a-z0-9-]+\.json$/);
        expect(problems(strictJson(content))).toEqual([]);
      }
    }
  });

  it('leave OSCAL valid, and no UUID twice', () => {
    const problems = jsonValidator('oscal.json');
    for (const report of reports) {
      const text = textOf('oscal', report);
      expect(problems(strictJson(text))).toEqual([]);
      const uuids = [...text.matchAll(/"uuid":"([^"]+)"/g)].map(([, uuid]) => uuid);
      expect(new Set(uuids).size).toBe(uuids.length);
    }
  });

  it('stay labels of Prometheus, and no two hosts have the same', () => {
    for (const report of reports) {
      const up = parsePrometheus(textOf('prometheus', report)).filter(
        ({ name }) => name === 'plimsoll_host_up',
      );
      expect(new Set(up.map(({ labels }) => labels.host)).size).toBe(report.hosts.length);
    }
  });

  it('stay code in the cells of Markdown tables, which fit a step summary', () => {
    const harmless = ['heading', 'paragraph', 'text', 'space', 'table', 'codespan', 'escape'];
    for (const report of reports) {
      const text = textOf('markdown', report);
      expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
      const { kinds, tables } = parseMarkdown(text);
      expect([...kinds].filter((kind) => !harmless.includes(kind))).toEqual([]);
      expect(tables).toHaveLength(5);
      for (const rows of tables) expect(new Set(rows.map((cells) => cells.length)).size).toBe(1);
      expect(unseen.test(text.replaceAll('\n', ''))).toBe(false);
    }
  });

  it('leave report.json as it was', () => {
    for (const report of reports) {
      // As toEqual, which takes its time over so much.
      expect(isDeepStrictEqual(JSON.parse(textOf('json', report)), asJson(report))).toBe(true);
    }
  });
});
