import { describe, expect, it } from 'vitest';
import { hostSlugs } from '../../src/report/slug.ts';
import type { HostResult } from '../../src/result/types.ts';
import { sampleReport } from './sample-report.ts';

const [host] = sampleReport({ hosts: 1 }).hosts;

function slugsOf(...names: readonly string[]): readonly string[] {
  const hosts = names.map((name) => ({ ...(host as HostResult), name }));
  return [...hostSlugs({ hosts }).entries()]
    .sort(([a], [b]) => names.indexOf(a) - names.indexOf(b))
    .map(([, slug]) => slug);
}

describe('hostSlugs', () => {
  it('keeps a name that is a slug already', () => {
    expect(slugsOf('web-01', 'db')).toEqual(['web-01', 'db']);
  });

  it('keeps what is readable of any other name and adds a hash', () => {
    const [dotted, upper, ip] = slugsOf('web.example.com', 'Web-01', '10.0.0.1');
    expect(dotted).toMatch(/^web-example-com-[0-9a-f]{8}$/);
    expect(upper).toMatch(/^web-01-[0-9a-f]{8}$/);
    expect(ip).toMatch(/^10-0-0-1-[0-9a-f]{8}$/);
  });

  it('gives different hosts different slugs, also when one takes the slug of another for its name', () => {
    const [first = ''] = slugsOf('Web.01');
    const slugs = slugsOf('Web.01', first, 'web 01', 'web_01', 'WEB.01');
    expect(new Set(slugs).size).toBe(5);
    expect(slugs[1]).toBe(first);
  });

  it('is safe for names that are nothing but tricks', () => {
    for (const slug of slugsOf(
      '../../etc/passwd',
      '\u202e\u0000',
      '日本',
      '-',
      '__proto__',
      'x'.repeat(1e6),
    )) {
      expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(slug.length).toBeLessThan(64);
    }
  });

  it('does not depend on the order of the hosts', () => {
    expect(slugsOf('a.b', 'c', 'D').toReversed()).toEqual(slugsOf('D', 'c', 'a.b'));
  });

  it('refuses two hosts of one name', () => {
    expect(() => slugsOf('web', 'web')).toThrow(/same name/);
  });
});
