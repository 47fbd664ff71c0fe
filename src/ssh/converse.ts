import type { Readable, Writable } from 'node:stream';
import type { Host } from '../inventory/types.ts';
import { createByteStore } from '../lib/byte-store.ts';
import type { Failable } from '../lib/failure.ts';
import { shellWord } from '../lib/shell-word.ts';
import { failure, refuse, type SshFailure } from './codes.ts';
import { passwordExpired } from './connect.ts';
import type { Entrance } from './entrance.ts';
import { exhausted } from './exhausted.ts';
import { createPromptCounter } from './prompt-counter.ts';
import { judgeSudo, sudoFailure } from './sudo.ts';
import type { Trip } from './trip.ts';
import type { Output, RunResult } from './types.ts';
import { remoteText } from './words.ts';

/** How a process ended: by itself with a code, or otherwise (signal, lost connection). */
export type Exit = { readonly code: number } | { readonly reason: string };

/** A command that runs, here or on a host. */
export interface RunningProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Calls back once, when all output has been read. */
  readonly onExit: (listener: (exit: Exit) => void) => void;
  /** What the client that runs it says about its own failure before a shell was there; undefined where it is not its. */
  readonly explain?: (stderr: string, exit: Exit) => SshFailure | undefined;
  /** Whether the server hung up before the handshake, so that another try may do. */
  readonly isDropped?: () => boolean;
  /** Has the last word on how it ended. */
  readonly revise?: (result: RunResult) => Promise<RunResult>;
  readonly kill: () => void;
}

/** More than this before the shell is ready is no greeting any more. */
const MOST_NOISE = 1 << 20;
/** Characters of the end of the standard error that are kept at least. */
const KEPT_STDERR = 20_000;

/**
 * Leads the process from its entrance to the script's end: answers sudo's prompt at most once, sends the script
 * when the shell says it listens, and keeps what comes back. Settles exactly once and leaves no process behind
 * where that is in our power; a remote one ends by its own limits.
 */
export function converse(
  process: RunningProcess,
  entrance: Entrance,
  script: string,
  host: Host,
  trip: Trip,
): Promise<RunResult> {
  const { maxBytes, share, idleTimeout, secrets, onPhase } = trip.options;
  let noise = createByteStore();
  let stderr = '';
  let isReady = false;
  let isAsked = false;
  let isSettled = false;
  const output = createByteStore();
  const countPrompts = createPromptCounter(entrance.prompt);

  return new Promise((resolve) => {
    const idle = trip.limit(idleTimeout, () => stop(silence(host, isReady, idleTimeout)));
    const onAbort = (): void => stop(trip.signal.reason as SshFailure);

    function settle(result: Failable<Omit<Output, 'secrets'>>): void {
      isSettled = true;
      idle.stop();
      trip.signal.removeEventListener('abort', onAbort);
      process.kill();
      resolve(discreet(result, `${noise.bytes().toString()}\n${stderr}`));
    }
    function discreet(result: Failable<Omit<Output, 'secrets'>>, said: string): RunResult {
      if (!result.ok) return refuse(secrets.hush(result.failure as SshFailure, said));
      const { pieces, cut } = result.value;
      const hushed = cut === null ? null : secrets.hush(cut, said);
      return { ok: true, value: { pieces, cut: hushed, secrets: secrets.given() } };
    }
    /** Ends the talk: what arrived since the shell was ready is kept, unless the user interrupted. */
    function stop(reason: SshFailure): void {
      if (!isReady || reason.code === 'INTERRUPTED') settle(refuse(reason));
      else settle({ ok: true, value: { pieces: output.pieces(), cut: reason } });
    }
    function keep(chunk: Buffer): void {
      const allowed = Math.min(chunk.length, maxBytes - output.size());
      const kept = share.take(allowed);
      output.append(chunk.subarray(0, kept));
      if (kept < allowed) stop(noRoom(host, output.size()));
      else if (allowed < chunk.length) stop(tooLarge(host, maxBytes));
    }
    function listen(chunk: Buffer): void {
      const mark = `${entrance.mark}\n`;
      const from = Math.max(0, noise.size() - mark.length);
      noise.append(chunk);
      const fresh = noise.bytes(from);
      const at = fresh.indexOf(mark, 0, 'latin1');
      if (at < 0) {
        if (noise.size() > MOST_NOISE)
          stop(noShell(host, noise.bytes(), stderr, 'it printed too much before a shell was there'));
        else if (entrance.pty) ask(chunk);
        return;
      }
      isReady = true;
      onPhase?.('collecting');
      if (entrance.pty) process.stdin.write(entrance.pack(script));
      else process.stdin.end(entrance.pack(script));
      keep(fresh.subarray(at + mark.length));
      noise = createByteStore();
    }
    function ask(said: Buffer): void {
      const prompts = countPrompts(said.toString('latin1'));
      if (prompts > 0) answer(prompts).catch(() => stop(sudoFailure(host, 'SUDO_PASSWORD_REQUIRED', '')));
    }
    async function answer(prompts: number): Promise<void> {
      if (prompts > 1) stop(sudoFailure(host, 'SUDO_PASSWORD_WRONG', ''));
      if (prompts !== 1 || isAsked) return;
      isAsked = true;
      const password = await trip.aside(secrets.sudoPassword());
      if (password === undefined) stop(sudoFailure(host, 'SUDO_PASSWORD_REQUIRED', ''));
      else if (!isSettled) process.stdin.write(`${password}\n`);
    }

    trip.signal.addEventListener('abort', onAbort);
    process.stdin.on('error', () => undefined);
    process.stdout.on('data', (chunk: Buffer) => {
      if (isSettled) return;
      idle.restart();
      if (isReady) keep(chunk);
      else listen(chunk);
    });
    process.stderr.on('data', (chunk: Buffer) => {
      if (isSettled) return;
      idle.restart();
      stderr += chunk.toString();
      if (stderr.length > 2 * KEPT_STDERR) stderr = stderr.slice(-KEPT_STDERR);
      if (!isReady) ask(chunk);
    });
    process.onExit((exit) => {
      if (!isReady)
        settle(
          refuse(
            notStarted(
              host,
              entrance,
              { noise: noise.bytes(), stderr, wasSent: isAsked },
              exit,
              process.explain,
            ),
          ),
        );
      else if ('code' in exit)
        settle({
          ok: true,
          value: { pieces: output.pieces(), cut: exhausted(host, stderr) ?? null },
        });
      else stop(lost(host, exit.reason));
    });
    if (trip.signal.aborted) onAbort();
  });
}

