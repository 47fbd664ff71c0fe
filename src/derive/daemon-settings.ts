import type { Row, Table } from '../facts/types.ts';
import { fail, succeed, type Failable } from '../lib/failure.ts';
import { sameJson, type Json } from '../lib/json.ts';
import { buildRow, mapFailable } from './build-row.ts';
import { bypassColumns, bypassOf } from './engine-flaws.ts';
import type { Facts } from './facts.ts';
import { fileNotInForce, pendingStart, startBlocker } from './next-start.ts';
import { textAt } from './raw/json-access.ts';
import { hasDefaultBridge, securityOptions, settingSources, type SettingSource } from './setting-sources.ts';

/** The running daemon decides; flags and file only say what it was, or will be, started with. */
export function daemonSettings(facts: Facts): Table {
  const sources = settingSources.filter((source) => source.name !== 'icc' || hasDefaultBridge(facts));
  return { rows: sources.map((source) => settingRow(source, facts)) };
}

interface Effective {
  readonly value: Json;
  readonly source: 'running' | 'flag' | 'file' | 'default';
}

function settingRow(source: SettingSource, facts: Facts): Row {
  const effective = effectiveValue(source, facts);
  const configured = configuredValue(source, facts);
  const bypass = source.name === 'authorization-plugins' ? bypassOf(facts, 'authorization') : null;
  const pending = effective.ok && configured.ok ? !sameJson(effective.value.value, configured.value) : false;
  return buildRow(
    { name: source.name },
    {
      value: mapFailable(effective, (found) => found.value),
      source: mapFailable(effective, (found) => found.source),
      configured,
      pending: configured.ok ? succeed(pending) : configured,
      rootless: mapFailable(facts.info, (info) => securityOptions(info).has('rootless')),
      swarm: mapFailable(facts.info, (info) => swarmState(info) !== 'inactive'),
      ...bypassColumns(bypass),
    },
    [
      bypass?.ok === true ? bypass.value.note : undefined,
      effective.ok ? sourceNote(effective.value, facts) : undefined,
      nextStartNote(pending, configured, facts),
      isUnitEdited(facts)
        ? 'docker.service was edited since systemd read it: after systemctl daemon-reload, a restart may bring other flags'
        : undefined,
    ],
  );
}

/** What keeps dockerd from starting comes before what a start would bring. */
function nextStartNote(pending: boolean, configured: Failable<Json>, facts: Facts): string | undefined {
  const given = pending && configured.ok ? JSON.stringify(configured.value) : undefined;
  if (given === undefined && startBlocker(facts) === undefined) return undefined;
  return pendingStart(facts, `flags and file now give ${given ?? 'the same'}`);
}

function isUnitEdited({ units }: Facts): boolean {
  return units.ok && units.value.some(({ kind, unit }) => kind === 'reload' && unit === 'docker.service');
}

export function swarmState(info: Json): string {
  const state = textAt(info, 'Swarm', 'LocalNodeState') ?? '';
  return state === '' ? 'inactive' : state;
}

function sourceNote(effective: Effective, facts: Facts): string {
  switch (effective.source) {
    case 'running':
      return 'as the running daemon shows';
    case 'flag':
      return 'set by a flag of the running dockerd';
    case 'file':
      return `set in ${facts.configPath}`;
    case 'default':
      return "not set: Docker's default";
  }
}

function effectiveValue(source: SettingSource, facts: Facts): Failable<Effective> {
  const running = source.running(facts);
  if (running !== undefined) return succeed({ value: running, source: 'running' });
  if (source.alwaysShown) return notShown(source, facts);
  if (!facts.flags.ok) return facts.flags;
  const flag = source.fromFlags(facts.flags.value);
  // What the file could add, the daemon would have shown, had it answered.
  const alone = source.together === undefined || facts.info.ok;
  if (flag !== undefined && alone) return succeed({ value: flag, source: 'flag' });
  if (!facts.configChanged.ok) return facts.configChanged;
  if (facts.configChanged.value) {
    const seen = source.evidence?.(facts);
    if (seen !== undefined) return succeed({ value: seen, source: 'running' });
    const unknown = `, and dockerd does not show its ${source.name}: the value in force is not known`;
    return fileNotInForce(facts, unknown);
  }
  const file = fileValue(source, facts);
  if (!file.ok) return file;
  const value = joined(source, flag, file.value);
  if (value === undefined) return succeed({ value: source.default, source: 'default' });
  return succeed({ value, source: flag !== undefined && sameJson(value, flag) ? 'flag' : 'file' });
}

function joined(source: SettingSource, flag: Json | undefined, file: Json | undefined): Json | undefined {
  return source.together?.(flag, file) ?? flag ?? file;
}

/** The daemon would have said it, so the reason is that it could not be asked. */
function notShown(source: SettingSource, facts: Facts): Failable<Effective> {
  if (!facts.info.ok) return facts.info;
  if (!facts.networks.ok) return facts.networks;
  return fail(
    'NOT_SHOWN',
    `the Docker daemon does not show its ${source.name}`,
    'see docker info and docker network inspect bridge on the host',
  );
}

function fileValue(source: SettingSource, facts: Facts): Failable<Json | undefined> {
  if (!facts.config.ok) return facts.config;
  return mapFailable(facts.config.value.settings, source.fromFile);
}

/** What the next start would bring. */
function configuredValue(source: SettingSource, facts: Facts): Failable<Json> {
  if (!facts.nextFlags.ok) return facts.nextFlags;
  const file = fileValue(source, facts);
  if (!file.ok) return file;
  return succeed(joined(source, source.fromFlags(facts.nextFlags.value), file.value) ?? source.default);
}
