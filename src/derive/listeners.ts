import type { Row, Table } from '../facts/types.ts';
import { succeed, type Failable } from '../lib/failure.ts';
import type { Json } from '../lib/json.ts';
import {
  apiListeners,
  needsRoot,
  pendingListeners,
  whyMoreListeners,
  type ApiListener,
} from './api-listeners.ts';
import { buildRow, mapFailable } from './build-row.ts';
import type { Facts } from './facts.ts';
import { pendingStart } from './next-start.ts';
import { isLoopbackHost, parseTcp } from './raw/api-address.ts';
import type { DockerdProcess } from './raw/dockerd-process.ts';
import { textAt } from './raw/json-access.ts';
import { fileSettings, materialPaths, openAddresses, tlsMode, type TlsMode } from './tls-options.ts';

/** Where the API is served: the sockets that dockerd holds, and what flags, file and socket unit ask for. */
export function listeners(facts: Facts): Table {
  if (!facts.dockerd.ok) return { error: facts.dockerd.failure };
  const dockerd = facts.dockerd.value;
  const missing = missingMaterial(facts, dockerd);
  const served = apiListeners(facts).map((listener) =>
    buildRow(ownColumns(listener), { ...modeColumns(facts, listener), missingMaterial: missing }),
  );
  return { rows: [...served, ...pendingRows(facts), ...unseen(facts, dockerd)] };
}

function ownColumns({ address, origin }: ApiListener): Readonly<Record<string, Json>> {
  return { address, protocol: protocolOf(address), origin, loopback: isLoopback(address) };
}

/** What the next start would open. */
function pendingRows(facts: Facts): readonly Row[] {
  return pendingListeners(facts).map((listener) =>
    buildRow({ ...ownColumns(listener), origin: 'next-start' }, {}, [
      pendingStart(facts, `the next start opens ${listener.address}`),
    ]),
  );
}

/** A row for each reason why there may be more than was seen. */
function unseen(facts: Facts, dockerd: DockerdProcess): readonly Row[] {
  return whyMoreListeners(facts, dockerd).map((failure) =>
    buildRow(
      { address: 'other sockets of dockerd', origin: 'process' },
      { protocol: failure, loopback: failure },
    ),
  );
}

function protocolOf(address: string): string {
  return address.slice(0, address.indexOf('://'));
}

function isLoopback(address: string): boolean {
  return address.startsWith('unix://') || isLoopbackHost(parseTcp(address)?.host ?? '');
}

function modeColumns(facts: Facts, listener: ApiListener): Readonly<Record<string, Failable<Json>>> {
  const mode = modeOf(facts, listener);
  return {
    tls: mapFailable(mode, ({ tls }) => tls),
    tlsVerify: mapFailable(mode, ({ verify }) => verify),
  };
}

/** The first engine that names in docker info what it serves without client certificates. */
const NAMES_OPEN_ADDRESSES = 19;

/** An address that the daemon was told to serve and does not call open asks clients for a certificate. */
function modeOf(facts: Facts, listener: ApiListener): Failable<TlsMode> {
  const open = openAddresses(facts);
  const version = facts.info.ok ? Number.parseInt(textAt(facts.info.value, 'ServerVersion') ?? '', 10) : 0;
  const silent = open?.length === 0 && version >= NAMES_OPEN_ADDRESSES && !listener.handedOver;
  return silent ? succeed({ tls: true, verify: true }) : tlsMode(facts);
}

function missingMaterial(facts: Facts, dockerd: DockerdProcess): Failable<Json> {
  if (!facts.flags.ok) return facts.flags;
  if (!facts.files.ok) return facts.files;
  if (!dockerd.descriptorsReadable) return needsRoot;
  const settings = fileSettings(facts);
  if (!settings.ok) return settings;
  const missing: string[] = [];
  for (const { option, path } of materialPaths(facts.flags.value, settings.value, dockerd)) {
    const found = path === '' ? null : facts.files.value(path);
    if (found?.ok === false) return found;
    if (found === null || found.value.stat === null) missing.push(option);
  }
  return succeed(missing);
}
