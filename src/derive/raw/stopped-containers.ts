import type { Bundle } from '../../facts/bundle.ts';
import type { Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import { numeric } from './host-facts.ts';
import { parseGoBoolean } from './dockerd-flags.ts';
import { sectionText, wordLines } from './section.ts';

/** What is kept of a container that does not run. */
export interface StoppedContainer {
  /** As it was created; null where it may not be read. */
  readonly noNewPrivileges: boolean | null;
  /** Out of the /etc/passwd of its filesystem, in order; null where that may not, or cannot, be read. */
  readonly accounts: readonly { readonly name: string; readonly uid: number }[] | null;
}

/** By container id. */
export function stoppedContainers(bundle: Bundle): Failable<ReadonlyMap<string, StoppedContainer>> {
  return mapFailable(sectionText(bundle, 'container.stopped'), (text) => {
    const groups = new Map<string, (readonly [string, string])[]>();
    let current: (readonly [string, string])[] = [];
    for (const line of wordLines(text)) {
      if (line[0] !== 'container') current.push(line);
      // Each comes twice: what the daemon keeps of it, and what lies in its filesystem.
      else groups.set(line[1], (current = groups.get(line[1]) ?? []));
    }
    return new Map([...groups].map(([id, lines]) => [id, parseStopped(lines)]));
  });
}

function parseStopped(lines: readonly (readonly [string, string])[]): StoppedContainer {
  const all = (wanted: string): readonly string[] =>
    lines.filter(([word]) => word === wanted).map(([, rest]) => rest);
  return {
    noNewPrivileges: parseGoBoolean(all('no-new-privileges')[0] ?? '') ?? null,
    accounts: all('accounts').length === 0 ? null : all('account').flatMap(parseAccount),
  };
}

/** `NAME:UID`. */
function parseAccount(text: string): readonly { readonly name: string; readonly uid: number }[] {
  const [name = '', uid] = text.split(':');
  const number = numeric(uid);
  return number === null ? [] : [{ name, uid: number }];
}
