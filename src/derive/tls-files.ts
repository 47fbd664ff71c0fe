import { succeed, type Failable } from '../lib/failure.ts';
import { mapFailable } from './build-row.ts';
import type { Facts } from './facts.ts';
import { fileSettings, material, tlsSwitch } from './listeners.ts';
import { booleanAt, textAt } from './raw/json-access.ts';

interface TlsFile {
  readonly option: keyof typeof material;
  readonly path: string;
}

/** The certificate authority, certificate and key that the daemon serves TLS with; none where it serves none. */
export function tlsFiles(facts: Facts): Failable<readonly TlsFile[]> {
  if (!facts.dockerd.ok)
    return facts.dockerd.failure.code === 'NO_DOCKERD' ? filesAtStart(facts) : facts.dockerd;
  if (!facts.flags.ok) return facts.flags;
  const { environment } = facts.dockerd.value;
  const switches = [
    tlsSwitch(facts, facts.dockerd.value, 'tlsverify'),
    tlsSwitch(facts, facts.dockerd.value, 'tls'),
  ];
  if (switches.every((found) => found.ok && found.value === false)) return succeed([]);
  const unknown = switches.find((found) => !found.ok);
  if (unknown?.ok === false && !switches.some((found) => found.ok && found.value === true)) return unknown;
  const settings = fileSettings(facts);
  if (!settings.ok) return settings;
  const directory = environment.get('DOCKER_CERT_PATH') ?? `${environment.get('HOME') ?? '/root'}/.docker`;
  const { value: flags } = facts.flags;
  return succeed(
    options.map((option) => ({
      option,
      path: flags.get(option)?.at(-1) ?? textAt(settings.value, option) ?? `${directory}/${material[option]}`,
    })),
  );
}

const options = Object.keys(material) as (keyof typeof material)[];

/** Of a daemon that does not run: those that its file names for the next start. */
function filesAtStart({ config }: Facts): Failable<readonly TlsFile[]> {
  if (!config.ok) return config;
  return mapFailable(config.value.settings, (settings) => {
    const named = options.flatMap((option) => {
      const path = textAt(settings, option);
      return path === undefined ? [] : [{ option, path }];
    });
    return booleanAt(settings, 'tls') === true || booleanAt(settings, 'tlsverify') === true ? named : [];
  });
}
