import type { Row, Table } from '../facts/types.ts';
import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { Bundle } from '../facts/bundle.ts';
import { both, buildRow, mapFailable, tableOf } from './build-row.ts';
import { needsRoot, type Container } from './container-security.ts';
import { containerName, containersOf } from './containers.ts';
import type { Facts } from './facts.ts';
import { textAt } from './raw/json-access.ts';
import { sectionText, wordLines } from './raw/section.ts';

type Lines = readonly (readonly [string, string])[];

/** What the filesystems of running containers hold, as far as checks ask. */
export function containerContents(facts: Facts): Table {
  return tableOf(both(containersOf(facts), contents(facts.bundle)), ([containers, found]) =>
    containers
      .filter(({ running }) => running)
      .flatMap((container) => {
        // One that is not listed has stopped since it was inspected.
        const lines = found.get(textAt(container.inspect, 'Id') ?? '');
        return lines === undefined ? [] : [contentsRow(container, lines, facts)];
      }),
  );
}

/** Files with a set-user-id or set-group-id bit, where the filesystem of a container was searched whole. */
export function setuidFilesOf(facts: Facts): (container: Container) => Failable<readonly string[]> {
  const found = contents(facts.bundle);
  return (container) => {
    if (!found.ok) return found;
    const lines = found.value.get(textAt(container.inspect, 'Id') ?? '') ?? [];
    const status = lines.find(([word]) => word === 'searched')?.[1];
    return mapFailable(searchedWhole(status, facts), () => setuidPaths(lines));
  };
}

function setuidPaths(lines: Lines): readonly string[] {
  return lines.filter(([word]) => word === 'setuid').map(([, path]) => path.replaceAll('\u0001', '\n'));
}

/** Lines by container id. */
function contents(bundle: Bundle): Failable<ReadonlyMap<string, Lines>> {
  return mapFailable(sectionText(bundle, 'container.contents'), (text) => {
    const found = new Map<string, (readonly [string, string])[]>();
    let lines: (readonly [string, string])[] = [];
    for (const line of wordLines(text)) {
      if (line[0] === 'container') found.set(line[1], (lines = []));
      else lines.push(line);
    }
    return found;
  });
}

function contentsRow(container: Container, lines: Lines, facts: Facts): Row {
  const all = (wanted: string): readonly string[] =>
    lines.filter(([word]) => word === wanted).map(([, rest]) => rest);
  const searched = container.sandbox ?? searchedWhole(all('searched')[0], facts);
  const counts = all('packages').map(Number).filter(Number.isSafeInteger);
  return buildRow(
    {
      container: containerName(container.inspect),
      image: textAt(container.inspect, 'Config', 'Image') ?? '',
    },
    {
      packages: mapFailable(searched, () =>
        counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0),
      ),
      tools: mapFailable(searched, () => [...new Set(all('program'))].sort()),
      setuidFiles: mapFailable(searched, () => [...setuidPaths(lines)].sort()),
    },
  );
}

/** Status 1 is a file that went away while root searched; for others it is a directory that was closed to them. */
function searchedWhole(status: string | undefined, facts: Facts): Failable<true> {
  if (status === undefined) return needsRoot;
  const root = facts.host.ok && facts.host.value.uid === 0;
  if (status === '0' || (status === '1' && root)) return succeed(true);
  if (status === '1') return needsRoot;
  return fail(
    'TIMEOUT',
    'the filesystem of the container could not be searched whole',
    'audit again, with a longer --timeout if it is large',
  );
}
