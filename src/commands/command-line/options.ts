import type { InferredOptionTypes, Options } from 'yargs';
import { formats } from '../deliver/format-names.ts';

/** Common to all commands. */
export const talkOptions = {
  quiet: { alias: 'q', type: 'boolean', default: false, describe: 'Warnings and errors only' },
  verbose: { alias: 'v', type: 'boolean', default: false, describe: 'Say more on the way' },
  color: { type: 'boolean', default: true, describe: 'Colour on a terminal; NO_COLOR is honoured' },
  progress: { type: 'boolean', default: true, describe: 'Progress on a terminal' },
  config: {
    type: 'string',
    describe: 'YAML file with defaults for these flags [./plimsoll.yaml if it exists]',
  },
} as const satisfies Record<string, Options>;

export type Talk = InferredOptionTypes<typeof talkOptions>;

/** Which hosts. */
export const targetOptions = {
  inventory: {
    alias: 'i',
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'Inventory file: YAML, Ansible INI or YAML, or - for ansible-inventory --list (repeatable)',
  },
  host: {
    alias: 'H',
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'Host to audit: [user@]host[:port] (repeatable)',
  },
  local: { type: 'boolean', default: false, describe: 'Audit this machine, without SSH' },
  limit: {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'Only these hosts: name, glob, group, @file of names, !x to leave out, &y to intersect',
  },
  user: { alias: 'u', type: 'string', describe: 'Login user' },
  'identity-file': {
    alias: 'k',
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'Private key (repeatable) [the usual ~/.ssh keys, then the agent]',
  },
  'known-hosts': {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'known_hosts file (repeatable) [~/.ssh/known_hosts, /etc/ssh/ssh_known_hosts]',
  },
  'ssh-config': {
    type: 'string',
    describe: 'ssh_config file, or none [~/.ssh/config, then /etc/ssh/ssh_config]',
  },
  jump: {
    alias: 'J',
    type: 'string',
    describe: 'Jump host: [user@]host[:port], several with commas, the last next to the host; or none',
  },
  transport: {
    type: 'string',
    choices: ['ssh', 'openssh'] as const,
    describe: 'openssh: connect with the ssh client of this machine [as the inventory says, or ssh]',
  },
  sudo: { type: 'boolean', describe: 'Run the collector through sudo [as the inventory says]' },
  doas: { type: 'boolean', describe: 'Run the collector through doas [as the inventory says]' },
  pty: {
    type: 'boolean',
    describe: 'Run on a terminal of the host, for sudo or doas that want one [as the inventory says]',
  },
  'docker-socket': {
    type: 'string',
    describe: 'Path of the Docker API socket on the host [/var/run/docker.sock]',
  },
} as const satisfies Record<string, Options>;

/** How to connect. */
export const connectOptions = {
  'host-keys': {
    type: 'string',
    choices: ['strict', 'accept-new'] as const,
    default: 'strict' as const,
    describe: 'accept-new: write keys of new hosts to the first --known-hosts file; changed ones are refused',
  },
  'ask-password': {
    type: 'boolean',
    default: false,
    describe:
      'Ask for the SSH password (or set PLIMSOLL_PASSWORD, PLIMSOLL_PASSWORD_FILE or PLIMSOLL_PASSWORD_COMMAND)',
  },
  'ask-sudo-password': {
    type: 'boolean',
    default: false,
    describe: 'Ask for the password of sudo or doas (or set PLIMSOLL_SUDO_PASSWORD, …_FILE or …_COMMAND)',
  },
  forks: { type: 'number', default: 25, describe: 'Hosts at the same time' },
  timeout: { type: 'number', default: 120, describe: 'Seconds of silence after which a host is given up' },
  'connect-timeout': { type: 'number', default: 15, describe: 'Seconds until a server shows its host key' },
  'host-limit': { type: 'number', default: 1800, describe: 'Seconds for one host in all' },
} as const satisfies Record<string, Options>;

/** Which checks. */
export const choiceOptions = {
  benchmark: {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'Benchmark to judge by: its id or its file (repeatable) [cis-docker-1.8.0]',
  },
  level: { type: 'number', choices: [1, 2], describe: 'Of benchmarks that have levels; 2 includes 1 [2]' },
  check: {
    type: 'string',
    array: true,
    default: [] as string[],
    describe:
      'Only these checks: id, tag, number of an item or section, ID:NUMBER of another benchmark (repeatable)',
  },
  skip: {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'Leave these checks out (repeatable)',
  },
  checks: {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'Folder with further checks (repeatable)',
  },
  profile: {
    type: 'string',
    describe: 'YAML file that chooses benchmarks, level, checks, severities and parameters',
  },
} as const satisfies Record<string, Options>;

/** Which checks, and their parameters. */
export const checkOptions = {
  ...choiceOptions,
  params: { type: 'string', describe: 'YAML file with parameters of checks, for all hosts' },
} as const satisfies Record<string, Options>;

