import { stableStringify } from '../lib/json.ts';
import { visible } from '../lib/text.ts';
import type { Host } from '../inventory/index.ts';
import type { TargetArguments } from './arguments.ts';
import { exit, type Context } from './context.ts';
import { targetsOf } from './targets.ts';

/** What the inventory comes to, host by host; contacts none. */
export async function listInventory(
  args: TargetArguments & { readonly json: boolean },
  context: Context,
): Promise<number> {
  const hosts = await targetsOf(args);
  await context.stdout(args.json ? stableStringify(hosts) : hosts.map(hostLine).join(''));
  return exit.clean;
}

function hostLine(host: Host): string {
  const where = host.transport === 'local' ? 'local' : `${host.user}@${host.address}:${host.port}`;
  const words = [
    host.name,
    where,
    ...(host.jump === null ? [] : [`via ${host.jump.user}@${host.jump.address}:${host.jump.port}`]),
    ...(host.sudo ? ['sudo'] : []),
    ...(host.groups.length === 0 ? [] : [`groups ${host.groups.join(',')}`]),
  ];
  return `${words.map((word) => visible(word)).join('  ')}\n`;
}
