import { baseName, invocationOf, pipelinesOf } from './shell-commands.ts';
import type { Command } from './raw/shell-script.ts';

/** Programs of one package manager, which share an index, and what they are told. */
interface Manager {
  readonly programs: ReadonlySet<string>;
  readonly renews: (words: readonly string[]) => boolean;
  readonly installs: (words: readonly string[]) => boolean;
}

const managers: readonly Manager[] = [
  manager(
    'apt apt-get apt-fast aptitude nala',
    'update',
    'install reinstall upgrade dist-upgrade full-upgrade safe-upgrade build-dep satisfy dselect-upgrade',
  ),
  manager('apk', 'update', 'add upgrade fix'),
  manager(
    'dnf dnf5 dnf-3 yum microdnf tdnf',
    'makecache check-update check-upgrade',
    'install localinstall reinstall groupinstall group update upgrade update-minimal upgrade-minimal distro-sync swap module builddep in up',
  ),
  manager(
    'zypper',
    'refresh ref',
    'install in update up dist-upgrade dup patch source-install si install-new-recommends inr',
  ),
  manager('opkg', 'update', 'install upgrade'),
  {
    programs: wordSet('pacman'),
    renews: onlySync,
    installs: (words) => !onlySync(words) && words.some(isSync),
  },
  { programs: wordSet('xbps-install'), renews: onlySync, installs: (words) => !onlySync(words) },
];

/** Whether a script renews a package index and, with the same package manager, installs nothing. */
export function renewsOnly(script: string): boolean {
  const runs = pipelinesOf(script).flat().flatMap(managerRuns);
  const installing = new Set(
    runs.filter(({ manager, words }) => manager.installs(words)).map(({ manager }) => manager),
  );
  return runs.some(({ manager, words }) => manager.renews(words) && !installing.has(manager));
}

interface ManagerRun {
  readonly manager: Manager;
  readonly words: readonly string[];
}

/** Programs that only talk about a package manager, or look for it. */
const talkers = wordSet(
  'echo printf cat tee grep egrep sed awk test [ [[ which type hash ls rm cp mv ln chmod chown touch mkdir find apt-mark dpkg',
);

/** Also behind functions and wrappers of any name, as in `retry 3 apt-get update`. */
function managerRuns(command: Command): readonly ManagerRun[] {
  const { program, word, args } = invocationOf(command);
  if (word === null || talkers.has(program)) return [];
  const words = [word, ...args].map(({ text }) => text);
  const at = words.findIndex((text) => managers.some(({ programs }) => programs.has(baseName(text))));
  const manager = managers.find(({ programs }) => programs.has(baseName(words[at] ?? '')));
  return manager === undefined ? [] : [{ manager, words: words.slice(at + 1) }];
}

function manager(programs: string, renewing: string, installing: string): Manager {
  const [renews, installs] = [wordSet(renewing), wordSet(installing)];
  const verb = (words: readonly string[]): string =>
    words.find((text) => renews.has(text) || installs.has(text)) ?? '';
  return {
    programs: wordSet(programs),
    renews: (words) => renews.has(verb(words)),
    installs: (words) => installs.has(verb(words)),
  };
}

function isSync(text: string): boolean {
  return /^-[A-Za-z]*[SU]|^--(?:sync|upgrade)$/.test(text);
}

/** `-Sy` with neither `u` nor a name: the index alone. */
function onlySync(words: readonly string[]): boolean {
  const options = words.filter((text) => text.startsWith('-'));
  const short = options.filter((text) => /^-[A-Za-z]+$/.test(text)).join('');
  const syncs =
    (short.includes('S') && !short.includes('u')) ||
    (words.includes('--sync') && words.includes('--refresh'));
  return syncs && !words.includes('--sysupgrade') && words.every((text) => text.startsWith('-'));
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
