import type { Bundle } from '../../facts/bundle.ts';
import type { Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import { sectionText, wordLines } from './section.ts';

export interface ContainerdProcess {
  /** Options that its configuration or its flags set; undefined for its default. */
  readonly root: string | undefined;
  readonly state: string | undefined;
  readonly address: string | undefined;
  /** The configuration file that may not be read, so that its options are not known. */
  readonly unreadable: string | undefined;
}

export interface ContainerdProcesses {
  /** Executables of containerd and its shims that run on the host. */
  readonly programs: readonly string[];
  /** Configuration files that running containerds read, whether they exist or not. */
  readonly configs: readonly string[];
  readonly daemons: readonly ContainerdProcess[];
}

export function containerdProcesses(bundle: Bundle): Failable<ContainerdProcesses> {
  return mapFailable(sectionText(bundle, 'containerd.processes'), (text) => {
    const lines = wordLines(text);
    const all = (wanted: string): readonly string[] => [
      ...new Set(lines.filter(([word]) => word === wanted).map(([, path]) => path)),
    ];
    const groups: (readonly [string, string])[][] = [];
    for (const line of lines) {
      if (line[0] === 'process') groups.push([]);
      groups.at(-1)?.push(line);
    }
    return { programs: all('program'), configs: all('config'), daemons: groups.map(parseDaemon) };
  });
}

/** Of several values the last one counts. */
function parseDaemon(lines: readonly (readonly [string, string])[]): ContainerdProcess {
  const last = (wanted: string): string | undefined => lines.findLast(([word]) => word === wanted)?.[1];
  return {
    root: last('root'),
    state: last('state'),
    address: last('address'),
    unreadable: last('unreadable'),
  };
}
