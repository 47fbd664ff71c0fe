import { fail, succeed, type Failable } from '../lib/failure.ts';
import { isObject, type Json, type JsonObject } from '../lib/json.ts';
import { mapFailable } from './build-row.ts';
import { usesContainerdStore } from './engine-paths.ts';
import { at, listAt, textAt, textsAt } from './raw/json-access.ts';

interface Origin {
  readonly registry: string;
  readonly namespace: string;
}

interface OriginColumns {
  readonly registries: Failable<Json>;
  readonly namespaces: Failable<Json>;
}

/** What stands for an origin that the host does not know. */
const unknown = 'unknown';

/** Where an image came from, as far as the store of images knows it: a tag can be put on anything. */
export function originColumns(inspect: JsonObject, info: Failable<JsonObject>): OriginColumns {
  const repositories = mapFailable(info, (known) => repositoriesOf(inspect, usesContainerdStore(known)));
  if (!repositories.ok) return { registries: repositories, namespaces: repositories };
  if (repositories.value === undefined) return { registries: notCollected, namespaces: notCollected };
  if (repositories.value === null) return { registries: succeed([unknown]), namespaces: succeed([unknown]) };
  const origins = repositories.value.map(originOf);
  const unique = (names: readonly string[]): Failable<Json> =>
    succeed(names.length === 0 ? ['local'] : [...new Set(names)].sort());
  return {
    registries: unique(origins.map(({ registry }) => registry)),
    namespaces: unique(origins.map(({ namespace }) => namespace)),
  };
}

/** What is said beside an image of which the host does not know where it came from. */
export function originNote({ registries }: OriginColumns): string | undefined {
  return registries.ok && Array.isArray(registries.value) && registries.value.includes(unknown)
    ? 'the image store of containerd gives a digest to every tag, also of an image that was never pulled: where it came from is not known'
    : undefined;
}

/**
 * Repositories that an image was pulled from or pushed to; null where that is not known. With graph drivers a digest
 * comes from a registry; the image store of containerd makes one for each tag (moby/moby#48747), and tells where an image
 * came from as its identity from API 1.53 on, which no tag changes.
 */
function repositoriesOf(inspect: JsonObject, inContainerd: boolean): readonly string[] | null | undefined {
  if (!inContainerd) {
    const known = at(inspect, 'RepoDigests') !== undefined;
    return known ? textsAt(inspect, 'RepoDigests').map((digest) => digest.replace(/@.*$/s, '')) : undefined;
  }
  if (!isObject(at(inspect, 'Identity'))) return null;
  return listAt(inspect, 'Identity', 'Pull').flatMap((pull) => textAt(pull, 'Repository') ?? []);
}

const notCollected = fail<never>(
  'NOT_COLLECTED',
  'the digests of images are not in the bundle',
  'collect the facts of this host again',
);

/** `nginx` is docker.io/library/nginx; a first part with a dot or a colon, or localhost, is a registry. */
function originOf(repository: string): Origin {
  const parts = repository.split('/');
  const [first = ''] = parts;
  const named = parts.length > 1 && (/[.:]/.test(first) || first === 'localhost');
  const registry = named ? first.toLowerCase().replace(/^index\.docker\.io$/, 'docker.io') : 'docker.io';
  const path = named ? parts.slice(1, -1) : parts.slice(0, -1);
  const inHub = path.length === 0 && registry === 'docker.io' ? ['library'] : path;
  return { registry, namespace: [registry, ...inHub].join('/') };
}
