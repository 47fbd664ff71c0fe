import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { InventoryHost } from '../../../src/inventory/host.ts';
import { loadInventory } from '../../../src/inventory/load.ts';
import { resolveTargets, type TargetOptions } from '../../../src/inventory/resolve.ts';
import type { Host } from '../../../src/inventory/types.ts';
import { PlimsollError } from '../../../src/lib/errors.ts';

const root = mkdtempSync(join(tmpdir(), 'plimsoll-ansible-'));
afterAll(() => rmSync(root, { recursive: true }));

/** Writes files into a new folder; the first is the inventory. */
export function inventoryOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(root, 'inventory-'));
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return join(folder, Object.keys(files)[0] ?? '');
}

/** The hosts of an inventory by name. */
export async function hostsOf(
  files: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, InventoryHost>>> {
  const { hosts } = await loadInventory(inventoryOf(files));
  return Object.fromEntries(hosts.map((host) => [host.name, host]));
}

/** What is wrong with an inventory, or with a host of it when all are to be audited, without its folder. */
export async function errorsOf(
  files: Readonly<Record<string, string>>,
  options: Partial<TargetOptions> = {},
): Promise<readonly string[]> {
  const result = await resolved(files, options).catch((error: unknown) => error);
  if (!(result instanceof PlimsollError)) throw new Error('it should not have loaded');
  return result.details.map((detail) => detail.replace(/^\/.*\/(?=inventory-\w+\/)inventory-\w+\//, ''));
}

/** The hosts that an inventory comes to, and what was left out of it. */
export async function resolved(
  files: Readonly<Record<string, string>>,
  options: Partial<TargetOptions> = {},
): Promise<{ readonly hosts: readonly Host[]; readonly warnings: readonly string[] }> {
  const warnings: string[] = [];
  const targets = await resolveTargets({
    inventoryFiles: [inventoryOf(files)],
    hosts: [],
    local: false,
    limit: [],
    overrides: {},
    sshConfig: () => Promise.resolve({ beyond: [] }),
    warn: (warning) => warnings.push(warning),
    ...options,
  });
  return { hosts: targets.map(({ host }) => host), warnings };
}
