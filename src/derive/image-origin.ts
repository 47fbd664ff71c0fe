import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { at, textsAt } from './raw/json-access.ts';

interface Origin {
  readonly registry: string;
  readonly namespace: string;
}

/** Where an image came from, by the digests under which registries know it: a tag can be put on anything. */
export function originColumns(inspect: JsonObject): {
  readonly registries: Failable<Json>;
  readonly namespaces: Failable<Json>;
} {
  if (at(inspect, 'RepoDigests') === undefined) {
    const failure = fail<Json>(
      'NOT_COLLECTED',
      'the digests of images are not in the bundle',
      'collect the facts of this host again',
    );
    return { registries: failure, namespaces: failure };
  }
  const origins = textsAt(inspect, 'RepoDigests').map((digest) => originOf(digest.replace(/@.*$/, '')));
  const unique = (names: readonly string[]): Failable<Json> =>
    succeed(names.length === 0 ? ['local'] : [...new Set(names)].sort());
  return {
    registries: unique(origins.map(({ registry }) => registry)),
    namespaces: unique(origins.map(({ namespace }) => namespace)),
  };
}

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
