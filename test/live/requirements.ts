import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What a live test may need, and the Debian package that brings it. */
const packages = {
  'ansible-playbook': 'ansible-core',
  auditctl: 'auditd',
  busybox: 'busybox-static',
  chromium: 'chromium',
  dash: 'dash',
  debootstrap: 'debootstrap',
  doas: 'doas',
  dockerd: 'docker.io',
  flock: 'util-linux',
  ip: 'iproute2',
  iptables: 'iptables',
  openssl: 'openssl',
  pgrep: 'procps',
  shellcheck: 'shellcheck',
  ssh: 'openssh-client',
  sshd: 'openssh-server',
  sudo: 'sudo',
  'systemd-analyze': 'systemd',
} as const;

export type Requirement = 'root' | keyof typeof packages;

/**
 * For `describe.skipIf(requires('root', 'sshd'))`: null when the machine has it all, else the reason to skip,
 * which is also printed. With CI=true it throws instead: there the machine has to be mended, not the test left out.
 */
export function requires(...needs: readonly Requirement[]): string | null {
  const missing = needs.map(lack).filter((reason) => reason !== null);
  if (missing.length === 0) return null;
  const reason = `live test needs ${missing.join(', ')}`;
  if (process.env.CI === 'true') throw new Error(`${reason}; CI=true allows no skipping`);
  process.stderr.write(`skipped: ${reason}\n`);
  return reason;
}

function lack(need: Requirement): string | null {
  if (need === 'root') return process.getuid?.() === 0 ? null : 'to run as root';
  return isInstalled(need) ? null : `${need} (Debian package ${packages[need]})`;
}

function isInstalled(command: string): boolean {
  const folders = (process.env.PATH ?? '').split(delimiter);
  // Daemons live in sbin, which an ordinary user's PATH leaves out.
  return [...folders, '/usr/local/sbin', '/usr/sbin', '/sbin'].some((folder) =>
    isExecutable(join(folder, command)),
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
