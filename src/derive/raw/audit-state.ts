import type { Bundle } from '../../facts/bundle.ts';
import { fail, succeed, type Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import type { AuditDialect } from './audit-calls.ts';
import { numeric, seconds } from './host-facts.ts';
import { sectionText, wordLines } from './section.ts';

/** What systemd says of a unit, by property. */
export type Unit = ReadonlyMap<string, string>;

export interface AuditState {
  /** `enabled 0` records nothing; 1 records, 2 records and is locked until the next boot. See auditctl(8). */
  readonly enabled: Failable<boolean>;
  readonly isLocked: boolean;
  /** The program that takes the records from the kernel; empty where there is none, null where it is not known. */
  readonly daemon: string | null;
  /** Records that the kernel dropped. */
  readonly lost: number;
  readonly dialect: AuditDialect;
  /** When the rules now in the kernel were loaded, one time for each on the exit list; empty where it is not known. */
  readonly addedAt: readonly number[];
  /** Seconds from boot to when systemd saw something mounted, by mount point. */
  readonly mountedAfter: ReadonlyMap<string, number>;
  /** auditd.service and audit-rules.service; empty where systemd was not asked or does not run. */
  readonly units: ReadonlyMap<string, Unit>;
}

/** What is known where auditctl was not asked how things stand. */
const unknownDialect: AuditDialect = { version: null, machine: null, runs32Bit: true };

export function auditState(bundle: Bundle): Failable<AuditState> {
  return mapFailable(sectionText(bundle, 'audit.status'), (text) => {
    const lines = wordLines(text);
    const values = new Map(lines);
    const enabled = /\benabled[ =](\d)/.exec(text)?.[1];
    return {
      enabled:
        enabled === undefined
          ? fail(
              'MALFORMED',
              'auditctl does not say whether auditing is enabled',
              'see auditctl -s on the host',
            )
          : succeed(enabled === '1' || enabled === '2'),
      isLocked: enabled === '2',
      daemon: values.get('daemon') ?? (values.get('pid') === '0' ? '' : null),
      lost: numeric(values.get('lost')) ?? 0,
      dialect: dialectOf(values),
      addedAt: lines.flatMap(([word, rest]) => (word === 'added' ? (seconds(rest) ?? []) : [])),
      mountedAfter: mountTimes(lines),
      units: unitsOf(lines),
    };
  });
}

/** How the rules of a host are read. */
export function auditDialect(state: Failable<AuditState>): AuditDialect {
  return state.ok ? state.value.dialect : unknownDialect;
}

function dialectOf(values: ReadonlyMap<string, string>): AuditDialect {
  const machine = values.get('machine') ?? null;
  const with64BitAlone = machine !== null && /^(ppc64le|riscv64|loongarch64)/.test(machine);
  return {
    version: numeric(/^version (\d+)\./.exec(values.get('auditctl') ?? '')?.[1]),
    machine,
    runs32Bit: !with64BitAlone && values.get('32-bit') !== 'no',
  };
}

function mountTimes(lines: readonly (readonly [string, string])[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const [word, rest] of lines) {
    const [, micros, where = ''] = (word === 'mount' && /^(\d{1,15}) (\/.*)$/.exec(rest)) || [];
    if (micros !== undefined) times.set(where, Number(micros) / 1e6);
  }
  return times;
}

function unitsOf(lines: readonly (readonly [string, string])[]): ReadonlyMap<string, Unit> {
  const units = new Map<string, Map<string, string>>();
  for (const [word, rest] of lines) {
    const [, name = '', property = '', value = ''] =
      (word === 'unit' && /^(\S+) (\w+)=(.*)$/.exec(rest)) || [];
    if (name === '') continue;
    const unit = units.get(name) ?? new Map<string, string>();
    units.set(name, unit.set(property, value));
  }
  return units;
}
