import { X509Certificate } from 'node:crypto';
import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { mapFailable } from './build-row.ts';
import type { Facts } from './facts.ts';
import { booleanAt, numberAt, textAt } from './raw/json-access.ts';
import { swarmStateFile } from './raw/swarm-state.ts';

const DAY = 24 * 60 * 60 * 1000;
const NANOSECONDS_A_DAY = DAY * 1e6;

/** Columns about keys and certificates; null on a node that is no manager. */
export function clusterColumns(
  facts: Facts,
  info: JsonObject,
  state: string,
): Readonly<Record<string, Failable<Json>>> {
  const manager = booleanAt(info, 'Swarm', 'ControlAvailable') === true;
  const ofManager = (value: Json | undefined): Failable<Json> => (manager ? shown(value) : succeed(null));
  const cluster = (...path: readonly string[]): readonly string[] => ['Swarm', 'Cluster', ...path];
  const expiry = numberAt(info, ...cluster('Spec', 'CAConfig', 'NodeCertExpiry'));
  const root = textAt(info, ...cluster('TLSInfo', 'TrustRoot'));
  return {
    // Only a manager whose keys are locked can be waiting to be unlocked.
    autolock:
      state === 'locked'
        ? succeed(true)
        : ofManager(booleanAt(info, ...cluster('Spec', 'EncryptionConfig', 'AutoLockManagers'))),
    clusterId: ofManager(textAt(info, ...cluster('ID'))),
    certificateDays: ofManager(expiry === undefined ? undefined : Math.floor(expiry / NANOSECONDS_A_DAY)),
    caDays: manager ? caDays(root, facts.bundle.collectedAt) : succeed(null),
    caRotating: ofManager(booleanAt(info, ...cluster('RootRotationInProgress'))),
    certificateValid: state === 'inactive' ? succeed(null) : certificateValid(facts),
    dataPathSeparate: state === 'inactive' ? succeed(null) : dataPathSeparate(facts),
  };
}

function shown(value: Json | undefined): Failable<Json> {
  return value === undefined
    ? fail('NOT_SHOWN', 'docker info does not show it', 'see docker info on the manager')
    : succeed(value);
}

/** While the authority is replaced there are two: the newer one counts. */
function caDays(bundle: string | undefined, collectedAt: string): Failable<Json> {
  const certificates =
    bundle?.match(/-----BEGIN CERTIFICATE-----[^-]{1,20000}-----END CERTIFICATE-----/g) ?? [];
  const begun = certificates.map((pem) => validity(pem)?.from ?? Number.NaN);
  if (begun.length === 0 || begun.some(Number.isNaN)) return shown(undefined);
  const newest = begun.reduce((latest, time) => Math.max(latest, time));
  return succeed(Math.floor((Date.parse(collectedAt) - newest) / DAY));
}

function certificateValid(facts: Facts): Failable<Json> {
  const state = swarmStateFile(facts.bundle);
  if (!state.ok) return state;
  const dates = state.value.certificate === null ? null : validity(state.value.certificate);
  if (dates === null) {
    return fail(
      'NEEDS_ROOT',
      'the certificate of this node could not be read',
      'audit as root, or with --sudo',
    );
  }
  const now = Date.parse(facts.bundle.collectedAt);
  return succeed(dates.from <= now && now < dates.to);
}

function validity(pem: string): { readonly from: number; readonly to: number } | null {
  try {
    const { validFrom, validTo } = new X509Certificate(pem);
    return { from: Date.parse(validFrom), to: Date.parse(validTo) };
  } catch {
    return null;
  }
}

function dataPathSeparate(facts: Facts): Failable<Json> {
  return mapFailable(swarmStateFile(facts.bundle), ({ dataPathAddress, advertiseAddress }) => {
    if (dataPathAddress === null) return false;
    return dataPathAddress !== (advertiseAddress ?? '').replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  });
}
