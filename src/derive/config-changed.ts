import { fail, succeed, type Failable } from '../lib/failure.ts';
import { sameJson, type Json } from '../lib/json.ts';
import type { KnownFacts } from './facts.ts';
import { configTimes, writtenSince } from './raw/config-times.ts';
import type { DockerdProcess } from './raw/dockerd-process.ts';
import { ancestorsOf, endOfSecond, parentOf, type FileFacts, type FileLookup } from './raw/file-facts.ts';
import { at, textsAt } from './raw/json-access.ts';
import { settingSources } from './setting-sources.ts';

/** Whether the configuration file is another than the one that dockerd read. */
export function configChanged(facts: KnownFacts): Failable<boolean> {
  const { dockerd, files, bundle, configPath } = facts;
  if (!dockerd.ok) return dockerd;
  if (!files.ok) return files;
  const file = files.value(configPath);
  if (!file.ok) return file;
  const started = dockerd.value.startedAt;
  if (started === null)
    return fail('NO_START_TIME', 'the start time of dockerd is not known', 'audit as root');
  const read = readAt(dockerd.value, started);
  if (relinkedSince(configPath, read, files.value)) return succeed(true);
  const times = configTimes(bundle, configPath);
  if (!times.ok || times.value === null)
    return succeed(changedAtAll(file.value, configPath, read, files.value));
  // Its directory is written to by dockerd itself while it starts.
  const settled = times.value.file === null ? started + CLOCK_SLACK + START_SECONDS : read;
  const written = writtenSince(times.value, settled);
  return succeed(written === 'yes' || (written === 'perhaps' && isContradicted(facts)));
}

/** Boot time is known to the second only, so a change within that much of the start counts as before it. */
const CLOCK_SLACK = 2;

/** dockerd writes its pid file, and into its directory, while it starts: a change that soon is its own. */
const START_SECONDS = 10;

/**
 * By when dockerd had read its file: its pid file is the next thing that it writes, by the same clock as any change of
 * the file. One that was written later is somebody else's and tells nothing.
 */
function readAt({ pidFileAt }: DockerdProcess, started: number): number {
  const own = pidFileAt !== null && pidFileAt <= started + START_SECONDS;
  return own ? pidFileAt : started + CLOCK_SLACK;
}

/** Whether the path, or a directory on the way to it, is a symbolic link that was made since. */
function relinkedSince(path: string, read: number, lookup: FileLookup): boolean {
  return ancestorsOf(path).some((place) => {
    const found = lookup(place);
    const link = found.ok ? found.value.link : null;
    return link?.kind === 'symlink' && endOfSecond(link.modifiedAt) > read;
  });
}

/** Without the times of an older collector's, any change counts. */
function changedAtAll(file: FileFacts, path: string, read: number, lookup: FileLookup): boolean {
  if (file.link === null) {
    const folder = lookup(parentOf(path));
    return folder.ok && (folder.value.stat?.modifiedAt ?? 0) > read + START_SECONDS;
  }
  const times = [file.link.modifiedAt, file.stat?.modifiedAt, file.stat?.bornAt, file.changedAt];
  return Math.max(...times.map((time) => time ?? 0)) > read;
}

/** What an existing bridge keeps whatever is configured, and what has other names in the answer of the daemon. */
const incomparable: ReadonlySet<string> = new Set(['icc', 'seccomp-profile']);

/** Whether the running daemon shows a setting that its flags and the file as it stands do not give. */
function isContradicted(facts: KnownFacts): boolean {
  if (!facts.flags.ok || !facts.info.ok) return false;
  const { value: flags } = facts.flags;
  const info = facts.info.value;
  const settings = settingSources.filter(({ name }) => !incomparable.has(name));
  const shown = settings.some((source) => {
    const running = source.running(facts);
    if (running === undefined) return false;
    const [flag, file] = [source.fromFlags(flags), source.fromFile(facts.settings)];
    return !sameJson(running, source.together?.(flag, file) ?? flag ?? file ?? source.default);
  });
  return (
    shown || !sameJson(sorted(at(info, 'Labels')), sorted(flags.get('label') ?? at(facts.settings, 'labels')))
  );
}

function sorted(list: Json | readonly string[] | undefined): Json {
  return textsAt(list).toSorted();
}
