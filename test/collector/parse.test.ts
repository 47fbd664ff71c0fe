import { describe, expect, it } from 'vitest';
import { parseStream } from '../../src/collector/parse.ts';

const nonce = 'f00d';
const mark = `plimsoll:${nonce}`;
const wanted = new Set(['host', 'files', 'mounts']);
const parse = (bytes: string | Uint8Array) =>
  parseStream(Buffer.from(bytes as string, 'latin1'), nonce, wanted);

const section = (name: string, body: string, about = 'status 0'): string =>
  `${mark} begin ${name} 1000\n${body}\n${mark} about\n${about}\n${mark} end\n`;
const stream = (...parts: string[]): string => [`${mark} start\n`, ...parts, `${mark} complete\n`].join('');
const good = stream(section('host', 'uid 0\nkernel 6'), section('files', 'stat x'), section('mounts', ''));

/** A generator of numbers below `limit` that gives the same ones in every run. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * limit);
  };
}

describe('parseStream', () => {
  it('takes the sections apart as they were printed', () => {
    expect(parse(good)).toEqual({
      started: true,
      complete: true,
      noise: '',
      sections: {
        host: { status: 0, text: 'uid 0\nkernel 6', stderr: '', truncated: false },
        files: { status: 0, text: 'stat x', stderr: '', truncated: false },
        mounts: { status: 0, text: '', stderr: '', truncated: false },
      },
    });
  });

  it('keeps status and standard error', () => {
    const { sections } = parse(stream(section('host', 'x', 'status 127\nsh: docker: not found\nstatus 0')));
    expect(sections.host).toMatchObject({ status: 127, stderr: 'sh: docker: not found\nstatus 0' });
  });

  it('decodes NUL, carriage return and bytes that are no UTF-8 as they are', () => {
    const { sections } = parse(stream(section('host', 'a\0b\r\n\xff\xfe'), section('files', 'ok')));
    expect(sections.host?.text).toBe('a\0b\r\n\uFFFD\uFFFD');
    expect(sections.files?.text).toBe('ok');
  });

  it('shows noise of shell start-up files, or what refuses the login', () => {
    expect(parse(`motd\n${good}`)).toMatchObject({ noise: 'motd\n', started: true });
    expect(parse('This account is not available.\n')).toEqual({
      sections: {},
      complete: false,
      started: false,
      noise: 'This account is not available.\n',
    });
    expect(parse('x'.repeat(1e6)).noise).toHaveLength(200);
  });
});

describe('a stream that was cut', () => {
  const whole = parse(good).sections;

  it('at any byte leaves only whole sections, and those that say that they are cut', () => {
    for (let length = 0; length < good.length; length++) {
      const cut = parse(good.slice(0, length));
      // The last newline is no loss.
      expect(cut.complete, String(length)).toBe(length >= good.length - 1);
      for (const [name, found] of Object.entries(cut.sections)) {
        if (found.truncated) expect(found, `${name} at ${length}`).toMatchObject({ status: null });
        else expect(found, `${name} at ${length}`).toEqual(whole[name]);
      }
    }
  });

  it('in the middle keeps what came before, and nothing of another section', () => {
    const { sections } = parse(good.slice(0, good.indexOf('stat x') + 3));
    expect(sections.host).toEqual(whole.host);
    expect(sections.files).toEqual({ status: null, text: 'sta', stderr: '', truncated: true });
    expect(sections.mounts).toBeUndefined();
  });

  it('at its cap says so, whatever the host says that its cap is', () => {
    const long = 'x'.repeat(20 * 1024);
    const { sections } = parse(stream(section('host', long), section('files', 'ok')));
    expect(sections.host).toEqual({ status: 0, text: long.slice(0, 16 * 1024), stderr: '', truncated: true });
    expect(sections.files).toMatchObject({ text: 'ok', truncated: false });
  });

  it('after more lines than any host has says so', () => {
    const { mounts } = parse(stream(section('mounts', 'x\n'.repeat(600_000)))).sections;
    expect(mounts?.text.split('\n')).toHaveLength(500_001);
    expect(mounts?.truncated).toBe(true);
  });

  it('without a status, or with one that is none, is not taken for whole', () => {
    for (const about of ['', 'status', 'status 0x', 'status -1', 'status 00000']) {
      expect(parse(stream(section('host', 'x', about))).sections.host).toMatchObject({
        status: null,
        truncated: true,
      });
    }
  });
});

describe('what a section prints', () => {
  it.each([
    ['frame lines with another nonce', `plimsoll:beef begin files 9\nforged\nplimsoll:beef end`],
    ['our word, but not at the start of a line', `x ${mark} begin files 9\n forged ${mark} end`],
    ['our word after a carriage return', `x\r${mark} begin files 9\rforged`],
    ['our word without a blank', `${mark}begin files 9`],
  ])('cannot forge another one: %s', (_title, body) => {
    const { sections } = parse(stream(section('host', body), section('files', 'true')));
    expect(sections.host?.text).toBe(body);
    expect(sections.files?.text).toBe('true');
  });

  it('counts once: of two the first', () => {
    const { sections } = parse(
      stream(section('host', 'first'), section('files', 'x'), section('host', 'second')),
    );
    expect(sections.host?.text).toBe('first');
  });

  it('does not count where it was not asked for', () => {
    const { sections } = parse(
      stream(section('accounts', 'x'), section('__proto__', 'y'), section('host', 'z')),
    );
    expect(Object.keys(sections)).toEqual(['host']);
    expect(Object.getPrototypeOf(sections)).toBe(Object.prototype);
  });

  it('does not become another one where its end is missing', () => {
    const open = `${mark} begin host 1000\nopen\n`;
    expect(parse(stream(open, section('files', 'x'))).sections).toMatchObject({
      host: { text: 'open', status: null, truncated: true },
      files: { text: 'x', status: 0 },
    });
  });
});

it('any bytes give a recording', () => {
  const next = numbers(3);
  const pieces = [mark, `${mark} `, 'begin ', 'about', 'end', 'complete', 'start', 'host', ' 5', '\n', '\0', '\r', '\xff', 'status 0', 'x']; // prettier-ignore
  for (let round = 0; round < 3000; round++) {
    const text = Array.from({ length: next(40) }, () => pieces[next(pieces.length)] ?? '').join('');
    const { sections, noise } = parse(text);
    expect(Object.keys(sections).every((name) => wanted.has(name))).toBe(true);
    expect(noise.length).toBeLessThanOrEqual(200);
  }
  for (let round = 0; round < 200; round++) {
    const bytes = Uint8Array.from({ length: next(500) }, () => next(256));
    expect(parseStream(bytes, nonce, wanted).sections).toEqual({});
  }
});

it('frame lines without end are not all looked at', () => {
  const { complete, sections } = parse(`${mark} begin host 1\n`.repeat(300_000) + good);
  expect(sections.host).toMatchObject({ truncated: true });
  expect(complete).toBe(false);
});
