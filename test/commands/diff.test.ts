import { describe, expect, it } from 'vitest';
import { found, reportOf, resultOf } from '../diff/make.ts';
import { plimsoll, workFolder } from './run.ts';

const folder = workFolder();
const clean = folder.file('clean.json', JSON.stringify(reportOf({ web: resultOf('pass') })));
const dirty = folder.file('dirty.json', JSON.stringify(reportOf({ web: resultOf('fail', [found('a')]) })));

describe('diff', () => {
  it('ends with 0 unless newly failing findings are to fail it', async () => {
    expect((await plimsoll(['diff', clean, dirty])).status).toBe(0);
    expect((await plimsoll(['diff', clean, dirty, '--fail-on', 'new'])).status).toBe(1);
    expect((await plimsoll(['diff', dirty, clean, '--fail-on', 'new'])).status).toBe(0);
    expect((await plimsoll(['diff', dirty, dirty, '--fail-on', 'new'])).status).toBe(0);
  });

  it('prints JSON that a script can read', async () => {
    const { stdout, stderr } = await plimsoll(['diff', clean, dirty, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ newlyFailing: [{ host: 'web', subject: 'container:a' }] });
    expect(stderr).toBe('');
  });

  it('ends with 2 when a verdict was edited, unless that is allowed', async () => {
    const report = reportOf({ web: resultOf('fail', [found('a')]) });
    const edited = folder.file(
      'edited.json',
      JSON.stringify(report).replace('"outcome":"fail"', '"outcome":"pass"'),
    );
    const refused = await plimsoll(['diff', dirty, edited]);
    expect(refused).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('edited.json contradicts itself'),
    });
    expect((await plimsoll(['diff', dirty, edited, '--allow-edited'])).status).toBe(0);
  });

  it('ends with 2 when one is no report', async () => {
    const other = folder.file('other.json', '{}');
    expect((await plimsoll(['diff', clean, other])).status).toBe(2);
    expect((await plimsoll(['diff', clean, `${other}.missing`])).status).toBe(2);
  });
});
