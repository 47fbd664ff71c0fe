import type { Message } from '../../lib/log.ts';
import type { Phase } from '../../ssh/types.ts';
import type { Context } from '../context.ts';
import type { Wholeness } from '../work/tasks.ts';

export interface Progress {
  readonly phase: (host: string, phase: Phase) => void;
  readonly done: (host: string, wholeness: Wholeness) => void;
  readonly end: () => void;
}

interface Active {
  readonly phase: Phase;
  readonly since: number;
}

/** Hosts under way that are shown, those that take longest first. */
const MOST_SHOWN = 8;
const REDRAW_EVERY = 250;

/**
 * On a terminal: how far the fleet is, and where the slowest hosts are, redrawn in place. Elsewhere a line per host
 * that is done. In both a warning for each host that could not be read whole.
 */
export function createProgress({ log, now }: Context, total: number): Progress {
  const active = new Map<string, Active>();
  const began = now().getTime();
  let [finished, failed] = [0, 0];
  const draw = (): void => {
    const time = now().getTime();
    const counts = { total, finished, failed, elapsed: time - began };
    log.progress([headLine(counts, active.size), ...hostLines(active, time)]);
  };
  const timer = log.live ? setInterval(draw, REDRAW_EVERY) : null;
  return {
    phase(host, phase) {
      active.set(host, { phase, since: active.get(host)?.since ?? now().getTime() });
    },
    done(host, { failure, sections }) {
      const took = now().getTime() - (active.get(host)?.since ?? now().getTime());
      active.delete(host);
      finished += 1;
      if (failure !== null) {
        failed += 1;
        // Whoever interrupts a fleet knows; the recap names the hosts.
        if (failure.code !== 'INTERRUPTED') log.warn(`${failure.message} (${failure.code}). ${failure.hint}`);
      } else if (!log.live) {
        log.info(`${host}: collected in ${clock(took)} (${finished} of ${total})`);
      }
      log.debug(`${host}: ${sections} sections`);
      draw();
    },
    end() {
      if (timer !== null) clearInterval(timer);
      log.progress([]);
    },
  };
}

interface Counts {
  readonly total: number;
  readonly finished: number;
  readonly failed: number;
  /** Milliseconds. */
  readonly elapsed: number;
}

function headLine({ total, finished, failed, elapsed }: Counts, active: number): Message {
  const waiting = total - finished - active;
  return [
    { style: 'bold', text: `${finished} of ${total} hosts done` },
    ...(failed === 0 ? [] : [', ', { style: 'red', text: `${failed} not read whole` } as const]),
    `, ${active} under way`,
    waiting === 0 ? '' : `, ${waiting} waiting`,
    { style: 'dim', text: `  ${clock(elapsed)}` },
  ];
}

function hostLines(active: ReadonlyMap<string, Active>, time: number): readonly Message[] {
  const slowest = [...active].sort(([, a], [, b]) => a.since - b.since);
  const shown = slowest.slice(0, MOST_SHOWN);
  const width = Math.min(40, Math.max(0, ...shown.map(([host]) => host.length)));
  const lines = shown.map(([host, { phase, since }]): Message => {
    const name = host.length > width ? `${host.slice(0, width - 1)}…` : host.padEnd(width);
    return [`  ${name}  ${phase.padEnd(14)} `, { style: 'dim', text: clock(time - since) }];
  });
  return slowest.length > MOST_SHOWN ? [...lines, `  and ${slowest.length - MOST_SHOWN} more`] : lines;
}

/** Milliseconds as `0:07` or `12:31`. */
function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
