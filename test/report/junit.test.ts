import { XmlElement, type XmlDocument } from 'libxml2-wasm';
import { describe, expect, it } from 'vitest';
import { textOf } from './render.ts';
import { sampleReport } from './sample-report.ts';
import { withJunit } from './schemas/validate.ts';

const report = sampleReport({ hosts: 6 });
const text = textOf('junit', report);

function elements(document: XmlDocument, path: string): readonly XmlElement[] {
  return document.find(path).filter((node) => node instanceof XmlElement);
}

/** The values of an attribute at an XPath. */
function attribute(path: string, name: string): readonly string[] {
  return withJunit(text, (document) =>
    elements(document, path).map((element) => element.attr(name)?.value ?? ''),
  );
}

describe('junit.xml', () => {
  it('has a suite for each host whose sums are those of its cases', () => {
    withJunit(text, (document) => {
      for (const suite of elements(document, '/testsuites/testsuite')) {
        const count = (path: string) => String(suite.find(path).length);
        expect(suite.attr('tests')?.value).toBe(count('testcase'));
        expect(suite.attr('failures')?.value).toBe(count('testcase/failure'));
        expect(suite.attr('errors')?.value).toBe(count('testcase/error'));
        expect(suite.attr('skipped')?.value).toBe(count('testcase/skipped'));
      }
    });
    expect(attribute('//testsuite', 'name')).toEqual(report.hosts.map((host) => host.name));
  });

  it('counts as the report counts', () => {
    const suite = '//testsuite[1]';
    const { fail, error, waived, manual, notApplicable } = report.hosts[0]?.summary ?? report.summary;
    const skipped = waived + manual + notApplicable;
    expect(attribute(suite, 'failures')).toEqual([String(fail)]);
    expect(attribute(suite, 'errors')).toEqual([String(error)]);
    expect(attribute(suite, 'skipped')).toEqual([String(skipped)]);
  });

  it('names cases so that the same check has the same name in every run', () => {
    expect(attribute('//testsuite[1]/testcase', 'name')).toContain(
      '[HIGH] 2.2 Containers on the default bridge cannot talk to each other',
    );
    expect(attribute('//testsuite[1]/testcase[last()]', 'classname')[0]).toMatch(/^web-01\.(\d+|extra)$/);
  });

  it('gives a reason for everything that is skipped', () => {
    const reasons = attribute('//skipped', 'message');
    expect(
      reasons.filter((reason) => !/^(waived by W-0042 until|manual:|not applicable:) ?\S/.test(reason)),
    ).toEqual([]);
    expect(reasons.some((reason) => reason.startsWith('waived by W-0042 until 2026-12-31: The cache'))).toBe(
      true,
    );
  });

  it('fails what an expired waiver does not cover any more, and says so', () => {
    expect(text).toContain('Waiver W-0017 expired on 2026-10-31');
  });

  it('is an error for a host that could not be reached', () => {
    const suite = '//testsuite[@name="build-01"]';
    expect(attribute(`${suite}/testcase`, 'name')).toEqual(['The host was audited']);
    expect(attribute(`${suite}/testcase/error`, 'type')).toEqual(['CONNECT_TIMEOUT']);
  });

  it('has times without a zone, which Ant refuses', () => {
    expect(attribute('//testsuite[1]', 'timestamp')).toEqual(['2026-11-23T02:00:13']);
  });

  it('is valid without any host', () => {
    withJunit(textOf('junit', { ...report, hosts: [] }), (document) => {
      expect(document.find('/testsuites/*')).toEqual([]);
    });
  });
});
