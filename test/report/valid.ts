import { expect } from 'vitest';
import type { Report } from '../../src/result/types.ts';
import { parseCsv, parseMarkdown, parsePrometheus } from './parse.ts';
import { filesOf, textOf } from './render.ts';
import { jsonValidator, withJunit } from './schemas/validate.ts';

/** Expects every machine format of a report to be read, and to be as its schema demands where it has one. */
export function expectValidFormats(report: Report): void {
  withJunit(textOf('junit', report), (document) =>
    expect(document.find('//testsuite')).toHaveLength(report.hosts.length),
  );
  const valid = (schema: string, text: string) => jsonValidator(schema)(JSON.parse(text));
  expect(valid('sarif.json', textOf('sarif', report))).toEqual([]);
  expect(valid('sarif.json', textOf('sarif-full', report))).toEqual([]);
  expect(valid('oscal.json', textOf('oscal', report))).toEqual([]);
  for (const file of filesOf('hdf', report)) expect(valid('hdf.json', file.content)).toEqual([]);
  expect(parseCsv(textOf('csv', report)).length).toBeGreaterThan(report.hosts.length);
  expect(parseCsv(textOf('csv-hosts', report))).toHaveLength(report.hosts.length);
  expect(parsePrometheus(textOf('prometheus', report)).length).toBeGreaterThan(10);
  expect(parseMarkdown(textOf('markdown', report)).tables.length).toBeGreaterThan(2);
}
