import type { HostResult, Report } from '../../result/types.ts';
import { code } from '../machine/markdown-text.ts';
import { hostUuid, properties, toolUuid } from './common.ts';

/** The hosts, with how far each could be audited. */
export function inventoryItems(report: Report) {
  return report.hosts.map((host) => ({
    uuid: hostUuid(host.name),
    description: description(host),
    props: properties({
      'host-name': host.name,
      address: host.address,
      state: host.state,
      os: host.platform.os ?? '',
      engine: host.platform.engine ?? '',
      groups: host.groups.join(' '),
    }),
  }));
}

function description(host: HostResult): string {
  const trouble = host.error === null ? '' : `: ${code(`${host.error.message} ${host.error.hint}`, 1000)}`;
  return `Docker host ${code(host.name)}, ${host.state}${trouble}`;
}

export function toolComponent(report: Report) {
  const { name, version } = report.tool;
  return {
    uuid: toolUuid(report),
    type: 'software',
    title: name,
    description: `${name} ${version}, which gathered the facts and judged them.`,
    status: { state: 'operational' },
  };
}
