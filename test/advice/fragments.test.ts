import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fragmentsOf } from '../../src/advice/fragments.ts';
import type { Fragment } from '../../src/advice/types.ts';
import { mentionedColumns } from '../../src/checks/columns.ts';
import { loadChecks, shippedChecks } from '../../src/checks/load.ts';
import { checkInfo } from '../../src/evaluate/check-info.ts';
import type {
  AuditedContainer,
  CheckResult,
  ContainerOwner,
  Finding,
  ResultFix,
} from '../../src/result/types.ts';
import { auditedState, containerOf, sampleReport } from '../fix/sample.ts';

const checks = await loadChecks([shippedChecks]);
const infos = checks.map(checkInfo);

type Found = readonly (readonly [
  check: string,
  values: Finding['actual'] & object,
  fix?: Partial<ResultFix>,
])[];

/** The fragments for a container of which these checks failed, with the values that they found. */
function fragments(
  found: Found,
  container: Partial<AuditedContainer> = {},
  waiver?: string,
): readonly Fragment[] {
  const subject = `container:${container.name ?? 'web'}`;
  const results = found.map(([check, values, fix]): CheckResult => {
    const finding = { subject, path: '', rule: 'anyOf', expected: null, actual: values, message: '' };
    return {
      check,
      outcome: 'fail',
      reason: '',
      findings: [waiver === undefined ? finding : { ...finding, waiver }],
      evidence: [{ subject, values: values as Record<string, never> }],
      considered: 1,
      waiver: null,
      attestation: null,
      fix: { kind: 'advice', disruption: 'high', restart: false, ...fix },
    };
  });
  const audited = { ...auditedState(), containers: [containerOf('web', container)] };
  return fragmentsOf(infos, { ...sampleReport([]).host, audited, results });
}

function text(all: readonly Fragment[], title: string): string {
  return all
    .flatMap(({ snippets }) => snippets.filter((one) => one.title === title).flatMap(({ lines }) => lines))
    .join('\n');
}

const owner = (tool: ContainerOwner['tool'], other: Partial<ContainerOwner> = {}): ContainerOwner => ({
  tool,
  scope: 'shop',
  name: 'web',
  container: 'nginx',
  files: ['/srv/shop/compose.yaml'],
  ...other,
});

const port = { hostPort: 8080, containerPort: 80, protocol: 'tcp', hostIp: '0.0.0.0', wildcard: true };
const several: Found = [
  ['docker-container-readonly-rootfs', { readonlyRootfs: false }],
  ['docker-container-no-new-privileges', { noNewPrivileges: false }],
  ['docker-container-apparmor', { appArmorMode: 'unconfined' }],
  ['docker-container-port-address', port],
  ['docker-container-capabilities', { privileged: false, capAdd: ['CAP_SYS_ADMIN', 'CAP_BPF'] }],
  ['docker-container-host-pid', { hostPid: true }],
];

