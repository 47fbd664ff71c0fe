import type { Row, Table } from '../facts/types.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { both, buildRow, tableOf } from './build-row.ts';
import { containerName } from './containers.ts';
import type { Facts } from './facts.ts';
import { textAt, textsAt } from './raw/json-access.ts';

/** Which version of its image every container runs. */
export function containerImages(facts: Facts): Table {
  return tableOf(both(facts.containers, facts.images), ([containers, images]) => {
    const ids = idsByName(images);
    return containers.map((container) => imageRow(container, ids));
  });
}

/** Image ids by tag, by repository with digest, and by themselves. */
function idsByName(images: readonly JsonObject[]): ReadonlyMap<string, string> {
  const names = images.flatMap((image) => {
    const id = textAt(image, 'Id') ?? '';
    const all = [...textsAt(image, 'RepoTags'), ...textsAt(image, 'RepoDigests'), id];
    return all.map((name): [string, string] => [canonical(name), id]);
  });
  return new Map(names);
}

function imageRow(container: JsonObject, ids: ReadonlyMap<string, string>): Row {
  const reference = textAt(container, 'Config', 'Image') ?? '';
  const running = textAt(container, 'Image') ?? '';
  const pin = pinOf(reference);
  const meant = pin === 'id' ? running : ids.get(canonical(reference));
  const current: Json = meant === undefined ? null : meant === running;
  return buildRow({ container: containerName(container), image: reference, pin, current }, {}, [
    current === false ? 'its tag means another image by now: the container was not created anew' : undefined,
    current === null ? 'the reference is no longer known on the host' : undefined,
  ]);
}

function pinOf(reference: string): string {
  if (/^(?:sha256:)?[0-9a-f]{12,64}$/.test(reference)) return 'id';
  if (reference.includes('@sha256:')) return 'digest';
  const tag = /:([^:/]+)$/.exec(reference)?.[1];
  return tag === undefined || tag === 'latest' ? 'latest' : 'tag';
}

/** `docker.io/library/nginx:1@sha256:…` is listed as `nginx@sha256:…`, and `nginx` means `nginx:latest`. */
function canonical(reference: string): string {
  const short = reference.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '');
  if (short.includes('@')) return short.replace(/:[^:/@]+@/, '@');
  return /:[^:/]+$/.test(short) ? short : `${short}:latest`;
}
