import type { Table } from '../facts/types.ts';
import { buildRow, tableOf } from './build-row.ts';
import type { Facts } from './facts.ts';
import { textAt, textsAt } from './raw/json-access.ts';
import { sectionObjects } from './raw/section.ts';
import { secretVariables } from './secret-variables.ts';
import { notReady } from './swarm.ts';

/** Services of the swarm; none on a node that is no manager, unknown on one that does not say what it is. */
export function services(facts: Facts): Table {
  const unknown = facts.info.ok ? notReady(facts.info.value) : undefined;
  return tableOf(unknown ?? sectionObjects(facts.bundle, 'swarm.services'), (all) =>
    all.map((service) =>
      buildRow(
        {
          name: textAt(service, 'Name') ?? '',
          secrets: textsAt(service, 'Secrets'),
        },
        { secretNames: secretVariables(service) },
      ),
    ),
  );
}
