import type { Bundle } from '../../facts/bundle.ts';
import type { Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import { sectionText, wordLines } from './section.ts';

export interface ContainerdProcesses {
  /** Executables of containerd and its shims that run on the host. */
  readonly programs: readonly string[];
  /** Configuration files that running containerds were given by name. */
  readonly configs: readonly string[];
}

export function containerdProcesses(bundle: Bundle): Failable<ContainerdProcesses> {
  return mapFailable(sectionText(bundle, 'containerd.processes'), (text) => {
    const lines = wordLines(text);
    const all = (wanted: string): readonly string[] =>
      lines.filter(([word]) => word === wanted).map(([, path]) => path);
    return { programs: all('program'), configs: all('config') };
  });
}
