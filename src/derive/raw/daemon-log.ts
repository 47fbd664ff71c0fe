import type { Bundle } from '../../facts/bundle.ts';
import { sectionText, wordLines } from './section.ts';

/** What dockerd has written to its log of the settings that it has. */
export interface DaemonLog {
  /** Whether it wrote as it does at level info while it started, and nothing of debugging. */
  readonly startedAtInfo: boolean;
  /**
   * What it went on with after it was told to read its file again, by the keys of daemon.json; what is false or empty is
   * not among it. Null where it never was, or wrote nothing of it. What only a restart changes is what it started with:
   * moby daemon/reload.go.
   */
  readonly reloaded: ReadonlyMap<string, string> | null;
}

export function daemonLog(bundle: Bundle): DaemonLog {
  const text = sectionText(bundle, 'daemon.config');
  const lines = text.ok ? wordLines(text.value) : [];
  const settings = lines.filter(([word]) => word === 'in-force').map(([, rest]) => keyAndValue(rest));
  return {
    startedAtInfo: lines.some(([word, rest]) => word === 'logs' && rest === 'info'),
    reloaded: lines.some(([word]) => word === 'reloaded') ? new Map(settings) : null,
  };
}

function keyAndValue(text: string): readonly [string, string] {
  const [key = '', ...value] = text.split(' ');
  return [key, value.join(' ')];
}
