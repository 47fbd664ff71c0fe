import type { Bundle } from '../../facts/bundle.ts';
import type { Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import { seconds } from './host-facts.ts';
import { sectionText, wordLines } from './section.ts';

/** Seconds since the epoch; 0 where the filesystem does not say. */
interface Times {
  readonly modified: number;
  /** The last change of any kind: of content, mode, owner, names. */
  readonly changed: number;
  readonly born: number;
}

interface Folder {
  readonly modified: number;
  /** Of what is in it, the configuration file left out. */
  readonly entries: readonly Times[];
}

/** What a host's clock says about a configuration file and the directories that hold it or a link to it. */
interface ConfigTimes {
  /** Null where there is no file. */
  readonly file: Times | null;
  readonly folders: readonly Folder[];
}

/** Whether a file can have been written since it was read. */
export type Written = 'no' | 'perhaps' | 'yes';

/** Null where an older collector did not ask. */
export function configTimes(bundle: Bundle, path: string): Failable<ConfigTimes | null> {
  return mapFailable(sectionText(bundle, 'daemon.config'), (text) => {
    const lines = wordLines(text);
    const start = lines.findIndex(([word, rest]) => word === 'near' && rest === path);
    if (start === -1) return null;
    let file: Times | null = null;
    const folders: { modified: number; entries: Times[] }[] = [];
    for (const [word, rest] of lines.slice(start + 1)) {
      const numbers = rest.split(' ').map((number) => seconds(number) ?? 0);
      if (word === 'times') file = timesOf(numbers);
      else if (word === 'folder') folders.push({ modified: numbers[0] ?? 0, entries: [] });
      else if (word === 'entry') folders.at(-1)?.entries.push(timesOf(numbers));
      else break;
    }
    return { file, folders };
  });
}

function timesOf([modified = 0, changed = 0, born = 0]: readonly number[]): Times {
  return { modified, changed, born };
}

/** The kernel times a change by the tick, so the two ends of one system call may be that far apart. */
const TICK = 0.02;

/**
 * Whether the content can be another than what was read at a time. A mode, an owner, a time of access, an attribute or
 * a further name changes the file and not its content. Content is changed in place, which its time of modification
 * tells, or by another file that takes its name: a new one, which its birth tells, or an older one, which changes the
 * directory as well. A directory whose last change is that some entry came into it, or left another file its name, is
 * explained by that. What no time tells is an older file copied over this one with its times kept (cp -p), or moved
 * here and followed by another new entry: then only what the daemon shows of its settings can.
 */
export function writtenSince({ file, folders }: ConfigTimes, read: number): Written {
  if (file !== null && Math.max(file.modified, file.born) > read) return 'yes';
  if (file !== null && file.changed <= read) return 'no';
  const moved = folders.filter(({ modified }) => modified > read);
  if (moved.some((folder) => !isExplained(folder))) return 'yes';
  return file === null && moved.length === 0 ? 'no' : 'perhaps';
}

function isExplained({ modified, entries }: Folder): boolean {
  return entries.some((entry) =>
    [entry.born, entry.changed, entry.modified].some((time) => Math.abs(time - modified) <= TICK),
  );
}
