import type { Endpoint, Host, Target } from '../inventory/index.ts';
import { groupBy } from '../lib/group-by.ts';
import { hostAndPort } from '../lib/host-and-port.ts';
import { compareText, stableStringify } from '../lib/json.ts';
import { visible } from '../lib/text.ts';
import type { TargetArguments } from './command-line/arguments.ts';
import { exit, type Context } from './context.ts';
import { sourcedTargetsOf } from './gather/targets.ts';

/** What the inventory comes to, host by host, and where from; contacts none. */
export async function listInventory(
  args: TargetArguments & { readonly json: boolean },
  context: Context,
): Promise<number> {
  const targets = await sourcedTargetsOf(args, context);
  const text = args.json
    ? stableStringify(targets.map(({ host, sources }) => ({ ...host, sources: sources() })))
    : targets.map(hostText).join('');
  await context.stdout(text);
  return exit.clean;
}

function hostText({ host, sources }: Target): string {
  const settings = Object.entries(sources()).filter(([, source]) => source !== 'default');
  const byOrigin = groupBy(settings, ([, source]) => source);
  const origins = [...byOrigin].toSorted(([a], [b]) => compareText(a, b));
  const lines = origins.map(([source, group]) => {
    const names = group.map(([name]) => name).toSorted(compareText);
    return `  ${names.join(', ')}: ${source}`;
  });
  return [hostLine(host), ...lines].map((line) => `${visible(line)}\n`).join('');
}

function hostLine(host: Host): string {
  const words = [
    host.name,
    host.transport === 'local' ? 'local' : place(host),
    ...hopsOf(host).map((hop) => `via ${place(hop)}`),
    ...(host.transport === 'openssh' ? ['openssh'] : []),
    ...(host.sudo === false ? [] : [host.sudo === 'doas' ? 'doas' : 'sudo']),
    ...(host.pty ? ['pty'] : []),
    ...(host.groups.length === 0 ? [] : [`groups ${host.groups.join(',')}`]),
  ];
  return words.join('  ');
}

/** The hops in front of a host, the nearest to it first. */
function hopsOf({ jump }: Endpoint): readonly Endpoint[] {
  return jump ? [jump, ...hopsOf(jump)] : [];
}

function place({ user, address, port }: Endpoint): string {
  return `${user}@${hostAndPort(address, port)}`;
}
