import { isObject } from '../lib/json.ts';
import type { Json, JsonObject } from '../lib/json.ts';

const key = 'userns-remap';
const store = 'containerd-snapshotter';

/**
 * Why containers cannot be remapped by these settings beside what the file and the flags of dockerd say already; null
 * where nothing speaks against it, or they do not remap.
 */
export function whyNotRemap(
  settings: JsonObject,
  config: JsonObject,
  flags: readonly string[],
): string | null {
  if (!Object.hasOwn(settings, key)) return null;
  if (flags.some((flag) => isOn(flag, '--rootless'))) {
    return 'dockerd runs without root, and remaps its containers by that';
  }
  if (usesContainerdStore(config['features'], flags)) {
    return 'the containerd image store is switched on in features, and dockerd does not start with both';
  }
  const current = config[key];
  return typeof current === 'string' && current !== '' && current !== settings[key]
    ? 'the file names other users already, and dockerd obeys after a restart: look at that by hand'
    : null;
}

function usesContainerdStore(features: Json | undefined, flags: readonly string[]): boolean {
  const inFile = isObject(features) && features[store] === true;
  return inFile || flags.some((flag) => isOn(flag.replace(/^--feature=/, ''), store));
}

/** Whether it is NAME, or NAME=VALUE with a value that Go takes for true. */
function isOn(text: string, name: string): boolean {
  const value = text.startsWith(`${name}=`) ? text.slice(name.length + 1) : null;
  return text === name || (value !== null && /^(1|t|true)$/i.test(value));
}
