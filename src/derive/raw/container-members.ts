import type { Bundle } from '../../facts/bundle.ts';
import type { Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import { numeric } from './host-facts.ts';
import { sectionText, wordLines } from './section.ts';

/** One process of a container, in the numbers of the host. */
export interface Member {
  readonly pid: number;
  /** As the kernel has it, at most 15 characters; a newline in it is escaped. */
  readonly program: string;
  /** Null where the process ended while it was read. */
  readonly parent: number | null;
  readonly uid: number | null;
  readonly capBounding: bigint | null;
}

/** Processes by container id. */
export function containerMembers(bundle: Bundle): Failable<ReadonlyMap<string, readonly Member[]>> {
  return mapFailable(sectionText(bundle, 'container.members'), (text) => {
    const members = new Map<string, Member[]>();
    let group: (readonly [string, string])[] = [];
    const close = (): void => {
      const [id = '', pid] = (group[0]?.[1] ?? '').split(' ');
      if (group.length > 0) members.get(id)?.push(memberOf(numeric(pid) ?? 0, group));
    };
    for (const line of wordLines(text)) {
      if (line[0] === 'container') members.set(line[1], []);
      if (line[0] === 'member') {
        close();
        group = [];
      }
      if (line[0] !== 'container') group.push(line);
    }
    close();
    return members;
  });
}

function memberOf(pid: number, lines: readonly (readonly [string, string])[]): Member {
  const value = (wanted: string): string | undefined => lines.find(([word]) => word === wanted)?.[1];
  const mask = value('CapBnd') ?? '';
  return {
    pid,
    program: value('Name') ?? '',
    parent: numeric(value('PPid')),
    uid: numeric(value('Uid')?.split(/\s+/)[1]),
    capBounding: /^[0-9a-f]{1,16}$/.test(mask) ? BigInt(`0x${mask}`) : null,
  };
}
