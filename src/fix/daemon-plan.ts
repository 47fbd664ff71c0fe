import { sameJson } from '../lib/json.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import type { AuditedState } from '../result/types.ts';
import { isReloadable, keysSetByFlags } from './daemon-flags.ts';
import { composed, isSatisfied, mergedValue, settingLines } from './daemon-json.ts';
import type { Setting } from './daemon-json.ts';
import { readJsonText } from './json-text.ts';
import type { JsonText } from './json-text.ts';
import { isPlainPath, sha256 } from './quote.ts';
import { reachOf } from './reach.ts';
import { whyNotRemap } from './remap.ts';
import type { DaemonPlan, Effect, Step } from './types.ts';

export interface Refused {
  readonly step: Step;
  readonly reason: string;
  readonly steps?: readonly string[];
}

type ReadConfig = Exclude<JsonText, { reason: string }> & { readonly path: string; readonly audited: string };

/** The new daemon.json for these steps together, and the steps that cannot be part of it. */
export function planDaemon(
  audited: AuditedState | null,
  steps: readonly Step[],
): { readonly plan: DaemonPlan | null; readonly refused: readonly Refused[] } {
  if (steps.length === 0) return { plan: null, refused: [] };
  const config = readConfig(audited);
  if ('reason' in config) return { plan: null, refused: steps.map((step) => ({ step, ...config })) };
  const refused = refusedSteps(steps, audited?.dockerdFlags ?? [], config.value);
  const accepted = steps.filter((step) => !refused.some((entry) => entry.step === step));
  if (accepted.length === 0) return { plan: null, refused };
  const lines = settingLines(config.members, config.indent, settingsOf(accepted));
  if (!isFaithful(config, lines, accepted)) {
    const reason = 'the file cannot be written again without loss';
    return { plan: null, refused: steps.map((step) => ({ step, reason })) };
  }
  const marks = new Map(
    accepted.map((step, index) => [
      step.id,
      { mark: index + 1, effect: effect(config, step), reach: reachOf(step.settings) },
    ]),
  );
  return { plan: { path: config.path, audited: config.audited, lines, marks }, refused };
}

function readConfig(audited: AuditedState | null): ReadConfig | { readonly reason: string } {
  const config = audited?.daemonConfig ?? null;
  if (config === null) return { reason: "the daemon's configuration file is not known" };
  const { path, sha256: digest, text, withheld } = config;
  if (!isPlainPath(path) || !path.endsWith('.json')) {
    return { reason: "the name of the daemon's configuration file is unusual" };
  }
  if (digest === null) return { members: [], value: {}, indent: '  ', path, audited: 'absent' };
  if (text === null)
    return { reason: `${withheld ?? 'it could not be read'}: write the settings into ${path} by hand` };
  if (!/^[0-9a-f]{64}$/.test(digest) || sha256(text) !== digest)
    return { reason: 'the file is not valid UTF-8' };
  const json = readJsonText(text);
  return 'reason' in json ? json : { ...json, path, audited: digest };
}

function refusedSteps(steps: readonly Step[], flags: readonly string[], config: JsonObject): Refused[] {
  const values = new Map<string, Json>();
  const taken = keysSetByFlags(flags);
  return steps.flatMap((step) => {
    const entries = Object.entries(step.settings);
    const flag = entries.find(([key]) => taken.has(key));
    if (flag) {
      const reason = `${flag[0]} is set by a flag of dockerd: change the unit that starts it`;
      return [{ step, reason, steps: stepsWithoutFlag(step) }];
    }
    const reason = whyNotRemap(step.settings, config, flags);
    if (reason !== null) return [{ step, reason }];
    const clash = entries.find(([key, value]) => values.has(key) && !sameJson(values.get(key), value));
    if (clash) return [{ step, reason: `another fix wants a different value for ${clash[0]}` }];
    for (const [key, value] of entries) values.set(key, value);
    return [];
  });
}

/** From the flag to the file: a person has to look where the flag comes from. */
function stepsWithoutFlag({ settings }: Step): readonly string[] {
  const members = Object.entries(settings).map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  return [
    'systemctl cat docker',
    '# The flag stands in ExecStart= there, or in the file that EnvironmentFile= names. Take it out of that file, or:',
    'systemctl edit docker',
    '#   [Service]',
    '#   ExecStart=',
    '#   ExecStart=COMMAND WITHOUT THE FLAG',
    '# If the value is the default of Docker, that is all; else write into daemon.json:',
    ...members,
    'systemctl restart docker',
  ];
}

function settingsOf(steps: readonly Step[]): Setting[] {
  const byKey = new Map<string, { key: string; value: Json; marks: number[] }>();
  steps.forEach((step, index) => {
    for (const [key, value] of Object.entries(step.settings)) {
      const setting = byKey.get(key) ?? { key, value, marks: [] };
      setting.marks.push(index + 1);
      byKey.set(key, setting);
    }
  });
  return [...byKey.values()];
}

/** Proves, on the very lines of the script, that with no step the file says what it said and with all what it should. */
function isFaithful(config: ReadConfig, lines: readonly string[], steps: readonly Step[]): boolean {
  const all = new Set(steps.map((_, index) => index + 1));
  const wanted = steps.reduce<Json>((value, step) => mergedValue(value, step.settings), config.value);
  return (
    sameJson(JSON.parse(composed(lines, new Set())), config.value) &&
    sameJson(JSON.parse(composed(lines, all)), wanted)
  );
}

function effect(config: ReadConfig, step: Step): Effect {
  const current = new Map(Object.entries(config.value));
  const changed = Object.entries(step.settings).filter(
    ([key, value]) => !isSatisfied(current.get(key), value),
  );
  if (changed.length === 0) return 'none';
  return changed.every(([key]) => isReloadable(key)) ? 'reload' : 'restart';
}
