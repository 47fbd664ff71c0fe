import { describe, expect, it } from 'vitest';
import { renderers } from '../../src/report/index.ts';
import { hostileReport } from './hostile-report.ts';
import { sampleReport } from './sample-report.ts';
import { templates } from './templates.ts';

describe('report.json', () => {
  it('is the report, whole and read back as it was', () => {
    const report = hostileReport({ bytes: 10_000 });
    const [file] = renderers.json(report, templates);
    expect(file?.path).toBe('report.json');
    expect(JSON.parse(file?.content ?? '')).toEqual(report);
  });

  it('is the same bytes whatever the order of the keys', () => {
    const report = sampleReport({ hosts: 2 });
    const turned = Object.fromEntries(Object.entries(report).reverse()) as unknown as typeof report;
    expect(renderers.json(turned, templates)).toEqual(renderers.json(report, templates));
  });
});
