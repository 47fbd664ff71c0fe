import type { NumberedCheck } from './with-sums.ts';
import type { CheckInfo, Severity } from '../../src/result/types.ts';

type Kind = CheckInfo['fix']['kind'];
type Disruption = CheckInfo['fix']['disruption'];

/** id, CIS number in 1.8.0 (empty: beyond CIS), severity, level, fix, title. */
type Line = readonly [string, string, Severity, 1 | 2, string, string];

// One line each, however wide: a table is read by its columns.
// prettier-ignore
const lines: readonly Line[] = [
  ['docker-data-root-partition', '1.1.1', 'low', 2, 'advice/high', 'The Docker data root is a filesystem of its own'],
  ['docker-group-members', '1.1.2', 'high', 1, 'advice/low', 'Only expected accounts are in the docker group'],
  ['audit-dockerd', '1.1.3', 'medium', 2, 'automatic/none', 'Use of the dockerd binary is audited'],
  ['audit-data-root', '1.1.5', 'medium', 2, 'automatic/none', 'Changes under the Docker data root are audited'],
  ['audit-etc-docker', '1.1.6', 'medium', 2, 'automatic/none', 'Changes under /etc/docker are audited'],
  ['audit-docker-socket', '1.1.9', 'medium', 2, 'automatic/none', 'Use of the Docker API socket is audited'],
  ['docker-engine-current', '1.2.2', 'high', 1, 'advice/high', 'The Docker Engine release is still maintained'],
  ['docker-daemon-rootless', '2.1', 'low', 1, 'advice/high', 'The daemon runs without root where the workload allows'],
  ['docker-daemon-icc', '2.2', 'high', 1, 'guarded/high/restart', 'Containers on the default bridge cannot talk to each other'],
  ['docker-daemon-log-level', '2.3', 'low', 1, 'automatic/low/restart', 'The daemon logs at level info'],
  ['docker-daemon-iptables', '2.4', 'high', 1, 'guarded/high/restart', 'Docker manages its own packet filter rules'],
  ['docker-daemon-insecure-registries', '2.5', 'high', 1, 'guarded/low', 'Every registry is verified by TLS'],
  ['docker-daemon-tls', '2.8', 'critical', 1, 'advice/high/restart', 'A remote API asks every client for a certificate'],
  ['docker-daemon-userns', '2.10', 'medium', 2, 'advice/high/restart', 'Root in a container is not root on the host'],
  ['docker-daemon-live-restore', '2.15', 'low', 1, 'automatic/low', 'Containers stay up while the daemon restarts'],
  ['docker-daemon-userland-proxy', '2.16', 'low', 1, 'guarded/high/restart', 'Published ports do not go through the userland proxy'],
  ['docker-daemon-no-new-privileges', '2.14', 'medium', 1, 'guarded/low/restart', 'New containers cannot gain privileges by default'],
  ['docker-service-owner', '3.1', 'high', 1, 'automatic/none', 'docker.service belongs to root'],
  ['docker-service-mode', '3.2', 'high', 1, 'automatic/none', 'docker.service is writable by root only'],
  ['docker-etc-mode', '3.6', 'high', 1, 'automatic/none', '/etc/docker is writable by root only'],
  ['docker-server-key-mode', '3.14', 'critical', 1, 'automatic/none', 'The TLS key of the daemon is readable by root only'],
  ['docker-socket-owner', '3.15', 'critical', 1, 'guarded/low', 'The API socket belongs to root and the docker group'],
  ['docker-socket-mode', '3.16', 'critical', 1, 'guarded/low', 'The API socket is closed to everyone else'],
  ['docker-daemon-json-mode', '3.18', 'medium', 1, 'automatic/none', 'daemon.json is writable by root only'],
  ['docker-image-user', '4.1', 'high', 1, 'advice/high', 'Containers do not run as root'],
  ['docker-image-trusted', '4.2', 'medium', 1, 'advice/none', 'Base images come from a trusted source'],
  ['docker-image-healthcheck', '4.6', 'low', 1, 'advice/low', 'Images in use say how their health is checked'],
  ['docker-container-apparmor', '5.2', 'medium', 1, 'advice/high', 'AppArmor confines every container'],
  ['docker-container-capabilities', '5.4', 'high', 1, 'advice/high', 'Containers hold no capability beyond the default set'],
  ['docker-container-privileged', '5.5', 'critical', 1, 'advice/high', 'No container is privileged'],
  ['docker-container-sensitive-mounts', '5.6', 'critical', 1, 'advice/high', 'No system directory of the host is mounted writable'],
  ['docker-container-privileged-ports', '5.8', 'low', 1, 'advice/low', 'Ports below 1024 are published only where expected'],
  ['docker-container-host-network', '5.10', 'high', 1, 'advice/high', 'No container shares the network of the host'],
  ['docker-container-memory', '5.11', 'medium', 1, 'guarded/low', 'The memory of every container is limited'],
  ['docker-container-read-only', '5.13', 'medium', 1, 'advice/high', 'The root filesystem of containers is read-only'],
  ['docker-container-bind-address', '5.14', 'medium', 1, 'advice/low', 'Published ports listen on a chosen address'],
  ['docker-container-restart-limit', '5.15', 'low', 1, 'guarded/none', 'A failing container is not restarted for ever'],
  ['docker-container-host-pid', '5.16', 'high', 1, 'advice/high', 'No container sees the processes of the host'],
  ['docker-container-seccomp', '5.22', 'high', 1, 'advice/high', 'A seccomp filter is in force in every container'],
  ['docker-container-pids', '5.29', 'medium', 1, 'guarded/low', 'The number of processes in a container is limited'],
  ['docker-container-socket', '5.32', 'critical', 1, 'advice/high', 'No container can reach the API socket of the host'],
  ['docker-container-sprawl', '6.2', 'low', 1, 'advice/none', 'Few stopped containers are left behind'],
  ['docker-swarm-managers', '7.1', 'medium', 1, 'advice/low', 'A swarm has no more managers than it needs'],
  ['docker-swarm-autolock', '7.4', 'medium', 1, 'advice/low', 'Swarm managers are locked after a restart'],
  ['docker-environment-secrets', '', 'high', 1, 'advice/low', 'No secret is passed to a container by its environment'],
];

