import { succeed, fail, type Failable } from '../lib/failure.ts';
import type { Json } from '../lib/json.ts';
import type { Facts } from './facts.ts';
import { textAt } from './raw/json-access.ts';

type Version = readonly [major: number, minor: number, patch: number];

interface Flaw {
  readonly id: string;
  readonly text: string;
  /** The release that mends it in each line that got one; older lines without one stay as they are. */
  readonly fixed: readonly Version[];
}

/** Flaws of the engine by which a control that is in place can be got around, as of December 2026. */
const flaws = {
  authorization: [
    {
      id: 'CVE-2024-41110',
      text: 'a request that claims to have no body',
      fixed: [
        [23, 0, 15],
        [25, 0, 6],
        [26, 1, 5],
        [27, 1, 1],
      ],
    },
    { id: 'CVE-2026-34040', text: 'a body that is too large for the plugin', fixed: [[29, 3, 1]] },
  ],
  overlayEncryption: [
    {
      id: 'CVE-2023-28841',
      text: 'an encrypted network that sends in the clear',
      fixed: [
        [20, 10, 24],
        [23, 0, 3],
      ],
    },
    {
      id: 'CVE-2026-92542',
      text: 'a flaw of encrypted networks',
      fixed: [
        [25, 0, 19],
        [29, 8, 2],
      ],
    },
  ],
} satisfies Readonly<Record<string, readonly Flaw[]>>;

/** Whether the version of the engine makes a control void. */
export interface Bypass {
  /** `unsure` for the package of a distribution, which mends old versions without changing their number. */
  readonly bypass: 'none' | 'known' | 'unsure';
  /** The version, and what marks the package. */
  readonly engine: string;
  readonly note: string | undefined;
}

export function bypassOf(facts: Facts, control: keyof typeof flaws): Failable<Bypass> {
  if (!facts.info.ok) return facts.info;
  const version = textAt(facts.info.value, 'ServerVersion') ?? '';
  const number = releaseOf(version);
  if (number === null) {
    return fail('MALFORMED', `the engine calls its version ${version}`, 'see docker version on the host');
  }
  const engine = packageOf(facts, version);
  const open = flaws[control].filter(({ fixed }) => isOpen(number, fixed));
  if (open.length === 0) return succeed({ bypass: 'none', engine, note: undefined });
  const named = open.map(({ id, text }) => `${id} (${text})`).join(', ');
  return succeed({
    bypass: engine === version && isUpstream(facts, version) ? 'known' : 'unsure',
    engine,
    note: `by its number, engine ${engine} has ${named}`,
  });
}

/** The columns of a row about a control; none of its own for any other row. */
export function bypassColumns(found: Failable<Bypass> | null): Readonly<Record<string, Failable<Json>>> {
  if (found === null) return { bypass: succeed(null), engine: succeed(null) };
  if (!found.ok) return { bypass: found, engine: found };
  return { bypass: succeed(found.value.bypass), engine: succeed(found.value.engine) };
}

/** A candidate for a release has what was mended before it, and no more: it counts as the release before. */
function releaseOf(version: string): Version | null {
  const [, major, minor, patch, rest = ''] = /^(\d{1,4})\.(\d{1,4})\.(\d{1,4})(.*)$/s.exec(version) ?? [];
  if (major === undefined) return null;
  const candidate = /^[-~]?(?:alpha|beta|rc)/i.test(rest) ? 0.5 : 0;
  return [Number(major), Number(minor), Number(patch) - candidate];
}

/** In a line that got a release of its own, older than that one; in any other, older than the newest of them. */
function isOpen(version: Version, fixed: readonly Version[]): boolean {
  const own = fixed.find(([major, minor]) => major === version[0] && minor === version[1]);
  if (own !== undefined) return version[2] < own[2];
  return fixed.some((release) => isOlder(version, release));
}

function isOlder(a: Version, b: Version): boolean {
  if (a[0] !== b[0]) return a[0] < b[0];
  return a[1] === b[1] ? a[2] < b[2] : a[1] < b[1];
}

/** Docker's own packages name their platform; those of distributions leave it empty, or add to the number. */
function isUpstream({ version }: Facts, number: string): boolean {
  const platform = version.ok ? textAt(version.value, 'Server', 'Platform', 'Name') : undefined;
  return /^\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)\S*)?$/i.test(number) && platform !== '';
}

/** Some packages say their revision in place of a commit. */
function packageOf({ version }: Facts, number: string): string {
  const commit = version.ok ? (textAt(version.value, 'Server', 'GitCommit') ?? '') : '';
  return /^\d+\.\d+/.test(commit) ? `${number} (${commit})` : number;
}
