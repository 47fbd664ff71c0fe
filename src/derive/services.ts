import type { Table } from '../facts/types.ts';
import { buildRow, tableOf } from './build-row.ts';
import type { Facts } from './facts.ts';
import { textAt, textsAt } from './raw/json-access.ts';
import { sectionObjects } from './raw/section.ts';
import { isSecretName } from './secret-names.ts';

/** Services of the swarm; none on a node that is no manager. */
export function services(facts: Facts): Table {
  return tableOf(sectionObjects(facts.bundle, 'swarm.services'), (all) =>
    all.map((service) =>
      buildRow({
        name: textAt(service, 'Name') ?? '',
        secretNames: textsAt(service, 'Env').filter(isSecretName),
        secrets: textsAt(service, 'Secrets'),
      }),
    ),
  );
}
