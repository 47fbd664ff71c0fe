import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../src/result/types.ts';
import { plimsoll } from '../cli/cli.ts';
import type { LabHost } from './lab-host.ts';

/** Writes an inventory for both Ansible and plimsoll, with the lab host as web-01. */
export function writeInventory({ folder, port }: LabHost): void {
  const vars = ['ansible_host: 127.0.0.1', `ansible_port: ${port}`, 'ansible_user: root'];
  const lines = ['all:', '  hosts:', '    web-01:', ...vars.map((line) => `      ${line}`), ''];
  writeFileSync(join(folder, 'hosts.yml'), lines.join('\n'));
}

/** Audits the lab host by its inventory, and writes report/ and playbook.yml. */
export async function audit(host: LabHost, ...options: readonly string[]): Promise<Report> {
  const file = (name: string): string => join(host.folder, name);
  const login = ['-i', file('hosts.yml'), '-k', host.clientKeyFile, '--known-hosts', host.knownHostsFile];
  const outputs = ['-o', file('report'), '-f', `ansible=${file('playbook.yml')}`];
  await plimsoll(['audit', ...login, ...outputs, '-q', ...options]);
  return JSON.parse(readFileSync(file('report/report.json'), 'utf8')) as Report;
}

/** Runs the playbook of that name in the host's folder. */
export function play(host: LabHost, playbook: string, ...options: readonly string[]) {
  const files = ['-i', 'hosts.yml', '--key-file', host.clientKeyFile, playbook];
  const { status, stdout, stderr } = spawnSync('ansible-playbook', [...files, ...options], {
    encoding: 'utf8',
    cwd: host.folder,
    env: {
      PATH: process.env['PATH'],
      HOME: host.folder,
      ANSIBLE_SSH_ARGS: `-F /dev/null -o UserKnownHostsFile=${host.knownHostsFile} -o ControlMaster=auto -o ControlPersist=60`,
      ANSIBLE_PIPELINING: '1',
      ANSIBLE_SSH_TRANSFER_METHOD: 'piped',
      ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
    },
  });
  return {
    status,
    said: stdout + stderr,
    recap: / : (ok=.*)/.exec(stdout)?.[1]?.replaceAll(/ +/g, ' ') ?? '',
  };
}
