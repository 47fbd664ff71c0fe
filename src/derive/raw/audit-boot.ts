import type { AuditDialect } from './audit-calls.ts';
import { joinedLines, type AuditFiles, type RuleLine, type RulePlace } from './audit-files.ts';
import { parseRule, type AuditRule } from './audit-rule.ts';
import { syntaxError } from './audit-syntax.ts';
import { auditField, auditOptions, canonicalPath, hasOption, valuesOf } from './audit-words.ts';
import { parentOf } from './file-facts.ts';
import { isWithin } from './mount-info.ts';

/** A line that auditctl does not take, and why. */
export interface Refusal extends RuleLine {
  readonly reason: string;
}

/** What is left of rule files once auditctl -R went through them. */
export interface RuleLoad {
  /** In the order in which they stand then. */
  readonly rules: readonly AuditRule[];
  readonly refused: readonly Refusal[];
  /** The line at which it stopped; null where it came to the end. */
  readonly stoppedAt: Refusal | null;
  /** auditctl ends with a failure: it stopped, or went on by -c. */
  readonly failed: boolean;
  /** The last -e, which is 0, 1 or 2, and its file; null where there is none. */
  readonly enable: RuleLine | null;
}

/** What decides whether a host takes a rule, at the moment at which rules are loaded. */
export interface Ground {
  /** What is where a rule names something. */
  readonly placeOf: (path: string) => RulePlace;
  /** Names of calls and accounts in rules that it does not know: "call b64 NAME" and "account NAME". */
  readonly unknownNames: ReadonlySet<string>;
  readonly dialect: AuditDialect;
}

/**
 * Goes through lines as auditctl -R does: one after another, to the end or to the first that is refused, unless -i or
 * -c stands before it; see fileopt in auditctl.c.
 */
export function loadRules(lines: readonly RuleLine[], ground: Ground): RuleLoad {
  const load = new Load(ground);
  for (const line of lines) if (!load.take(line)) break;
  return load.result();
}

/** Taking rules out goes through all of them: what a hostile file may make of that has an end. */
const MOST_DELETIONS = 1000;

interface Loaded {
  readonly identity: string;
  readonly rules: readonly AuditRule[];
  readonly text: string;
}

class Load {
  private readonly ground: Ground;
  /** Those that -A put in front, the last one first, and the others. */
  private front: Loaded[] = [];
  private back: Loaded[] = [];
  private identities = new Set<string>();
  private readonly refused: Refusal[] = [];
  private enable: RuleLine | null = null;
  private isLocked = false;
  private ignores = false;
  private reports = false;
  private stoppedAt: Refusal | null = null;
  private deletions = 0;

  constructor(ground: Ground) {
    this.ground = ground;
  }

