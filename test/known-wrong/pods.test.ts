import type { Sections } from '../derive/bundle.ts';
import { judge, running, type Condition } from './judged.ts';

const podUid = '6c1f0e7a-8f0e-4a76-9f3b-0d6c7c1f2a3b';
const cgroup = `/kubepods/besteffort/pod${podUid}`;

/** A running container with the labels of a pod, with no limits and no health check. */
const ofPod = (podContainer: string, CgroupParent: string, HostConfig: object = {}): Sections =>
  running({ CgroupParent, CpuShares: 2, NetworkMode: 'none', ...HostConfig }, ['Seccomp 0'], {
    Labels: { pod: 'web-0', namespace: 'shop', podUid, podContainer },
  });

const left = [
  ...['capabilities', 'cpu-limit', 'memory-limit', 'pids-limit', 'readonly-rootfs', 'seccomp', 'health'],
  'no-new-privileges',
].map((name) => `docker-container-${name}`);

const conditions: readonly Condition[] = [
  ...left.map((check): Condition => [
    `AA6: the pause container of a pod, which kubelet makes as it is: ${check}`,
    check,
    ofPod('POD', cgroup),
    ['notApplicable'],
  ]),
  [
    'AA6: what the pod itself asks for counts for its pause container',
    'docker-container-host-pid',
    ofPod('POD', cgroup, { PidMode: 'host' }),
    ['fail', 'container:web'],
  ],
  ...[
    ['a container of the pod', ofPod('web', cgroup)],
    ['one that is outside the cgroup of the pod, whatever its image says', ofPod('POD', '')],
  ].map(([title, sections]): Condition => [
    `AA6: ${title as string}`,
    'docker-container-pids-limit',
    sections as Sections,
    ['fail', 'container:web'],
  ]),
];

judge(conditions);
