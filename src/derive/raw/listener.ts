/** A socket on which a process waits for others. */
export interface Listener {
  /** As in 0.0.0.0 or ::1. */
  readonly address: string;
  readonly port: number;
  readonly inode: string;
}

/** Those of a network namespace's listening sockets that a process holds. */
export function ownListeners(lines: readonly string[], inodes: ReadonlySet<string>): readonly Listener[] {
  return lines
    .map(parseListener)
    .filter((listener) => listener !== null && inodes.has(listener.inode)) as Listener[];
}

/** A line of /proc/net/tcp, udp, tcp6 or udp6 cut down to `HEXADDRESS:HEXPORT INODE`; see proc(5). */
function parseListener(line: string): Listener | null {
  const match = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) (\d+)$/.exec(line);
  const [, address = '', port = '', inode = ''] = match ?? [];
  if (match === null) return null;
  return {
    address: address.length === 8 ? ipv4(address) : ipv6(address),
    port: Number.parseInt(port, 16),
    inode,
  };
}

function ipv4(hex: string): string {
  return bytesOf(hex).join('.');
}

/** The kernel prints each 32-bit word in the byte order of the machine, which is little-endian on all that matter. */
function bytesOf(word: string): readonly number[] {
  return [6, 4, 2, 0].map((at) => Number.parseInt(word.slice(at, at + 2), 16));
}

function ipv6(hex: string): string {
  const words = [0, 8, 16, 24].flatMap((at) => bytesOf(hex.slice(at, at + 8)));
  if (words.every((byte) => byte === 0)) return '::';
  if (words.slice(0, 15).every((byte) => byte === 0) && words[15] === 1) return '::1';
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((words[2 * index] ?? 0) * 256 + (words[2 * index + 1] ?? 0)).toString(16),
  );
  return groups.join(':');
}
