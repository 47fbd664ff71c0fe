import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
// The daemon that plimsoll asks, and no other that the environment or a context may name.
const env = { ...process.env, DOCKER_HOST: 'unix:///var/run/docker.sock' };
const parts = ['docker-bench-security.sh', 'functions', 'tests'];

/**
 * The text of docker-bench-security's script.
 * @param {string} checkout
 * @throws {Error} when this is no checkout, or it cannot be run here
 */
export function scriptOf(checkout) {
  if (!existsSync(checkout)) throw new Error(`${checkout} does not exist`);
  const missing = parts.find((part) => !existsSync(join(checkout, part)));
  if (missing !== undefined) {
    throw new Error(`${checkout} is not a checkout of docker-bench-security: it has no ${missing}`);
  }
  if (process.getuid?.() !== 0) throw new Error('compare must run as root: both read what only root may');
  const { status, stderr, error } = run('docker', ['ps', '-q'], { env });
  if (status !== 0) throw new Error(`no Docker daemon answers here: ${error?.message ?? stderr.trim()}`);
  return readFileSync(join(checkout, parts[0]), 'utf8');
}

/**
 * Runs docker-bench-security on this host; the checkout is only read.
 * @param {string} checkout
 * @returns {string} its JSON log
 * @throws {Error} when it left none
 */
export function runTheirs(checkout) {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-compare-'));
  try {
    // It finds its parts by relative paths and makes a folder for logs where it is started.
    for (const part of parts) cpSync(join(checkout, part), join(folder, part), { recursive: true });
    const args = [parts[0], '-b', '-l', join(folder, 'log')];
    const { status, stdout, stderr, error } = run('bash', args, { cwd: folder, env });
    const log = join(folder, 'log.json');
    if (status !== 0 || !existsSync(log)) {
      throw new Error(`docker-bench-security did not finish: ${error?.message ?? (stderr || stdout).trim()}`);
    }
    return readFileSync(log, 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Audits this host with plimsoll.
 * @param {string} edition
 * @param {readonly string[]} flags more flags of `plimsoll audit`
 * @returns {import('../../src/result/types.ts').Report}
 * @throws {Error} when plimsoll made no report, or not on one host
 */
export function runOurs(edition, flags) {
  const own = ['audit', '--local', '--benchmark', `cis-docker-${edition}`, '-f', 'json=-', '-q'];
  const { stdout, stderr } = run(process.execPath, [cli, ...own, ...flags], {});
  if (stdout === '') throw new Error(`plimsoll made no report: ${stderr.trim()}`);
  const report = JSON.parse(stdout);
  const [host, ...others] = report.hosts;
  if (others.length > 0) throw new Error('compare audits this host only: leave out -H and -i');
  if (host.state === 'unreachable')
    throw new Error(`plimsoll could not audit this host: ${host.error.message}`);
  return report;
}

function run(command, args, options) {
  return spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
}
