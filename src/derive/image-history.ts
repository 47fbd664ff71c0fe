import type { Row, Table } from '../facts/types.ts';
import { fail, type Failable } from '../lib/failure.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { both, buildRow, mapFailable, tableOf } from './build-row.ts';
import { addSteps, loneUpdates, secretNames, unverifiedFetches } from './build-steps.ts';
import type { Facts } from './facts.ts';
import { originColumns, originNote } from './image-origin.ts';
import { imagesOf, type Image } from './images.ts';
import { imageSteps } from './raw/image-steps.ts';
import { textAt } from './raw/json-access.ts';
import { secretVariables } from './secret-variables.ts';

type Steps = ReadonlyMap<string, Failable<readonly string[]>>;

/** What the build of each image in use tells. */
export function imageHistory(facts: Facts): Table {
  const sources = both(imagesOf(facts), imageSteps(facts.bundle));
  return tableOf(sources, ([images, steps]) =>
    images.filter(({ inUse }) => inUse).map((image) => historyRow(image, steps, facts.info)),
  );
}

function historyRow(image: Image, all: Steps, info: Failable<JsonObject>): Row {
  const found = image.missing ?? all.get(textAt(image.inspect, 'Id') ?? '');
  const steps: Failable<readonly string[]> =
    found === undefined
      ? fail('CHANGED', 'the image came into use while the host was read', 'audit again')
      : mapFailable(found, (texts) => texts.filter((text) => text.trim() !== ''));
  const origin =
    image.missing === null
      ? originColumns(image.inspect, info)
      : { registries: image.missing, namespaces: image.missing };
  const columns = {
    ...origin,
    steps: mapFailable(steps, (texts) => texts.length),
    loneUpdates: mapFailable(steps, loneUpdates),
    addSteps: mapFailable(steps, addSteps),
    secretNames: mapFailable(both(steps, secretVariables(image.inspect)), ([texts, names]) => [
      ...new Set([...names, ...secretNames(texts)]),
    ]),
    unverified: mapFailable(steps, unverifiedFetches),
  } satisfies Record<string, Failable<Json>>;
  const values = { reference: image.reference, id: textAt(image.inspect, 'Id') ?? '' };
  return buildRow(values, columns, [originNote(origin)]);
}
