import { expect, it } from 'vitest';
import { loadChecks, shippedChecks } from '../../src/checks/load.ts';
import { judgeBundle } from '../../src/commands/judge/judge.ts';
import type { Bundle } from '../../src/facts/bundle.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import type { CheckResult, JudgedHost } from '../../src/result/types.ts';
import { bundle, type Sections } from '../derive/bundle.ts';

export const checks = await loadChecks([shippedChecks]);

/** One condition on an otherwise plain host: id and name, check, sections, the outcome and whom it accuses. */
export type Condition = [
  title: string,
  check: string,
  sections: Sections,
  truth: readonly string[],
  parameters?: JsonObject,
];

/** What an otherwise plain host has nothing of. */
const nothing: Sections = {
  'container.members': '',
  'containerd.processes': '',
  'registry.certs': '',
  'swarm.services': '',
  'swarm.state': '',
};

/** One test for each condition. */
export function judge(conditions: readonly Condition[]): void {
  it.each(conditions)('%s', (_title, check, sections, truth, parameters) => {
    expect(judged(check, sections, parameters)).toEqual(truth);
  });
}

/** The whole road from what a host printed to the outcome of one check, followed by the subjects of its findings. */
export function judged(id: string, sections: Sections, parameters: JsonObject = {}): readonly string[] {
  const { outcome, findings } = resultOf(id, sections, parameters);
  return [outcome, ...new Set(findings.map((finding) => finding.subject))];
}

export function resultOf(id: string, sections: Sections, parameters: JsonObject = {}): CheckResult {
  const wanted = checks.filter((check) => check.id === id);
  const [result] = judgeBundle(hostWith(sections), wanted, parameters).results;
  if (result === undefined) throw new Error(`no check ${id}`);
  return result;
}

/** What is said of the host as a whole. */
export function hostResult(sections: Sections): JudgedHost {
  return judgeBundle(hostWith(sections), [], {});
}

export function hostWith(sections: Sections): Bundle {
  return bundle({ ...nothing, ...sections });
}

export const containerId = 'a'.repeat(64);

/** A stopped container with nothing set, as the collector prints it. */
export function container(HostConfig: object = {}, more: object = {}): Sections {
  return { 'docker.containers': inspect(HostConfig, more) };
}

/** A running one; `proc` replaces what the kernel says of its first process, by the first word of the lines. */
export function running(HostConfig: object = {}, proc: readonly string[] = [], more: object = {}): Sections {
  const words = new Set(proc.map(wordOf));
  const lines = [...kernel.filter((line) => !words.has(wordOf(line))), ...proc];
  const State = { Status: 'running', Running: true, Pid: 5, Health: null };
  return {
    'docker.containers': inspect(HostConfig, { State, ...more }),
    'container.processes': lines.join('\n'),
    'container.members': `container ${containerId}\nmember ${containerId} 5\nName web\nPPid 4\nUid 0 0 0 0`,
  };
}

const kernel = [
  `container ${containerId} 5`,
  'Uid 0 0 0 0',
  'CapBnd 00000000a80425fb',
  'CapEff 00000000a80425fb',
  'NoNewPrivs 0',
  'Seccomp 2',
  'ns pid 11',
  'ns net 12',
  'ns ipc 13',
  'ns uts 14',
  'ns user 15',
  'uid-map 0 0 4294967295',
  'label docker-default (enforce)',
  'root-mount rw,relatime',
  `cgroup :/docker/${containerId}`,
  'memory max',
  'pids max',
];

/** A namespace is named by its two words. */
function wordOf(line: string): string {
  return line.split(' ', line.startsWith('ns ') ? 2 : 1).join(' ');
}

/** What `docker inspect` says of a stopped container. */
export function inspect(HostConfig: object, more: object): string {
  return JSON.stringify({
    Id: containerId,
    Name: '/web',
    Image: 'sha256:1',
    State: { Status: 'exited', Running: false, Pid: 0, Health: null },
    Config: { Image: 'web:1', User: '', HealthTest: null },
    Labels: {},
    Mounts: [],
    Ports: {},
    Networks: ['front', null],
    ...more,
    HostConfig: {
      ...{ Privileged: false, CapAdd: null, CapDrop: null, SecurityOpt: null, PublishAllPorts: false },
      ...{ NetworkMode: 'front', PidMode: '', IpcMode: 'private', UTSMode: '', UsernsMode: '' },
      ...{ Devices: null, DeviceCgroupRules: null, DeviceRequests: null, Ulimits: null, PidsLimit: null },
      ...{ Memory: 0, NanoCpus: 0, CpuShares: 0, CpuQuota: 0, CpusetCpus: '', PortBindings: {} },
      RestartPolicy: { Name: 'no', MaximumRetryCount: 0 },
      ...HostConfig,
    },
  });
}
