import type { Bundle } from '../facts/bundle.ts';
import type { Phase } from '../ssh/types.ts';
import type { Context } from './context.ts';

export interface Progress {
  readonly phase: (host: string, phase: Phase) => void;
  readonly done: (bundle: Bundle) => void;
  readonly end: () => void;
}

/** One line that is replaced while hosts are under way, and a line that stays for each that could not be read whole. */
export function createProgress({ log }: Context, total: number): Progress {
  const active = new Map<string, Phase>();
  let finished = 0;
  const show = (): void => {
    const hosts = [...active].map(([host, phase]) => `${host} (${phase})`).join(', ');
    log.progress(`${finished}/${total} hosts done${hosts === '' ? '' : `; ${hosts}`}`);
  };
  return {
    phase(host, phase) {
      active.set(host, phase);
      show();
    },
    done({ host, failure, sections }) {
      active.delete(host.name);
      finished += 1;
      if (failure === null) log.debug(`${host.name}: ${Object.keys(sections).length} sections collected`);
      else log.warn(`${failure.message} (${failure.code}). ${failure.hint}`);
      show();
    },
    end() {
      log.progress('');
    },
  };
}
