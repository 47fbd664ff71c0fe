import type { Bundle } from '../../facts/bundle.ts';
import { fail, type Failable } from '../../lib/failure.ts';
import type { JsonObject } from '../../lib/json.ts';
import { both, mapFailable } from '../build-row.ts';
import { textAt } from './json-access.ts';
import { sectionText, wordLines } from './section.ts';

export type Kind = 'container' | 'image' | 'network';

/** Ids of what the daemon had from the first question to the last: nothing of it can be missing because it is gone. */
export function lasting(bundle: Bundle, kind: Kind): Failable<ReadonlySet<string>> {
  const lists = both(sectionText(bundle, 'docker.listed'), sectionText(bundle, 'docker.remaining'));
  return mapFailable(lists, ([before, after]) => {
    const remaining = idsIn(after, kind);
    return new Set([...idsIn(before, kind)].filter((id) => remaining.has(id)));
  });
}

function idsIn(text: string, kind: Kind): ReadonlySet<string> {
  return new Set(
    wordLines(text)
      .filter(([word]) => word === kind)
      .map(([, id]) => id),
  );
}

/** The objects of a kind, or a failure where the daemon has one of which nothing was brought. */
export function complete(
  bundle: Bundle,
  kind: Kind,
  objects: Failable<readonly JsonObject[]>,
): Failable<readonly JsonObject[]> {
  const expected = lasting(bundle, kind);
  if (!objects.ok || !expected.ok) return objects;
  const brought = new Set(objects.value.map((one) => textAt(one, 'Id')));
  const missing = [...expected.value].find((id) => !brought.has(id));
  if (missing === undefined) return objects;
  return fail(
    'INCOMPLETE',
    `the daemon lists the ${kind} ${missing.replace(/^sha256:/, '').slice(0, 12)}, and nothing was brought of it`,
    'audit again; if it stays so, see docker inspect of it on the host',
  );
}
