import { describe, expect, it } from 'vitest';
import { hostileReport } from './hostile-report.ts';
import { filesOf } from './render.ts';
import { sampleReport } from './sample-report.ts';

describe('report.json', () => {
  it('is the report, whole and read back as it was', () => {
    const report = hostileReport({ bytes: 10_000 });
    const [file] = filesOf('json', report);
    expect(file?.path).toBe('report.json');
    expect(JSON.parse(file?.content ?? '')).toEqual(report);
  });

  it('is the same bytes whatever the order of the keys', () => {
    const report = sampleReport({ hosts: 2 });
    const turned = Object.fromEntries(Object.entries(report).reverse()) as unknown as typeof report;
    expect(filesOf('json', turned)).toEqual(filesOf('json', report));
  });
});
