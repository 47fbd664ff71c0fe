import type { HostResult, Report } from '../../src/result/types.ts';
import { auditedState, containerOf, sampleReport } from './sample.ts';

/** File names that break scripts which do not quote; all may exist on a real file system. */
export const hostileNames: readonly string[] = [
  'it\'s $(touch CANARY) `touch CANARY` "x" -rf',
  '-rf',
  '*',
  '~root',
  '$HOME;touch CANARY',
  ' leading and trailing ',
  'back\\slash\\',
  "'; touch CANARY; '",
  '"; touch CANARY; "',
  '&& touch CANARY #',
  'PLIMSOLL_USAGE',
  '%s%n%d',
  'x'.repeat(200),
];

/** Names that no script may carry: they must end as advice. */
export const unspeakableNames: readonly string[] = [
  'new\ntouch CANARY\nline',
  'carriage\rtouch CANARY',
  'emoji-\u{1f600}',
  'bidi-\u202e-gnp.exe',
  'escape-\u001b]0;x\u0007',
];

const text =
  'text\ntouch CANARY\n$(touch CANARY) `touch CANARY`\nPLIMSOLL_USAGE\n# shellcheck disable=all\u202e\u{1f600}\\\n';

/** A report in which everything that can be text is hostile, about files in `directory`. */
export function hostileReport(
  directory: string,
  runId = 'hostile-run',
): { readonly report: Report; readonly host: HostResult } {
  const names = [...hostileNames, ...unspeakableNames, 'y'.repeat(4096)];
  const subjects = names.map((name) => `file:${directory}/${name}`);
  const advice = {
    kind: 'advice',
    text,
    steps: [text],
    dockerfile: ['# in place of {found}'],
    container: {
      run: { remove: ['--label {found}'], add: ['--read-only'] },
      compose: { remove: ['labels: {found}'], set: { labels: ['{found}'] } },
      service: ['--label-rm {found}'],
      kubernetes: { pod: { hostname: '{found}' } },
    },
  } as const;
  const tools = [null, 'compose', 'swarm', 'kubernetes'] as const;
  const containers = names.flatMap((name, index) => {
    const tool = tools[index % tools.length] ?? null;
    const owner = tool && { tool, scope: text, name, container: text, files: [name, text] };
    return [containerOf(name, { image: text, owner })];
  });
  const found = names.map((name) => ({ subject: `container:${name}`, values: { found: name } }));
  return sampleReport(
    [
      { id: 'modes', cis: '3.1', title: text, fix: { mode: '0644', text }, subjects },
      {
        id: 'watches',
        title: text,
        fix: { auditRule: 'wa', text },
        subjects: names.map((name) => `audit:${directory}/${name}`),
      },
      {
        id: 'containers',
        cis: "5.1'; touch CANARY; '",
        title: text,
        fix: advice,
        subjects: found.map(({ subject }) => subject),
        result: { evidence: found },
      },
      {
        id: 'limits',
        title: text,
        fix: { kind: 'guarded', text, dockerUpdate: { pids: { $param: 'pids' } } },
        subjects: found.map(({ subject }) => subject),
        result: { fix: { kind: 'guarded', disruption: 'low', restart: false, dockerUpdate: { pids: 50 } } },
      },
      { id: "x'; touch CANARY; '", title: text, fix: { mode: '0644', text }, subjects },
      { id: 'settings', fix: { text, daemonJson: { icc: false, "k'$(touch CANARY)": text } } },
    ],
    {
      name: text,
      address: `${text}:22`,
      state: 'partial',
      collectedAt: text,
      audited: {
        ...auditedState(
          `{\n  "labels": ["$(touch CANARY)", "'; touch CANARY; '", "\u{1f600}\u202e", "PLIMSOLL_USAGE"],\n  "touch CANARY": "\\n\\\\"\n}\n`,
          `${directory}/daemon.json`,
        ),
        containers,
      },
    },
    runId,
  );
}
