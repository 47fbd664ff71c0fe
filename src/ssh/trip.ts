import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { failure, type SshFailure } from './codes.ts';
import type { DiscreetSecrets } from './discretion.ts';
import type { RunOptions } from './types.ts';

/** A limit in time that can be stopped and set going again. */
export interface Limit {
  /** Starts from the full time again. */
  readonly restart: () => void;
  readonly stop: () => void;
}

/** Of a run, with secrets that stay out of messages. */
export interface TripOptions extends RunOptions {
  readonly secrets: DiscreetSecrets;
}

/** One host's road from the first packet to its outcome: its limits, and the one place that ends it early. */
export interface Trip {
  readonly options: TripOptions;
  /** Aborted at most once, with an SshFailure as the reason. */
  readonly signal: AbortSignal;
  /** Calls back after `ms` of the host's own time. */
  readonly limit: (ms: number, onExpire: () => void) => Limit;
  /** Waits for something that is not the host's time: a person who types, a jump host that others share. */
  readonly aside: <T>(work: Promise<T>) => Promise<T>;
  readonly end: () => void;
}

interface Clock {
  readonly run: () => void;
  readonly hold: () => void;
}

/** @param onTotal what to say when the whole road takes longer than `totalTimeout`. */
export function startTrip(options: TripOptions, onTotal: () => SshFailure): Trip {
  const controller = new AbortController();
  const clocks = new Set<Clock>();
  let asides = 0;
  const interrupt = (): void => controller.abort(interrupted());
  const limit = (ms: number, onExpire: () => void): Limit =>
    startLimit(ms, onExpire, clocks, () => asides > 0);
  limit(options.totalTimeout, () => controller.abort(onTotal()));
  // One listener for each host under way is no leak, and Node would warn from the eleventh on.
  if (options.signal) setMaxListeners(0, options.signal);
  options.signal?.addEventListener('abort', interrupt, { once: true });
  if (options.signal?.aborted) interrupt();
  return {
    options,
    signal: controller.signal,
    limit,
    async aside(work) {
      if (asides++ === 0) for (const clock of clocks) clock.hold();
      try {
        return await work;
      } finally {
        if (--asides === 0) for (const clock of clocks) clock.run();
      }
    },
    end() {
      options.signal?.removeEventListener('abort', interrupt);
      for (const clock of clocks) clock.hold();
      clocks.clear();
    },
  };
}

function startLimit(ms: number, onExpire: () => void, clocks: Set<Clock>, isHeld: () => boolean): Limit {
  let left = ms;
  let since = 0;
  let timer: NodeJS.Timeout | undefined;
  const hold = (): void => {
    if (timer !== undefined) left -= performance.now() - since;
    clearTimeout(timer);
    timer = undefined;
  };
  const run = (): void => {
    clearTimeout(timer);
    since = performance.now();
    timer = setTimeout(onExpire, Math.max(0, left));
  };
  const clock = { run, hold };
  const restart = (): void => {
    left = ms;
    clocks.add(clock);
    if (!isHeld()) run();
  };
  restart();
  const stop = (): void => {
    hold();
    clocks.delete(clock);
  };
  return { restart, stop };
}

/** Resolves as the work does, or when the trip ends first. The work goes on; who started it must clean up. */
export function orEnd<T>(
  trip: Trip,
  work: Promise<T>,
): Promise<T | { readonly ok: false; readonly failure: SshFailure }> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => resolve({ ok: false, failure: trip.signal.reason as SshFailure });
    if (trip.signal.aborted) return onAbort();
    trip.signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => trip.signal.removeEventListener('abort', onAbort));
  });
}

/** Tries after the first when the server hangs up before the handshake, as one with too many logins under way does. */
export const MORE_TRIES = 2;

/** Waits before the next try: at once would meet the same crowd; all at the same moment would be the crowd. */
export async function pauseAfter(tries: number, { signal }: Trip): Promise<void> {
  await sleep(200 * 2 ** tries * (1 + 2 * Math.random()), undefined, { signal }).catch(() => undefined);
}

function interrupted(): SshFailure {
  return failure('INTERRUPTED', 'the run was interrupted', 'Start it again; --limit names single hosts.');
}
