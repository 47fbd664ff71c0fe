import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { InventoryHost } from '../../../src/inventory/host.ts';
import { loadInventory } from '../../../src/inventory/load.ts';
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

/** What is wrong with an inventory, without its folder. */
export async function errorsOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const file = inventoryOf(files);
  const result = await loadInventory(file).catch((error: unknown) => error);
  if (!(result instanceof PlimsollError)) throw new Error('it should not have loaded');
  return result.details.map((detail) => detail.replaceAll(`${dirname(file)}/`, ''));
}
