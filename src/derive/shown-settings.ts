import type { Json, JsonObject } from '../lib/json.ts';
import type { KnownFacts } from './facts.ts';
import { daemonLog } from './raw/daemon-log.ts';
import { at, booleanAt, textAt, textsAt } from './raw/json-access.ts';
import { parseGoBoolean } from './raw/dockerd-flags.ts';
import type { SettingSource } from './setting-sources.ts';
import { cgroupInUse } from './since-start.ts';

const nothing = (): undefined => undefined;

function fromInfo(read: (info: JsonObject) => Json | undefined): (facts: KnownFacts) => Json | undefined {
  return (facts) => (facts.info.ok ? read(facts.info.value) : undefined);
}

/** Options that `docker info` tells in other words than daemon.json does, and those that go with them. */
export const shownSettings: readonly SettingSource[] = [
  {
    name: 'log-driver',
    default: 'json-file',
    fromFlags: (flags) => flags.get('log-driver')?.at(-1),
    fromFile: (settings) => textAt(settings, 'log-driver'),
    running: fromInfo((info) => textAt(info, 'LoggingDriver')),
    alwaysShown: true,
  },
  {
    name: 'authorization-plugins',
    default: [],
    fromFlags: (flags) => flags.get('authorization-plugin'),
    fromFile: (settings) => at(settings, 'authorization-plugins') ?? undefined,
    running: fromInfo((info) =>
      at(info, 'Plugins') === undefined ? undefined : textsAt(info, 'Plugins', 'Authorization'),
    ),
    alwaysShown: true,
  },
  {
    name: 'seccomp-profile',
    default: 'builtin',
    fromFlags: (flags) => profile(flags.get('seccomp-profile')?.at(-1)),
    fromFile: (settings) => profile(textAt(settings, 'seccomp-profile')),
    running: fromInfo(runningProfile),
    alwaysShown: true,
  },
  {
    name: 'experimental',
    default: false,
    fromFlags: (flags) => parseGoBoolean(flags.get('experimental')?.at(-1) ?? ''),
    fromFile: (settings) => booleanAt(settings, 'experimental'),
    running: fromInfo((info) => booleanAt(info, 'ExperimentalBuild')),
    alwaysShown: true,
  },
  {
    name: 'cgroup-parent',
    default: '',
    fromFlags: (flags) => flags.get('cgroup-parent')?.at(-1),
    fromFile: (settings) => textAt(settings, 'cgroup-parent'),
    running: nothing,
    evidence: (facts) => {
      const { reloaded } = daemonLog(facts.bundle);
      return reloaded === null ? cgroupInUse(facts) : (reloaded.get('cgroup-parent') ?? '');
    },
    alwaysShown: false,
  },
  {
    name: 'storage-opts',
    default: [],
    fromFlags: (flags) => flags.get('storage-opt'),
    fromFile: (settings) => at(settings, 'storage-opts') ?? undefined,
    running: nothing,
    alwaysShown: false,
  },
];

/** `name=seccomp,profile=builtin`; before 23.0 the built-in profile is called default. */
function runningProfile(info: JsonObject): string | undefined {
  const options = textsAt(info, 'SecurityOptions');
  if (at(info, 'SecurityOptions') === undefined) return undefined;
  const option = options.find((text) => /(?:^|,)name=seccomp(?:,|$)/.test(text));
  return option === undefined ? 'none' : profile(/(?:^|,)profile=(.*)$/.exec(option)?.[1] ?? '');
}

function profile(name: string | undefined): string | undefined {
  return name === '' || name === 'default' ? 'builtin' : name;
}
