import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadBundle } from '../facts/load.ts';
import { packageFile } from '../lib/package.ts';
import { audit, type AuditArguments } from './audit.ts';
import { defaultsOf } from './command-line/arguments.ts';
import { connectOptions, judgeOptions, targetOptions } from './command-line/options.ts';
import type { Context } from './context.ts';
import { newKey, startReplay, type Replay } from './demo/replay.ts';

export interface DemoArguments {
  readonly output: string | undefined;
}

/**
 * Audits a sample fleet: SSH servers on loopback, inside this process, that replay recorded hosts.
 * Everything else is the real road, host key checking included. Findings do not count in a demo.
 */
export async function demo(args: DemoArguments, context: Context): Promise<number> {
  context.begin();
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-demo-'));
  const output = args.output ?? 'plimsoll-demo';
  let fleet: readonly Replay[] = [];
  try {
    fleet = await startFleet(folder);
    const inventory = join(folder, 'inventory.yaml');
    await writeFile(inventory, inventoryOf(fleet, folder), { mode: 0o600 });
    context.log.info(`${fleet.length} sample hosts listen on loopback; auditing them over SSH`);
    const status = await audit(auditArguments(inventory, output), context);
    context.log.info(`This was a demo. Open ${output}/index.html, then audit a host of yours:`);
    context.log.info('  plimsoll audit -H root@HOST -o report/');
    return status;
  } finally {
    for (const replay of fleet) replay.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function startFleet(folder: string): Promise<readonly Replay[]> {
  const directory = packageFile('demo');
  const names = (await readdir(directory)).filter((name) => name.endsWith('.json')).sort();
  const bundles = await Promise.all(names.map((name) => loadBundle(join(directory, name))));
  const clientKey = newKey();
  const fleet = await Promise.all(bundles.map((bundle) => startReplay(bundle, clientKey)));
  await writeFile(join(folder, 'id'), clientKey, { mode: 0o600 });
  await writeFile(join(folder, 'known_hosts'), fleet.map((replay) => replay.knownHostsLine).join('\n'));
  return fleet;
}

/** JSON is YAML. */
function inventoryOf(fleet: readonly Replay[], folder: string): string {
  const hosts = fleet.map(({ name, port, groups }) => [name, { address: '127.0.0.1', port, groups }]);
  const groups = [...new Set(fleet.flatMap((replay) => replay.groups))].map((group) => [group, {}]);
  return JSON.stringify({
    defaults: { user: 'root', identityFile: join(folder, 'id'), knownHosts: join(folder, 'known_hosts') },
    groups: Object.fromEntries(groups) as unknown,
    hosts: Object.fromEntries(hosts) as unknown,
  });
}

function auditArguments(inventory: string, output: string): AuditArguments {
  return {
    ...defaultsOf({ ...targetOptions, ...connectOptions, ...judgeOptions }),
    inventory: [inventory],
    'ssh-config': 'none',
    timeout: 60,
    output,
    'fail-on': 'none',
  };
}
