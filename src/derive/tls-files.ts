import { succeed, type Failable } from '../lib/failure.ts';
import type { Facts } from './facts.ts';
import { fileSettings, material, tlsSwitch } from './listeners.ts';
import { textAt } from './raw/json-access.ts';

/** The certificate authority, certificate and key that the running daemon serves TLS with; none where it serves none. */
export function tlsFiles(
  facts: Facts,
): Failable<readonly { readonly option: keyof typeof material; readonly path: string }[]> {
  if (!facts.dockerd.ok) return facts.dockerd.failure.code === 'NO_DOCKERD' ? succeed([]) : facts.dockerd;
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
    (Object.keys(material) as (keyof typeof material)[]).map((option) => ({
      option,
      path: flags.get(option)?.at(-1) ?? textAt(settings.value, option) ?? `${directory}/${material[option]}`,
    })),
  );
}