describe('fragmentsOf', () => {
  it('says flags of docker run where nothing owns the container, all in one text', () => {
    const all = fragments(several);
    expect(all.map(({ subject }) => subject)).toEqual(['container:web']);
    expect(text(all, 'docker run').split('\n')).toEqual([
      '# docker inspect web shows how it was made: make it anew',
      '# without, where it is set:',
      '#   --security-opt apparmor=unconfined',
      '#   --privileged',
      '#   -p 8080:80/tcp',
      '#   --cap-add CAP_SYS_ADMIN',
      '#   --cap-add CAP_BPF',
      '#   --pid host',
      '# with:',
      '--read-only --tmpfs /tmp --security-opt no-new-privileges -p 127.0.0.1:8080:80/tcp --cap-drop NET_RAW',
    ]);
  });

  it('writes a compose override for the service, and where it belongs', () => {
    const yaml = text(fragments(several, { owner: owner('compose') }), 'compose override');
    expect(yaml).toContain('# project shop, service web, from /srv/shop/compose.yaml\n');
    expect(yaml).toContain('\n#   pid: host\n');
    expect(parse(yaml)).toEqual({
      services: {
        web: {
          read_only: true,
          tmpfs: ['/tmp'],
          security_opt: ['no-new-privileges:true'],
          ports: ['127.0.0.1:8080:80/tcp'],
          cap_drop: ['NET_RAW'],
        },
      },
    });
  });

  it('writes a service update for swarm', () => {
    expect(text(fragments(several, { owner: owner('swarm') }), 'docker service update')).toMatch(
      /^docker service update --read-only --mount-add type=tmpfs,target=\/tmp .* --cap-drop NET_RAW web$/m,
    );
  });

  it('writes the part of a pod template for Kubernetes', () => {
    const yaml = text(fragments(several, { owner: owner('kubernetes') }), 'Kubernetes pod template');
    const securityContext = {
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      appArmorProfile: { type: 'RuntimeDefault' },
      capabilities: { drop: ['ALL'] },
    };
    expect(parse(yaml)).toEqual({
      spec: { template: { spec: { hostPID: false, containers: [{ name: 'nginx', securityContext }] } } },
    });
  });

  it('gives Dockerfile lines with what was found in the image', () => {
    const all = fragments([['docker-image-setuid', { setuidFiles: ['/bin/su', '/bin/mount'] }]]);
    expect(text(all, 'Dockerfile')).toContain('# of shop/web:1.4\n');
    expect(text(all, 'Dockerfile')).toContain('# found: /bin/su\n# found: /bin/mount');
  });

  it('leaves out what the script sets by itself and what a waiver covers, and takes the value of the parameter', () => {
    const memory: Found = [
      [
        'docker-container-memory-limit',
        { memoryLimit: 0 },
        { kind: 'guarded', dockerUpdate: { memory: 8388608, swap: 0 } },
      ],
    ];
    expect(fragments(memory)).toEqual([]);
    expect(fragments(several, {}, 'W-1')).toEqual([]);
    expect(parse(text(fragments(memory, { owner: owner('compose') }), 'compose override'))).toEqual({
      services: { web: { mem_limit: 8388608, memswap_limit: 8388608 } },
    });
  });

  it.each([
    '\n- x',
    'a: b',
    "'; touch CANARY; '",
    '$(touch CANARY)',
    '\u202e\u{1f600}',
    '__proto__',
    '"',
    '{source}',
    '\\',
  ])('keeps %j a value, whatever the host calls it', (name) => {
    const mount = { source: name, destination: name, engineSocket: '/run/docker.sock' };
    const found: Found = [
      ['docker-container-engine-socket', mount],
      ['docker-container-image-version', { image: name }],
    ];
    const run = text(fragments(found, { name }), 'docker run').split('\n');
    expect(run.filter((line) => !line.startsWith('#'))).toEqual([]);
    const hostile = owner('compose', { scope: name, name, files: [name] });
    const compose = text(fragments(found, { owner: hostile }), 'compose override');
    expect(Object.values((parse(compose) as { services: object }).services)).toEqual([
      { image: expect.stringMatching(/@sha256:DIGEST$/) },
    ]);
    expect(compose).toMatch(/^[\x20-\x7e\n\u{1f600}]*$/u);
    const swarm = text(fragments(found, { owner: owner('swarm', { name }) }), 'docker service update');
    const input = `docker() { printf %s $#; }\n${swarm}\n`;
    expect(spawnSync('sh', ['-s'], { input, encoding: 'utf8' })).toMatchObject({ stdout: '7', stderr: '' });
  });
});

describe('every shipped check', () => {
  it.each(checks.map((check) => [check.id, check] as const))('%s has an answer', (_, { fix }) => {
    const acts = [fix.mode, fix.owner, fix.auditRule, fix.daemonJson, fix.dockerUpdate];
    const says = [fix.container, fix.dockerfile, fix.steps];
    expect((fix.kind === 'advice' ? says : acts).some((one) => one !== undefined)).toBe(true);
  });

  it.each(checks.map((check) => [check.id, check] as const))(
    '%s asks only for what its evidence tells',
    (_, check) => {
      const { when = {}, expect: wanted, fix } = check;
      const told = [
        ...mentionedColumns(when),
        ...mentionedColumns(wanted),
        ...Object.keys(fix.dockerUpdate ?? {}),
      ];
      const asked = JSON.stringify([fix.container, fix.dockerfile]).matchAll(/\{(\w+)\}/g);
      expect([...asked].map(([, name]) => name).filter((name) => !told.includes(name ?? ''))).toEqual([]);
    },
  );
});
