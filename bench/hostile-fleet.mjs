// Audits 20 honest and 20 hostile hosts over SSH, and prints who was judged, how late the main thread was meanwhile, and
// what memory it took. Needs a build.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import ssh2 from 'ssh2';
import { newKey } from '../dist/commands/demo/replay.js';
import { loadBundle } from '../dist/facts/load.js';
import { packageFile } from '../dist/lib/package.js';
import { honest, traps } from './traps.mjs';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
const hostKey = newKey();

/** An SSH server on loopback that lets everybody in and answers the collector with what `prints` gives; its port. */
function serve(prints) {
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (connection) => {
    connection.on('error', () => undefined);
    connection.on('authentication', (context) => context.accept());
    connection.on('session', (accept) =>
      accept().on('exec', (acceptExec, _reject, { command }) => answer(acceptExec(), command, prints)),
    );
  });
  server.unref();
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
}

function answer(channel, command, prints) {
  const [, first, second] = / sh ([\w-]+) ([\w-]+)$/.exec(command);
  channel.write(`plimsoll-ready-${first}${second}\n`);
  let script = '';
  channel.on('data', (piece) => (script += piece));
  channel.on('end', () => {
    const output = Readable.from(prints(script), { objectMode: true });
    channel.on('close', () => output.destroy());
    output.pipe(channel, { end: false });
    output.on('end', () => {
      channel.exit(0);
      channel.end();
    });
  });
}

function audit(args) {
  const figures = join(folder, 'figures.json');
  const load = fileURLToPath(new URL('main-thread.mjs', import.meta.url));
  const child = spawn(process.execPath, ['--import', load, packageFile('dist/cli.js'), 'audit', ...args], {
    env: { PATH: process.env.PATH, HOME: folder, BENCH_FIGURES: figures },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve) =>
    child.on('close', (status) => resolve({ status, ...JSON.parse(readFileSync(figures, 'utf8')) })),
  );
}

const bundle = await loadBundle(packageFile('demo/default.json'));
const prints = {
  ...Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`honest-${index}`, honest(bundle)])),
  ...traps(bundle),
};
const hosts = {};
for (const [name, print] of Object.entries(prints)) {
  hosts[name.replaceAll(/[^\w]+/g, '-')] = { address: '127.0.0.1', port: await serve(print) };
}
writeFileSync(join(folder, 'id'), newKey(), { mode: 0o600 });
const parsed = ssh2.utils.parseKey(hostKey);
const line = `${parsed.type} ${parsed.getPublicSSH().toString('base64')}`;
const known = Object.values(hosts).map(({ port }) => `[127.0.0.1]:${port} ${line}`);
writeFileSync(join(folder, 'known_hosts'), known.join('\n'));
const defaults = { user: 'root', identityFile: join(folder, 'id'), knownHosts: join(folder, 'known_hosts') };
writeFileSync(join(folder, 'inventory.yaml'), JSON.stringify({ defaults, hosts }));

const started = performance.now();
const from = ['-i', join(folder, 'inventory.yaml'), '--ssh-config', 'none'];
const figures = await audit([...from, '-q', '-f', `json=${join(folder, 'report.json')}`]);
const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
for (const { name, state, error } of report.hosts)
  console.log(name.padEnd(24), state.padEnd(12), error?.code ?? '');
const judged = report.hosts.filter(({ state }) => state === 'audited').length;
console.log(`\n${judged} judged whole, ${report.hosts.length - judged} named, exit status ${figures.status}`);
console.log(
  `main thread: delay p50 ${figures.p50} ms, p99 ${figures.p99} ms, max ${figures.max} ms; ${figures.rss} MiB`,
);
console.log(`${Math.round((performance.now() - started) / 1000)} s`);
rmSync(folder, { recursive: true });
