import type { Section } from '../facts/bundle.ts';
import { frameMark } from './assemble.ts';
import { boundedSection, capOf } from './bounds.ts';

/** What arrived from one host, taken apart. */
export interface Recording {
  readonly sections: Readonly<Record<string, Section>>;
  /** The script ran to its last line. */
  readonly complete: boolean;
  /** The first frame line was seen: a shell ran our script. */
  readonly started: boolean;
  /** At most 200 bytes that came before the first frame line: noise of shell start-up files, or a refusal. */
  readonly noise: string;
}

/**
 * Takes a collector's stream apart. Total: any bytes give a recording, and a section that is cut
 * off, doubled, too long or not one that was asked for cannot touch another one.
 */
export function parseStream(bytes: Uint8Array, nonce: string, wanted: ReadonlySet<string>): Recording {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames = splitFrames(buffer, `${frameMark(nonce)} `);
  const sections = new Map<string, Section>();
  let complete = false;
  frames.forEach((frame, index) => {
    if (frame.head === 'complete') complete = true;
    const [word, name = ''] = frame.head.split(' ', 2);
    if (word !== 'begin' || !wanted.has(name) || sections.has(name)) return;
    const about = frames[index + 1]?.head === 'about' ? frames[index + 1] : undefined;
    const closed = about !== undefined && frames[index + 2]?.head === 'end';
    const cap = capOf(name);
    const body = frame.body.subarray(0, cap);
    const section = closed ? closedSection(body, about.body, cap) : openSection(body);
    sections.set(name, boundedSection(name, section));
  });
  const first = frames[0];
  return {
    sections: Object.fromEntries(sections),
    complete,
    started: first !== undefined,
    noise: buffer.subarray(0, Math.min(first?.start ?? buffer.length, 200)).toString('utf8'),
  };
}

interface Frame {
  readonly start: number;
  /** The frame line after the mark. */
  readonly head: string;
  /** What follows up to the newline before the next frame line. */
  readonly body: Buffer;
}

/** Frame lines that are looked for: of each section there are three. */
const MOST_FRAMES = 1000;
/** A frame line, and what is said about a section, are short. */
const [LONGEST_HEAD, LONGEST_ABOUT] = [200, 8000];

function splitFrames(buffer: Buffer, mark: string): readonly Frame[] {
  const starts: number[] = [];
  let at = buffer.indexOf(mark);
  for (; at !== -1 && starts.length < MOST_FRAMES; at = buffer.indexOf(mark, at + mark.length)) {
    if (at === 0 || buffer[at - 1] === 0x0a) starts.push(at);
  }
  return starts.map((start, index) => {
    const next = starts[index + 1];
    const lineEnd = buffer.indexOf(0x0a, start);
    const headEnd = lineEnd === -1 ? buffer.length : lineEnd;
    const bodyEnd = next === undefined ? buffer.length : next - 1;
    const from = start + mark.length;
    return {
      start,
      head: buffer.subarray(from, Math.min(headEnd, from + LONGEST_HEAD)).toString('latin1'),
      body: buffer.subarray(Math.min(headEnd + 1, bodyEnd), bodyEnd),
    };
  });
}

function closedSection(body: Buffer, about: Buffer, cap: number): Section {
  const [first = '', ...stderr] = about.subarray(0, LONGEST_ABOUT).toString('utf8').split('\n');
  const status = /^status (\d{1,3})$/.exec(first)?.[1];
  return {
    status: status === undefined ? null : Number(status),
    text: body.toString('utf8'),
    stderr: (status === undefined ? [first, ...stderr] : stderr).join('\n').slice(0, 4000),
    truncated: body.length >= cap || status === undefined,
  };
}

function openSection(body: Buffer): Section {
  return { status: null, text: body.toString('utf8'), stderr: '', truncated: true };
}