/** What is accepted. */
export const acceptOptions = {
  waivers: { type: 'string', describe: 'YAML file with accepted failures, or a waiver file of InSpec' },
} as const satisfies Record<string, Options>;

/** What a run is compared with. */
export const trackOptions = {
  baseline: { type: 'string', describe: 'report.json with the accepted state, for --fail-on new' },
  history: {
    type: 'string',
    describe: 'Folder that keeps the runs; the report says what changed since the last',
  },
  keep: {
    type: 'number',
    default: 30,
    describe: 'Reports that the history keeps, of runs of the same scope',
  },
} as const satisfies Record<string, Options>;

/** Who is told. */
export const notifyOptions = {
  notify: {
    type: 'string',
    choices: ['json', 'slack'] as const,
    describe:
      'Tell the https webhook in PLIMSOLL_NOTIFY_URL (or the file that PLIMSOLL_NOTIFY_URL_FILE names)',
  },
  'notify-on': {
    type: 'string',
    choices: ['change', 'fail', 'always'] as const,
    default: 'change' as const,
    describe:
      'When: on a change since the last run or the baseline, when the exit status is not 0, or always',
  },
} as const satisfies Record<string, Options>;

/** What a comparison fails on. */
export const diffOptions = {
  'fail-on': {
    type: 'string',
    choices: ['new', 'none'] as const,
    default: 'none' as const,
    describe: 'new: the exit status is 1 when something is newly failing',
  },
} as const satisfies Record<string, Options>;

/** What comes out. */
export const outputOptions = {
  output: {
    alias: 'o',
    type: 'string',
    describe: 'Report folder [plimsoll-report, unless each -f has a PATH]',
  },
  format: {
    alias: 'f',
    type: 'string',
    array: true,
    default: [] as string[],
    describe: `FORMAT[=PATH], repeatable. Without PATH it goes into the report folder, which always holds html, json and the fix scripts; with PATH only there, - is standard output, where text goes anyway. Formats: ${formats.join(', ')} (hdf: PATH is a folder; ansible: the fixes as a playbook)`,
  },
  'single-file': {
    type: 'boolean',
    default: false,
    describe: 'One HTML file, for at most 100 hosts [one file up to 25 hosts, else a page per host]',
  },
  assets: {
    type: 'string',
    choices: ['inline', 'linked'] as const,
    default: 'inline' as const,
    describe: 'Style and script in every HTML page, or as files beside them for servers with a strict CSP',
  },
  'fail-on': {
    type: 'string',
    choices: ['critical', 'high', 'medium', 'low', 'none', 'new'] as const,
    default: 'low' as const,
    describe: 'Least severity that makes the exit status 1; new: only what is newly failing',
  },
  severity: {
    type: 'string',
    choices: ['critical', 'high', 'medium', 'low'] as const,
    default: 'low' as const,
    describe: 'Least severity shown in text and at the end; reports, scores and the exit status have all',
  },
  'exit-zero': { type: 'boolean', default: false, describe: 'Exit with 0 instead of 1 or 3' },
} as const satisfies Record<string, Options>;

/** All that a run takes besides its hosts or bundles. */
export const judgeOptions = {
  ...checkOptions,
  ...acceptOptions,
  ...trackOptions,
  ...notifyOptions,
  ...outputOptions,
} as const satisfies Record<string, Options>;

export const jsonOption = {
  json: { type: 'boolean', default: false, describe: 'JSON instead of text' },
} as const satisfies Record<string, Options>;

/** As `outputOptions.format`, which may have a default for all commands; of no use here but for JSON. */
export const listFormatOption = {
  format: {
    alias: 'f',
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'json instead of text',
  },
} as const satisfies Record<string, Options>;

/** Of a table. */
export const rowOptions = {
  where: {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'Only rows with this: COLUMN=VALUE (repeatable)',
  },
  columns: { type: 'string', describe: 'Only these columns, with commas between them' },
} as const satisfies Record<string, Options>;

export const editedOption = {
  'allow-edited': {
    type: 'boolean',
    default: false,
    describe: 'Take a report.json whose results are not what it counts',
  },
} as const satisfies Record<string, Options>;

export const casesOption = {
  cases: { type: 'string', default: 'test/checks', describe: 'Folder of the case files, if there is one' },
} as const satisfies Record<string, Options>;

export function outOption(folder: string) {
  return {
    out: { alias: 'o', type: 'string', default: folder, describe: 'Folder to write to' },
  } as const satisfies Record<string, Options>;
}

/** Headings of the help. */
export const optionGroups: Readonly<Record<string, Readonly<Record<string, Options>>>> = {
  'Hosts:': targetOptions,
  'Connection:': connectOptions,
  'Checks:': { ...checkOptions, ...acceptOptions },
  'Comparison and notice:': { ...trackOptions, ...notifyOptions },
  'Output:': { ...outputOptions, ...editedOption, ...rowOptions, ...jsonOption, ...outOption('') },
};
