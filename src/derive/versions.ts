import type { Row, Table } from '../facts/types.ts';
import { succeed, type Failable } from '../lib/failure.ts';
import type { Json } from '../lib/json.ts';
import { buildRow, mapFailable, tableOf } from './build-row.ts';
import type { Facts } from './facts.ts';
import { listAt, textAt } from './raw/json-access.ts';

/** The engine and its parts, as the running daemon names them. */
export function versions(facts: Facts): Table {
  const parts = mapFailable(facts.version, (version) => listAt(version, 'Server', 'Components'));
  if (parts.ok && parts.value.length === 0) return { error: unnamed };
  return tableOf(parts, (components) => components.map((component) => versionRow(component, facts)));
}

const unnamed = {
  code: 'NOT_SHOWN',
  message: 'docker version does not name the parts of the engine',
  hint: 'see docker version on the host',
};

function versionRow(component: Json, facts: Facts): Row {
  const name = textAt(component, 'Name') ?? '';
  const stale: Failable<boolean> =
    name === 'Engine' ? mapFailable(facts.dockerd, (dockerd) => dockerd.replaced) : succeed(false);
  return buildRow(
    { component: name, version: (textAt(component, 'Version') ?? '').replace(/^v(?=\d)/, '') },
    { stale },
    [
      stale.ok && stale.value
        ? 'the program on disk was replaced since it was started: restart the daemon to run what is installed'
        : undefined,
    ],
  );
}
