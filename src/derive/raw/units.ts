import type { Bundle } from '../../facts/bundle.ts';
import type { Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import { sectionText, wordLines } from './section.ts';

export interface UnitFact {
  readonly kind: 'fragment' | 'dropin' | 'listen' | 'group' | 'reload' | 'user-fragment' | 'user-dropin';
  readonly unit: string;
  /**
   * A path; for listen an address as systemd prints it, as in `/run/docker.sock (Stream)` or `[::]:2375 (Stream)`, for
   * group whom it gives its sockets.
   */
  readonly value: string;
}

const kinds: ReadonlySet<string> = new Set([
  'fragment',
  'dropin',
  'listen',
  'group',
  'reload',
  'user-fragment',
  'user-dropin',
]);

/** Unit files of docker.service and docker.socket, their drop-ins and sockets. */
export function unitFacts(bundle: Bundle): Failable<readonly UnitFact[]> {
  return mapFailable(sectionText(bundle, 'systemd'), (text) =>
    wordLines(text)
      .filter(([kind]) => kinds.has(kind))
      .map(([kind, rest]) => {
        const space = rest.indexOf(' ');
        return { kind: kind as UnitFact['kind'], unit: rest.slice(0, space), value: rest.slice(space + 1) };
      }),
  );
}
