import type { Row, Table } from '../facts/types.ts';
import { fail, type Failable } from '../lib/failure.ts';
import type { JsonObject } from '../lib/json.ts';
import { both, buildRow, mapFailable, tableOf } from './build-row.ts';
import { containerName } from './containers.ts';
import type { Facts } from './facts.ts';
import { originColumns, originNote } from './image-origin.ts';
import { listAt, numberAt, textAt, textsAt } from './raw/json-access.ts';

export interface Image {
  readonly inspect: JsonObject;
  readonly reference: string;
  readonly inUse: boolean;
  /** Why nothing is known of it: a container was created from it, and it is not on the host. */
  readonly missing: Failable<never> | null;
}

export function images(facts: Facts): Table {
  const { collectedAt } = facts.bundle;
  return tableOf(imagesOf(facts), (all) => all.map((image) => imageRow(image, collectedAt, facts.info)));
}

/** One row about all of them. */
export function imageUsage(facts: Facts): Table {
  return tableOf(imagesOf(facts), (all) => {
    const unused = all.filter((image) => !image.inUse);
    return [
      buildRow({
        scope: 'images',
        total: all.filter(({ missing }) => missing === null).length,
        unused: unused.length,
        dangling: unused.filter((image) => textsAt(image.inspect, 'RepoTags').length === 0).length,
        unusedImages: unused.slice(0, 50).map((image) => image.reference),
        unusedBytes: unused.reduce((sum, image) => sum + (numberAt(image.inspect, 'Size') ?? 0), 0),
      }),
    ];
  });
}

/** All images, each with whether a container was created from it, and those of containers that are gone. */
export function imagesOf(facts: Facts): Failable<readonly Image[]> {
  return mapFailable(both(facts.images, facts.containers), ([all, containers]) => {
    const users = new Map(containers.map((one) => [textAt(one, 'Image') ?? '', containerName(one)]));
    const known = new Set(all.map((inspect) => textAt(inspect, 'Id')));
    const gone = [...users].filter(([id]) => !known.has(id));
    return [
      ...all.map((inspect) => ({
        inspect,
        reference: referenceOf(inspect),
        inUse: users.has(textAt(inspect, 'Id') ?? ''),
        missing: null,
      })),
      ...gone.map(([id, user]) => missingImage(id, user)),
    ];
  });
}

/** Docker removes an image by force although a container that does not run was created from it. */
function missingImage(id: string, user: string): Image {
  const inspect = { Id: id };
  const missing = fail<never>(
    'IMAGE_GONE',
    `the image that the container ${user} was created from is no longer on the host`,
    'create the container anew from an image that is there, or remove it; then audit again',
  );
  return { inspect, reference: referenceOf(inspect), inUse: true, missing };
}

function referenceOf(inspect: JsonObject): string {
  const [tag] = textsAt(inspect, 'RepoTags');
  return tag ?? (textAt(inspect, 'Id') ?? '').replace(/^sha256:/, '').slice(0, 12);
}

/** What is not known of an image that is gone. */
const facets = ['tags', 'user', 'healthcheck', 'registries', 'namespaces', 'ageDays', 'created', 'size'];

function imageRow(image: Image, collectedAt: string, info: Failable<JsonObject>): Row {
  const { missing } = image;
  if (missing !== null) {
    const values = { reference: image.reference, id: textAt(image.inspect, 'Id') ?? '', inUse: true };
    return buildRow(values, Object.fromEntries(facets.map((facet) => [facet, missing])));
  }
  const origin = originColumns(image.inspect, info);
  const test = listAt(image.inspect, 'Healthcheck', 'Test');
  const created = textAt(image.inspect, 'Created') ?? null;
  return buildRow(
    {
      reference: image.reference,
      id: textAt(image.inspect, 'Id') ?? '',
      tags: textsAt(image.inspect, 'RepoTags'),
      inUse: image.inUse,
      user: textAt(image.inspect, 'User') || null,
      healthcheck: test.length === 0 ? null : test,
      ageDays: created === null ? null : daysBetween(created, collectedAt),
      created,
      size: numberAt(image.inspect, 'Size') ?? 0,
    },
    { ...origin },
    [originNote(origin)],
  );
}

const DAY = 24 * 60 * 60 * 1000;
/** Reproducible builds are dated to the epoch, to year 1, or to a fixed day in 1980. */
const oldestTrue = Date.parse('2010-01-01T00:00:00Z');

function daysBetween(created: string, collectedAt: string): number | null {
  const [from, to] = [Date.parse(created), Date.parse(collectedAt)];
  return Number.isNaN(from) || Number.isNaN(to) || from < oldestTrue ? null : Math.floor((to - from) / DAY);
}
