import type { Row, Table } from '../facts/types.ts';
import type { Failable } from '../lib/failure.ts';
import type { JsonObject } from '../lib/json.ts';
import { both, buildRow, mapFailable, tableOf } from './build-row.ts';
import type { Facts } from './facts.ts';
import { listAt, numberAt, textAt, textsAt } from './raw/json-access.ts';

interface Image {
  readonly inspect: JsonObject;
  readonly reference: string;
  readonly inUse: boolean;
}

export function images(facts: Facts): Table {
  return tableOf(imagesOf(facts), (all) => all.map(imageRow));
}

/** One row about all of them. */
export function imageUsage(facts: Facts): Table {
  return tableOf(imagesOf(facts), (all) => {
    const unused = all.filter((image) => !image.inUse);
    return [
      buildRow({
        scope: 'images',
        total: all.length,
        unused: unused.length,
        dangling: unused.filter((image) => textsAt(image.inspect, 'RepoTags').length === 0).length,
        unusedImages: unused.slice(0, 50).map((image) => image.reference),
        unusedBytes: unused.reduce((sum, image) => sum + (numberAt(image.inspect, 'Size') ?? 0), 0),
      }),
    ];
  });
}

function imagesOf(facts: Facts): Failable<readonly Image[]> {
  return mapFailable(both(facts.images, facts.containers), ([all, containers]) => {
    const used = new Set(containers.map((container) => textAt(container, 'Image')));
    return all.map((inspect) => ({
      inspect,
      reference: referenceOf(inspect),
      inUse: used.has(textAt(inspect, 'Id')),
    }));
  });
}

function referenceOf(inspect: JsonObject): string {
  const [tag] = textsAt(inspect, 'RepoTags');
  return tag ?? (textAt(inspect, 'Id') ?? '').replace(/^sha256:/, '').slice(0, 12);
}

function imageRow(image: Image): Row {
  const test = listAt(image.inspect, 'Healthcheck', 'Test');
  return buildRow({
    reference: image.reference,
    id: textAt(image.inspect, 'Id') ?? '',
    tags: textsAt(image.inspect, 'RepoTags'),
    inUse: image.inUse,
    user: textAt(image.inspect, 'User') || null,
    healthcheck: test.length === 0 ? null : test,
    created: textAt(image.inspect, 'Created') ?? null,
    size: numberAt(image.inspect, 'Size') ?? 0,
  });
}
