import { succeed, type Failable } from '../lib/failure.ts';
import type { JsonObject } from '../lib/json.ts';
import type { Facts } from './facts.ts';
import { fileNotInForce } from './next-start.ts';
import { parseGoBoolean, type Flags } from './raw/dockerd-flags.ts';
import type { DockerdProcess } from './raw/dockerd-process.ts';
import { at, booleanAt, textAt, textsAt } from './raw/json-access.ts';

/** How dockerd serves TCP: with TLS or not, and whether it takes only clients with a certificate. */
export interface TlsMode {
  readonly tls: boolean;
  readonly verify: boolean;
}

/** An address that the running daemon itself says is open, and how. */
interface OpenAddress {
  readonly address: string;
  readonly mode: TlsMode;
}

/**
 * What the running daemon says of the TCP addresses it was told to serve that do not ask clients for a certificate
 * (moby, daemon/info.go: fillAPIInfo); sockets that systemd hands to it are not among them. Null where it does not say.
 */
export function openAddresses({ info }: Facts): readonly OpenAddress[] | null {
  if (!info.ok || at(info.value, 'Warnings') === undefined) return null;
  return textsAt(info.value, 'Warnings').flatMap((warning) => {
    const [, scheme, address] = /API is accessible on (https?):\/\/(\S+) without/.exec(warning) ?? [];
    return address === undefined
      ? []
      : [{ address: `tcp://${address}`, mode: { tls: scheme === 'https', verify: false } }];
  });
}

/**
 * The mode that flags and file ask for (moby, daemon/command/daemon.go: loadDaemonCliConfig). To name tlsverify at all,
 * true or false, turns TLS on, and TLS verifies unless it is told not to. The variable DOCKER_TLS_VERIFY turns on
 * neither: only the paths of certificates obey it.
 */
export function configuredMode(flags: Flags, settings: JsonObject): TlsMode {
  const flagged = (name: string): boolean | undefined => parseGoBoolean(flags.get(name)?.at(-1) ?? '');
  const verify = flagged('tlsverify') ?? booleanAt(settings, 'tlsverify');
  const named = flags.has('tlsverify') || at(settings, 'tlsverify') !== undefined;
  const tls = named || (flagged('tls') ?? booleanAt(settings, 'tls') ?? false);
  return { tls, verify: tls && (verify ?? true) };
}

/** The same of the running daemon: all its TCP addresses share one mode. */
export function tlsMode(facts: Facts): Failable<TlsMode> {
  const open = openAddresses(facts)?.[0];
  if (open !== undefined) return succeed(open.mode);
  if (!facts.flags.ok) return facts.flags;
  // What is set by a flag stands in no file, or dockerd would not have started.
  if (facts.flags.value.has('tlsverify')) return succeed(configuredMode(facts.flags.value, {}));
  const settings = fileSettings(facts);
  return settings.ok ? succeed(configuredMode(facts.flags.value, settings.value)) : settings;
}

/** The file's settings, where they are the ones that the running daemon read. */
export function fileSettings(facts: Facts): Failable<JsonObject> {
  if (!facts.config.ok) return facts.config;
  if (!facts.configChanged.ok) return facts.configChanged;
  if (facts.configChanged.value) return fileNotInForce(facts, ': the TLS options in force are not known');
  return facts.config.value.settings;
}

/** Options of TLS, and what their files are called in the directory that Docker looks in without them. */
const material = { tlscacert: 'ca.pem', tlscert: 'cert.pem', tlskey: 'key.pem' } as const;

type MaterialOption = keyof typeof material;

export interface MaterialPath {
  readonly option: MaterialOption;
  /** Empty where none is set. */
  readonly path: string;
}

/**
 * Where dockerd takes certificates from. Only TLS that is turned on by a flag, or the variable DOCKER_TLS_VERIFY, has
 * paths of its own for what the file does not name (moby, daemon/command/options.go: setDefaultOptions).
 */
export function materialPaths(
  flags: Flags,
  settings: JsonObject,
  { environment, directory }: Pick<DockerdProcess, 'environment' | 'directory'>,
): readonly MaterialPath[] {
  const variable = (name: string): string => environment.get(name) ?? '';
  const byFlag =
    parseGoBoolean(flags.get('tls')?.at(-1) ?? '') === true ||
    flags.has('tlsverify') ||
    variable('DOCKER_TLS_VERIFY') !== '';
  const usual =
    variable('DOCKER_CERT_PATH') || variable('DOCKER_CONFIG') || `${variable('HOME') || '/root'}/.docker`;
  return Object.entries(material).map(([name, file]) => {
    const option = name as MaterialOption;
    const flagged = byFlag ? flags.get(option)?.at(-1) : undefined;
    const path = textAt(settings, option) || (flagged ?? (byFlag ? `${usual}/${file}` : ''));
    return { option, path: path === '' || path.startsWith('/') ? path : `${directory}/${path}` };
  });
}
