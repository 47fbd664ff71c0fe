/** Linux capabilities in the order of their bits; see capabilities(7). */
export const capabilityNames: readonly string[] = [
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_DAC_READ_SEARCH',
  'CAP_FOWNER',
  'CAP_FSETID',
  'CAP_KILL',
  'CAP_SETGID',
  'CAP_SETUID',
  'CAP_SETPCAP',
  'CAP_LINUX_IMMUTABLE',
  'CAP_NET_BIND_SERVICE',
  'CAP_NET_BROADCAST',
  'CAP_NET_ADMIN',
  'CAP_NET_RAW',
  'CAP_IPC_LOCK',
  'CAP_IPC_OWNER',
  'CAP_SYS_MODULE',
  'CAP_SYS_RAWIO',
  'CAP_SYS_CHROOT',
  'CAP_SYS_PTRACE',
  'CAP_SYS_PACCT',
  'CAP_SYS_ADMIN',
  'CAP_SYS_BOOT',
  'CAP_SYS_NICE',
  'CAP_SYS_RESOURCE',
  'CAP_SYS_TIME',
  'CAP_SYS_TTY_CONFIG',
  'CAP_MKNOD',
  'CAP_LEASE',
  'CAP_AUDIT_WRITE',
  'CAP_AUDIT_CONTROL',
  'CAP_SETFCAP',
  'CAP_MAC_OVERRIDE',
  'CAP_MAC_ADMIN',
  'CAP_SYSLOG',
  'CAP_WAKE_ALARM',
  'CAP_BLOCK_SUSPEND',
  'CAP_AUDIT_READ',
  'CAP_PERFMON',
  'CAP_BPF',
  'CAP_CHECKPOINT_RESTORE',
];

/** What Docker gives every container: the bits of 0xa80425fb. */
const DEFAULT_MASK = 0xa80425fbn;

/** What is added to the default: NET_RAW, which should go, counts where it is asked for by name; the rest of it does not. */
export function addedCapabilities(add: readonly string[]): readonly string[] {
  return add.filter((name) => name === 'CAP_NET_RAW' || !capabilitiesOf(DEFAULT_MASK).includes(name));
}

/** Names of the bits of a mask; bits without a name as CAP_41 and so on. */
export function capabilitiesOf(mask: bigint): readonly string[] {
  const bits = Array.from({ length: 64 }, (_, bit) => bit).filter(
    (bit) => ((mask >> BigInt(bit)) & 1n) === 1n,
  );
  return bits.map((bit) => capabilityNames[bit] ?? `CAP_${bit}`);
}

/** The bits of these names. */
export function maskOf(names: readonly string[]): bigint {
  return names.reduce((mask, name) => mask | bitOf(name), 0n);
}

function bitOf(name: string): bigint {
  const bit = capabilityNames.indexOf(name);
  return bit === -1 ? 0n : 1n << BigInt(bit);
}

/** Docker takes names in any case, with and without CAP_, and ALL. */
export function normalizeCapability(name: string): string {
  const upper = name.toUpperCase();
  return upper === 'ALL' || upper.startsWith('CAP_') ? upper : `CAP_${upper}`;
}

/**
 * What settings come to for a container that does not run. As in Docker's TweakCapabilities: "add ALL" beats
 * "drop ALL", and a capability that is both added and dropped is held.
 */
export function configuredCapabilities(
  add: readonly string[],
  drop: readonly string[],
  privileged: boolean,
): readonly string[] {
  if (privileged) return capabilityNames;
  const kept = (names: readonly string[]): readonly string[] => names.filter((name) => !drop.includes(name));
  if (add.includes('ALL')) return kept(capabilityNames);
  const base = drop.includes('ALL') ? [] : kept(capabilitiesOf(DEFAULT_MASK));
  return [...new Set([...base, ...add])];
}
