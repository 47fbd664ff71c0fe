import type { Table } from '../facts/types.ts';
import { fail, succeed } from '../lib/failure.ts';
import { both, buildRow, tableOf } from './build-row.ts';
import type { Facts } from './facts.ts';
import { sectionText, wordLines } from './raw/section.ts';

/** Values of kernel settings that are as strong as usually asked for. */
const strong: Readonly<Record<string, readonly string[]>> = {
  'kernel.kptr_restrict': ['1', '2'],
  'kernel.dmesg_restrict': ['1'],
  'kernel.unprivileged_bpf_disabled': ['1', '2'],
  'kernel.randomize_va_space': ['2'],
  'kernel.yama.ptrace_scope': ['1', '2', '3'],
  'kernel.perf_event_paranoid': ['2', '3', '4'],
  'fs.protected_hardlinks': ['1'],
  'fs.protected_symlinks': ['1'],
  'fs.protected_fifos': ['1', '2'],
  'fs.protected_regular': ['1', '2'],
  'fs.suid_dumpable': ['0'],
  'net.core.bpf_jit_harden': ['2'],
  'net.ipv4.tcp_syncookies': ['1'],
  'net.ipv4.conf.all.accept_redirects': ['0'],
  'net.ipv4.conf.all.send_redirects': ['0'],
  'net.ipv4.conf.all.accept_source_route': ['0'],
};

/** One row of signs by which a person judges the host. */
export function hostHardening(facts: Facts): Table {
  return tableOf(both(facts.host, sectionText(facts.bundle, 'hardening')), ([host, text]) => {
    const lines = wordLines(text);
    const all = (wanted: string): readonly string[] =>
      lines.filter(([word]) => word === wanted).map(([, rest]) => rest);
    return [
      buildRow(
        {
          scope: 'host',
          kernel: host.kernel,
          weakSettings: all('sysctl').flatMap(weakSetting),
          lsm: all('lsm')[0] ?? null,
          lockdown: all('lockdown')[0] ?? null,
          rebootRequired: all('reboot-required').length > 0,
          automaticUpdates: all('updates'),
          sshLogin: all('sshd'),
        },
        {
          os:
            host.os === null
              ? fail(
                  'NOT_SHOWN',
                  '/etc/os-release does not name the system',
                  'see /etc/os-release on the host',
                )
              : succeed(host.os),
        },
      ),
    ];
  });
}

function weakSetting(line: string): readonly string[] {
  const [name = '', value = ''] = line.split(' ');
  const wanted = Object.hasOwn(strong, name) ? strong[name] : undefined;
  return wanted === undefined || wanted.includes(value) ? [] : [`${name}=${value}`];
}