  /** False where auditctl reads no further. */
  take(line: RuleLine): boolean {
    if (/^ *(#|$)/.test(line.text)) return true;
    const options = auditOptions(line.text);
    const reason = syntaxError(line.text, this.ground.dialect) ?? this.obstacle(options);
    if (reason === undefined) {
      this.obey(line, options);
      return true;
    }
    const refusal = { ...line, reason };
    this.refused.push(refusal);
    if (!this.ignores) this.stoppedAt = refusal;
    return this.ignores;
  }

  result(): RuleLoad {
    const { refused, stoppedAt, enable } = this;
    return {
      rules: [...this.front.toReversed(), ...this.back].flatMap(({ rules }) => rules),
      refused,
      stoppedAt,
      failed: stoppedAt !== null || (this.reports && refused.length > 0),
      enable,
    };
  }

  /** Why the kernel does not take what auditctl understands. */
  private obstacle(options: Options): string | undefined {
    if (!changesRules(options)) return undefined;
    if (this.isLocked) return 'the rules are locked by -e 2 above it';
    const isKnown = this.identities.has(identityOf(options, this.ground.placeOf));
    if (hasOption(options, '-W', '-d')) return isKnown ? undefined : 'there is no such rule to delete';
    // See audit_compare_rule in auditfilter.c: the same fields in the same order.
    return this.missing(options) ?? (isKnown ? 'the same rule stands above it' : undefined);
  }

  private missing(options: Options): string | undefined {
    const name = namesOf(options).find((one) => this.ground.unknownNames.has(one));
    return name === undefined ? missingPlace(options, this.ground.placeOf) : `there is no ${name}`;
  }

  private obey({ source, text }: RuleLine, options: Options): void {
    const enable = valuesOf(options, '-e').at(-1);
    if (enable !== undefined) this.enable = { source, text: enable };
    this.isLocked ||= enable === '2';
    this.ignores ||= hasOption(options, '-i', '-c');
    this.reports ||= hasOption(options, '-c');
    if (hasOption(options, '-D')) {
      const key = valuesOf(options, '-k').at(0);
      this.keep((loaded) => key !== undefined && !hasKey(loaded.text, key));
    } else if (changesRules(options)) {
      const identity = identityOf(options, this.ground.placeOf);
      if (hasOption(options, '-W', '-d')) this.keep((loaded) => loaded.identity !== identity);
      else this.add({ identity, text, rules: this.rulesOf(text, source) }, hasOption(options, '-A'));
    }
  }

  private add(loaded: Loaded, inFront: boolean): void {
    this.identities.add(loaded.identity);
    (inFront ? this.front : this.back).push(loaded);
  }

  /** auditctl makes a tree of a watch where it finds a directory; see audit_setup_watch_name in auditctl.c. */
  private rulesOf(text: string, source: string): readonly AuditRule[] {
    return parseRule(text, source, this.ground.dialect).map((rule) => {
      const isTree =
        rule.kind !== 'watch' || rule.path === null || this.ground.placeOf(rule.path) === 'directory';
      return isTree ? rule : { ...rule, recursive: false };
    });
  }

  private keep(isKept: (loaded: Loaded) => boolean): void {
    if (++this.deletions > MOST_DELETIONS) return;
    this.front = this.front.filter(isKept);
    this.back = this.back.filter(isKept);
    this.identities = new Set([...this.front, ...this.back].map(({ identity }) => identity));
  }
}

type Options = ReturnType<typeof auditOptions>;

/** What comes last decides: behind a rule, -i and -c swallow it. */
function changesRules(options: Options): boolean {
  const last = options.findLast(({ name }) => /^-[waAWdpicvls]$/.test(name))?.name ?? '';
  return /^-[waAWdp]$/.test(last);
}

function missingPlace(options: Options, placeOf: Ground['placeOf']): string | undefined {
  for (const { name, path } of namedPlaces(options)) {
    const place = placeOf(path);
    if (place === 'homeless') return `there is no ${parentOf(path)} when rules are loaded`;
    if (name === 'dir' && place === 'absent') return `there is no ${path} when rules are loaded`;
  }
  return undefined;
}

/** What must be there, or whose folder must, for a rule to be taken; see audit_watch.c, audit_tree.c, audit_fsnotify.c. */
function namedPlaces(options: Options): readonly { readonly name: string; readonly path: string }[] {
  return options.flatMap(({ name, value }) => {
    if (name === '-w') return [{ name: 'path', path: canonicalPath(value) }];
    const field = auditField(value);
    const isPlace = name === '-F' && /^(path|dir|exe)$/.test(field.name);
    return isPlace ? [{ name: field.name, path: canonicalPath(field.value) }] : [];
  });
}

/** The names in a rule that a host may not know, as the collector lists them. */
function namesOf(options: Options): readonly string[] {
  const arch = valuesOf(options, '-F').includes('arch=b32') ? 'b32' : 'b64';
  const calls = valuesOf(options, '-S').flatMap((names) => names.split(','));
  const fields = valuesOf(options, '-F').map(auditField);
  return [
    ...calls.map((call) => `call ${arch} ${call}`),
    ...fields.flatMap(({ name, value }) => (/uid$/.test(name) ? [`account ${value}`] : [])),
  ];
}

/** What the kernel compares: the list, then the fields in their order with the keys at the end. */
function identityOf(options: Options, placeOf: Ground['placeOf']): string {
  const fields = options.flatMap(({ name, value }): readonly string[] => {
    if (/^-[wW]$/.test(name)) return ['always,exit', watchField(canonicalPath(value), placeOf)];
    if (/^-[aAd]$/.test(name)) return [value.split(',').sort().join(',')];
    if (name === '-p') return [permission(value)];
    if (name === '-F') return [fieldOf(value)];
    if (name === '-S' && value !== 'all') return [`calls=${value}`];
    return name === '-C' ? [value] : [];
  });
  if (hasOption(options, '-w', '-W') && !fields.some((field) => field.startsWith('perm=')))
    fields.push(permission('rwxa'));
  const keys = options.flatMap(({ name, value }) => (name === '-k' ? [`key=${value}`] : []));
  const isKey = (field: string): boolean => field.startsWith('key=');
  return JSON.stringify([...fields.filter((field) => !isKey(field)), ...fields.filter(isKey), ...keys]);
}

function watchField(path: string, placeOf: Ground['placeOf']): string {
  return `${placeOf(path) === 'directory' ? 'dir' : 'path'}=${path}`;
}

function permission(letters: string): string {
  return `perm=${Array.from(letters.toLowerCase()).sort().join('')}`;
}

function fieldOf(text: string): string {
  const { name, operator, value } = auditField(text);
  if (name === 'perm') return permission(value);
  return name === 'dir' ? `dir${operator}${canonicalPath(value)}` : text;
}

function hasKey(text: string, key: string): boolean {
  const options = auditOptions(text);
  return valuesOf(options, '-k').includes(key) || valuesOf(options, '-F').includes(`key=${key}`);
}

/** Directories that are below /run before anything but systemd ran. */
const early = new Set(['/run', '/run/lock', '/run/systemd', '/run/udev']);

/**
 * What is where when the next boot loads its rules: what is there now, but for /run, which is empty then but for what
 * tmpfiles.d makes; audit-rules.service and auditd.service are After=systemd-tmpfiles-setup.service.
 * `isMade`: what to take for true of /run where the collector did not look.
 */
export function placesAtBoot({ places, made }: AuditFiles, isMade: boolean): Ground['placeOf'] {
  const directories = new Set(early);
  for (const path of made ?? []) {
    for (let above = canonicalPath(path); above !== '/' && !directories.has(above); above = parentOf(above))
      directories.add(above);
  }
  return (path) => {
    if (!isWithin(path, '/run')) return places?.get(path) ?? 'directory';
    if (directories.has(path) || (made === null && isMade)) return 'directory';
    return directories.has(parentOf(path)) ? 'absent' : 'homeless';
  };
}

/** The lines that the next boot loads, by augenrules out of rules.d or as they stand in audit.rules. */
export function bootLines(
  files: AuditFiles,
  isFromFile: boolean,
  version: number | null,
): readonly RuleLine[] {
  return files.isGenerated && !isFromFile ? joinedLines(files, version) : files.generated;
}