function notStarted(
  host: Host,
  { prompt, pty }: Entrance,
  { noise, stderr, wasSent }: { readonly noise: Buffer; readonly stderr: string; readonly wasSent: boolean },
  exit: Exit,
  explain: RunningProcess['explain'],
): SshFailure {
  const ended = 'code' in exit ? `it ended with status ${exit.code}` : exit.reason;
  const said = pty ? noise.toString() : stderr;
  const own = explain?.(stderr, exit);
  if (own !== undefined) return own;
  const poor = exhausted(host, said);
  if (poor !== undefined) return poor;
  // It may come after a login by key too: sshd then runs passwd instead of the shell.
  if (/password has expired|required to change your password/i.test(said)) return passwordExpired(host);
  const bySudo = prompt === null ? undefined : judgeSudo(host, said.replaceAll(prompt, ''), wasSent);
  if (bySudo !== undefined) return bySudo;
  return 'code' in exit ? noShell(host, noise, stderr, ended) : lost(host, ended);
}

function noShell(host: Host, noise: Buffer, stderr: string, what: string): SshFailure {
  const said = remoteText(Buffer.concat([noise.subarray(0, 1000), Buffer.from(stderr.slice(0, 1000))]));
  return failure(
    'NO_SHELL',
    `${host.name}: the login of ${host.user} did not lead to a shell: ${what}${said && ` (${said})`}`,
    `The account needs a login shell and no forced command: getent passwd ${shellWord(host.user)}; see ForceCommand in sshd_config.`,
  );
}

function lost(host: Host, reason: string): SshFailure {
  return failure(
    'CONNECTION_LOST',
    `${host.name}: the shell was lost: ${remoteText(reason)}`,
    'Run it again for this host (--limit); if it repeats, see the log of sshd there: journalctl -u ssh',
  );
}

function silence(host: Host, isReady: boolean, idleTimeout: number): SshFailure {
  const step = isReady
    ? 'while the script ran'
    : host.sudo !== false
      ? `while waiting for ${host.sudo === 'doas' ? 'doas' : 'sudo'}`
      : 'while waiting for a shell';
  return failure(
    'TIMEOUT',
    `${host.name}: plimsoll gave up: nothing came for ${idleTimeout / 1000} s ${step}`,
    'Look whether the host stands still, or for a hanging docker or mount on it; or allow more silence with --timeout.',
  );
}

function tooLarge(host: Host, maxBytes: number): SshFailure {
  return failure(
    'OUTPUT_TOO_LARGE',
    `${host.name}: the output is larger than ${maxBytes} bytes; the rest was dropped`,
    'See with plimsoll plan which command prints so much, and run it on the host.',
  );
}

function noRoom(host: Host, kept: number): SshFailure {
  return failure(
    'OUTPUT_TOO_LARGE',
    `${host.name}: the hosts that answered at the same time sent more than there is room for; of this one the first ${kept} bytes were kept`,
    `Audit it by itself: --limit ${shellWord(host.name)}; or fewer at the same time, with --forks.`,
  );
}
