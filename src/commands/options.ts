import type { Options } from 'yargs';
import { editions } from '../checks/editions.ts';
import type { Edition } from '../result/types.ts';

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

/** Which hosts. */
export const targetOptions = {
  inventory: {
    alias: 'i',
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'Inventory file (repeatable)',
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
    describe: 'Only these hosts: name, glob, group, !x to leave out, &y to intersect',
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
  jump: { alias: 'J', type: 'string', describe: 'Jump host: [user@]host[:port]' },
  sudo: { type: 'boolean', describe: 'Run the collector through sudo [as the inventory says]' },
  'docker-socket': {
    type: 'string',
    describe: 'Path of the Docker API socket on the host [/var/run/docker.sock]',
  },
} as const satisfies Record<string, Options>;

/** How to connect. */
export const connectOptions = {
  'ask-password': {
    type: 'boolean',
    default: false,
    describe: 'Ask for the SSH password (or set PLIMSOLL_PASSWORD)',
  },
  'ask-sudo-password': {
    type: 'boolean',
    default: false,
    describe: 'Ask for the sudo password (or set PLIMSOLL_SUDO_PASSWORD)',
  },
  forks: { type: 'number', default: 25, describe: 'Hosts at the same time' },
  timeout: { type: 'number', default: 120, describe: 'Seconds for one host' },
  'connect-timeout': { type: 'number', default: 15, describe: 'Seconds for the connection' },
} as const satisfies Record<string, Options>;

/** Which checks. */
export const checkOptions = {
  benchmark: {
    type: 'string',
    choices: editions.map((edition) => `cis-docker-${edition}`),
    default: 'cis-docker-1.8.0',
    describe: 'Edition of the CIS Docker Benchmark',
  },
  level: { type: 'number', choices: [1, 2], default: 2, describe: 'CIS profile level; 2 includes 1' },
  check: {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'Only these checks: slug, CIS number, section or tag (repeatable)',
  },
  skip: {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'Leave these checks out (repeatable)',
  },
  params: { type: 'string', describe: 'YAML file with parameters of checks, for all hosts' },
} as const satisfies Record<string, Options>;

/** What comes out. */
export const outputOptions = {
  output: { alias: 'o', type: 'string', describe: 'Report folder [plimsoll-report, unless -f is given]' },
  format: {
    alias: 'f',
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'FORMAT[=PATH], as in json=report.json or json=- for standard output (repeatable)',
  },
  'fail-on': {
    type: 'string',
    choices: ['critical', 'high', 'medium', 'low', 'none'] as const,
    default: 'low' as const,
    describe: 'Least severity that makes the exit status 1',
  },
  'exit-zero': { type: 'boolean', default: false, describe: 'Exit with 0 instead of 1 or 3' },
} as const satisfies Record<string, Options>;

export function editionOf(benchmark: string): Edition {
  return benchmark.slice('cis-docker-'.length) as Edition;
}

export function levelsOf(level: number): readonly (1 | 2)[] {
  return level === 1 ? [1] : [1, 2];
}
