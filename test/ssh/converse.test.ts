import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Host } from '../../src/inventory/types.ts';
import { converse, type RunningProcess } from '../../src/ssh/converse.ts';
import { createDiscretion } from '../../src/ssh/discretion.ts';
import { createEntrance } from '../../src/ssh/entrance.ts';
import { createRoom } from '../../src/ssh/room.ts';
import { startTrip } from '../../src/ssh/trip.ts';
import type { RunResult } from '../../src/ssh/types.ts';

const host: Host = {
  ...{ name: 'web', address: 'web', port: 22, user: 'u', groups: [], labels: {}, parameters: {} },
  ...{ identityFiles: [], identitiesOnly: false, agent: null, knownHostsFiles: [], hostKeyAlias: null },
  ...{ jump: null, transport: 'ssh', sudo: true, pty: false, dockerSocket: null },
};

interface Talk {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly exit: () => void;
  /** What was written to the process. */
  readonly sent: () => string;
  readonly mark: string;
  readonly prompt: string;
  readonly result: Promise<RunResult>;
}

/** A process that says and does what the test wants. */
function talk(changes: Partial<Host> = {}, share = createRoom(Infinity, 0).open()): Talk {
  const subject = { ...host, ...changes };
  const entrance = createEntrance(subject.sudo, subject.pty);
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  let told = '';
  stdin.on('data', (chunk: Buffer) => (told += chunk.toString()));
  let exit = (): void => undefined;
  const onExit: RunningProcess['onExit'] = (listener) => (exit = () => listener({ code: 0 }));
  const secrets = {
    password: () => Promise.resolve(undefined),
    sudoPassword: () => Promise.resolve('secret'),
    passphrase: () => Promise.resolve(undefined),
  };
  const limits = {
    connectTimeout: 60_000,
    idleTimeout: 60_000,
    totalTimeout: 60_000,
    maxBytes: 1 << 24,
    share,
  };
  const trip = startTrip({ ...limits, secrets: createDiscretion()(secrets) }, () => ({
    code: 'TIMEOUT',
    message: '',
    hint: '',
  }));
  const process = { stdin, stdout, stderr, onExit, kill: () => trip.end() };
  return {
    stdout: (text) => stdout.emit('data', Buffer.from(text)),
    stderr: (text) => stderr.emit('data', Buffer.from(text)),
    exit: () => exit(),
    sent: () => told,
    mark: `${entrance.mark}\n`,
    prompt: `[plimsoll ${entrance.mark.slice('plimsoll-ready-'.length)}] `,
    result: converse(process, entrance, 'script', subject, trip),
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe('a password', () => {
  it('that the host repeats is in no message', async () => {
    const { stderr, exit, prompt, result } = talk();
    stderr(prompt);
    await settled();
    stderr('sudo: unknown user secret\n');
    exit();
    const done = await result;
    expect(done.ok ? '' : done.failure.message).toContain('unknown user (secret)');
  });
});

describe('output in pieces of one byte', () => {
  it('is found to have the mark and the prompt, wherever they are cut', async () => {
    for (const pty of [false, true]) {
      const { stdout, stderr, exit, sent, mark, prompt, result } = talk({ pty });
      for (const letter of `hello ${prompt}`) (pty ? stdout : stderr)(letter);
      await settled();
      expect(sent()).toBe('secret\n');
      for (const letter of `${mark}out\0put`) stdout(letter);
      await settled();
      expect(sent()).toMatch(/^secret\n(?:6\n)?script$/);
      exit();
      const done = await result;
      expect(done.ok && Buffer.concat(done.value.pieces).toString()).toBe('out\0put');
    }
  });

  it('is asked for the password once, however the second prompt comes', async () => {
    const { stderr, sent, prompt, result } = talk();
    stderr(prompt);
    await settled();
    for (const letter of `Sorry, try again.\n${prompt}`) stderr(letter);
    expect(await result).toMatchObject({ ok: false, failure: { code: 'SUDO_PASSWORD_WRONG' } });
    expect(sent()).toBe('secret\n');
  });

  it('keeps what there is room for beside other hosts, each its own at least', async () => {
    const room = createRoom(4, 6);
    const first = room.open();
    expect(first.take(8)).toBe(8);
    const { stdout, mark, result } = talk({}, room.open());
    stdout(mark);
    stdout('0123456789');
    const done = await result;
    expect(done).toMatchObject({ value: { cut: { code: 'OUTPUT_TOO_LARGE' } } });
    expect(done.ok && Buffer.concat(done.value.pieces).toString()).toBe('012345');
    first.close();
    expect(room.open().take(10)).toBe(8);
  });

  it('holds nobody up and fills no memory, before and after the shell is there', async () => {
    for (const pty of [false, true]) {
      const { stdout, stderr, exit, mark, result } = talk({ pty });
      for (let count = 0; count < 300_000; count++) stdout('x');
      for (let count = 0; count < 100_000; count++) stderr('x');
      stdout(mark);
      const before = process.memoryUsage().heapUsed;
      for (let count = 0; count < 800_000; count++) stdout('y');
      expect(process.memoryUsage().heapUsed - before).toBeLessThan(60e6);
      exit();
      const done = await result;
      expect(done.ok && Buffer.concat(done.value.pieces).length).toBe(800_000);
    }
  });
});
