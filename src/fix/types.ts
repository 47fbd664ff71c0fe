import type { Update } from '../advice/update.ts';
import type { JsonObject } from '../lib/json.ts';
import type { FixSummary } from '../result/types.ts';
import type { Reach } from './reach.ts';

/** The files of templates/fix: `fix/NAME.sh.hbs` -> content. */
export type Templates = Readonly<Record<string, string>>;

/** One thing done to one path or one container. Every field may stand in a script as a literal. */
export type Action = PathAction | ContainerAction;

export type PathAction =
  | {
      readonly kind: 'mode';
      readonly path: string;
      /** Octal bits that may stay, as in "0644". */
      readonly keep: string;
      /** The same for chmod: the bits to take away, as in "u-xs,g-wxs,o-wx,a-t". */
      readonly remove: string;
    }
  | { readonly kind: 'owner'; readonly path: string; readonly owner: string }
  | { readonly kind: 'audit'; readonly path: string; readonly permissions: string };

/** One limit of one container, set with docker update. */
export interface ContainerAction extends Update {
  readonly kind: 'container';
  /** 64 hexadecimal digits. */
  readonly container: string;
  readonly name: string;
}

/** The identity of a check inside a script. */
export interface Label {
  readonly id: string;
  /** Its number in the report's benchmarks, empty when it has none. */
  readonly cis: string;
  readonly title: string;
}

/** A check that the script can put right by itself. */
export interface Step extends Label {
  readonly summary: FixSummary & { readonly kind: 'automatic' | 'guarded' };
  /** How a person would do it, and what it breaks. */
  readonly text: string;
  /** The same as commands, for where the script may not do it; empty where the text is enough. */
  readonly steps: readonly string[];
  readonly actions: readonly Action[];
  /** Top-level keys of daemon.json to set; empty for steps that act on paths. */
  readonly settings: JsonObject;
}

/** What a person has to do, with the reason why the script does not. */
export interface Advice extends Label {
  readonly reason: string;
  readonly text: string;
  /** Subjects of the findings concerned; straight from the host, for comments only. */
  readonly subjects: readonly string[];
  /** How it is done here, where that differs from what the check says of every host. */
  readonly steps?: readonly string[];
}

/** What the settings of one step need before the daemon obeys them; `none`: the file has them already. */
export type Effect = 'none' | 'reload' | 'restart';

/** The new daemon.json, as lines that say which step they belong to. */
export interface DaemonPlan {
  readonly path: string;
  /** SHA-256 of the audited file, or "absent". */
  readonly audited: string;
  readonly lines: readonly string[];
  /** By step id: its mark in the lines, what it takes, and what it then does not hold for. */
  readonly marks: ReadonlyMap<
    string,
    { readonly mark: number; readonly effect: Effect; readonly reach: Reach }
  >;
}

export interface Plan {
  readonly files: readonly Step[];
  readonly audit: readonly Step[];
  readonly containers: readonly Step[];
  readonly settings: readonly Step[];
  readonly daemon: DaemonPlan | null;
  readonly advice: readonly Advice[];
}