/** What some of them call their failure. */
const failures: Readonly<Record<string, string>> = {
  'docker-container-privileged': 'A container is privileged',
  'docker-container-socket': 'A container can reach the API socket of the host',
  'docker-daemon-icc': 'Containers on the default bridge can talk to each other',
  'docker-daemon-userns': 'Root in a container is root on the host',
};

const rationale =
  'Whoever gets past this setting is one step closer to root on the host: the daemon runs as root, and what it is told to do it does.\nKeeping it closed costs little, and turns a mistake in one container into a mistake in one container only.';

function checkOf([id, number, severity, level, fix, title]: Line): NumberedCheck {
  const [kind, disruption, restart] = fix.split('/');
  const key = id.replace('docker-daemon-', '');
  return {
    id,
    title,
    ...(Object.hasOwn(failures, id) ? { failureTitle: failures[id] ?? '' } : {}),
    severity,
    section: number.split('.')[0] || 'extra',
    level,
    cis: number === '' ? {} : { '1.6.0': earlier(number), '1.7.0': earlier(number), '1.8.0': number },
    assessment: id.includes('trusted') || id.includes('sprawl') ? 'manual' : 'automated',
    rationale,
    verify: id.startsWith('docker-daemon-')
      ? `docker info --format '{{json .}}'\ngrep -n '"${key}"' /etc/docker/daemon.json`
      : `docker ps --quiet --all | xargs docker inspect --format '{{.Name}} {{json .HostConfig}}'`,
    fix: {
      kind: kind as Kind,
      disruption: disruption as Disruption,
      restart: restart !== undefined,
      text: `Put it right where it is set, then look again with the command below.\nChange one host, watch it for a day, then change the others.`,
      ...(kind === 'guarded' && restart !== undefined ? { daemonJson: { [key]: false } } : {}),
    },
    references: [
      'https://docs.docker.com/engine/security/',
      'https://docs.docker.com/reference/cli/dockerd/',
    ],
    tags: [id.split('-')[1] ?? 'docker', severity === 'critical' ? 'escape' : 'hardening'],
  };
}

/** What is 2.8 and up in 1.8.0 was one lower before: 2.7 is new there. */
function earlier(number: string): string {
  const [section, item] = number.split('.');
  return section === '2' && Number(item) > 7 ? `2.${Number(item) - 1}` : number;
}

export const sampleChecks: readonly NumberedCheck[] = lines.map(checkOf);
