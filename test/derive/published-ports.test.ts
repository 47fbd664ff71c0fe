import { describe, expect, it } from 'vitest';
import { cells, denied, plainInfo, processes, rowsOf, type Sections } from './bundle.ts';

const id = 'a'.repeat(64);
const ports = (container: object, sections: Sections = {}) => {
  const rows = rowsOf('docker.publishedPorts', {
    'docker.containers': JSON.stringify({
      Id: id,
      Name: '/web',
      State: { Running: true, Pid: 5 },
      HostConfig: { NetworkMode: 'bridge', PublishAllPorts: false },
      ...container,
    }),
    'container.processes': `container ${id} 5\ncgroup :/${id}`,
    ...sections,
  });
  if (typeof rows === 'string') throw new Error(rows);
  return rows.map(cells);
};

describe('published ports', () => {
  it.each([
    ['', '0.0.0.0', true],
    ['0.0.0.0', '0.0.0.0', true],
    ['F12: ::', '::', true],
    ['::0', '::0', true],
    ['[::]', '[::]', true],
    ['0:0:0:0:0:0:0:0', '0:0:0:0:0:0:0:0', true],
    ['::ffff:0.0.0.0', '::ffff:0.0.0.0', true],
    ['10.0.0.1', '10.0.0.1', false],
    ['127.0.0.1', '127.0.0.1', false],
    ['::1', '::1', false],
    ['fe80::', 'fe80::', false],
  ])('on %j', (title, hostIp, wildcard) => {
    const HostIp = title.replace(/^F12: /, '');
    expect(ports({ Ports: { '80/tcp': [{ HostIp, HostPort: '8080' }], '443/tcp': null } })).toMatchObject([
      { hostIp, wildcard, hostPort: 8080, containerPort: 80, protocol: 'tcp' },
    ]);
  });

  it('those that a stopped container asks for, a random port too', () => {
    const container = {
      State: { Running: false },
      Ports: {},
      HostConfig: { PublishAllPorts: false, PortBindings: { '53/udp': [{ HostIp: '', HostPort: '' }] } },
    };
    expect(ports(container)).toMatchObject([
      { hostPort: null, containerPort: 53, protocol: 'udp', wildcard: true },
    ]);
  });

  it('all that the image exposes, with -P', () => {
    const container = { State: { Running: false }, HostConfig: { PublishAllPorts: true } };
    expect(ports(container)).toMatchObject([{ wildcard: true, containerPort: '<NOT_RUNNING>' }]);
  });
});

describe('F13: in the network of the host', () => {
  const listening = [
    `container ${id} 5`,
    `cgroup :/${id}`,
    'socket 7',
    'sockets-read yes',
    'tcp 00000000:0050 7',
    'tcp 0100007F:0051 8',
    `udp ${'0'.repeat(32)}:0035 7`,
  ].join('\n');
  const found = [
    { hostIp: '0.0.0.0', hostPort: 80, protocol: 'tcp', wildcard: true },
    { hostIp: '::', hostPort: 53, protocol: 'udp', wildcard: true },
  ];

  it('every socket of the container counts, and only those', () => {
    const host = { HostConfig: { NetworkMode: 'host', PublishAllPorts: false } };
    expect(ports(host, { 'container.processes': listening })).toMatchObject(found);
  });

  it('also where it is the network of another container that has it', () => {
    const joined = { HostConfig: { NetworkMode: 'container:b', PublishAllPorts: false } };
    expect(ports(joined, { 'container.processes': listening })).toMatchObject(found);
  });

  it('they are unknown where they could not be read', () => {
    const host = { HostConfig: { NetworkMode: 'host', PublishAllPorts: false } };
    expect(ports(host)).toMatchObject([{ wildcard: '<NEEDS_ROOT>' }]);
    expect(ports(host, { 'container.processes': denied })).toMatchObject([{ wildcard: '<NEEDS_ROOT>' }]);
    expect(ports(host, { 'container.processes': '' })).toMatchObject([{ wildcard: '<PROCESS_CHANGED>' }]);
  });
});

describe('in a swarm', () => {
  const swarm = (manager: boolean): string =>
    JSON.stringify({ ...plainInfo, Swarm: { LocalNodeState: 'active', ControlAvailable: manager } });
  const service = (Ports: unknown): string => JSON.stringify({ Name: 'web', Env: [null], Ports });
  const found = (sections: Sections) => {
    const rows = rowsOf('docker.publishedPorts', sections);
    return typeof rows === 'string' ? rows : rows.map(cells);
  };
  const held = processes(
    ['-H', 'fd://', '-H', 'tcp://0.0.0.0:2376', '--metrics-addr', '127.0.0.1:9323'],
    [
      'socket 7',
      'tcp 00000000:0948 7',
      'tcp 0100007F:246B 7',
      'tcp 00000000000000000000000000000000:1F0A 7',
      'tcp 00000000000000000000000000000000:0050 7',
      'tcp 00000000:1F90 8',
      `udp ${'0'.repeat(32)}:0035 7`,
      `udp ${'0'.repeat(32)}:1F0A 7`,
    ],
  );
  const taken = [
    { container: 'swarm ingress', published: '80/tcp', wildcard: true },
    { container: 'swarm ingress', published: '53/udp', wildcard: true },
  ];

  it('a manager knows the ports of services that all nodes open', () => {
    const ports = [
      { Protocol: 'tcp', TargetPort: 80, PublishedPort: 8080, PublishMode: 'ingress' },
      { Protocol: 'udp', TargetPort: 53, PublishedPort: 53, PublishMode: 'ingress' },
      { Protocol: 'tcp', TargetPort: 80, PublishedPort: 8081, PublishMode: 'host' },
    ];
    const services = `${service(ports)}\n${service(null)}`;
    expect(found({ 'docker.info': swarm(true), 'swarm.services': services })).toMatchObject([
      { container: 'swarm service web', hostPort: 8080, containerPort: 80, wildcard: true },
      { container: 'swarm service web', published: '53/udp', wildcard: true },
    ]);
  });

  it('on any other node they are what dockerd holds beside its own', () => {
    expect(found({ 'docker.info': swarm(false), 'swarm.services': '', processes: held })).toMatchObject(
      taken,
    );
    const older = { 'docker.info': swarm(true), 'swarm.services': service(undefined), processes: held };
    expect(found(older)).toMatchObject(taken);
  });

  it('they are not known where the sockets of dockerd are not', () => {
    const closed = held.replace('descriptors readable\n', '');
    const unknown = [{ container: 'swarm ingress', hostPort: '<NEEDS_ROOT>', wildcard: '<NEEDS_ROOT>' }];
    expect(found({ 'docker.info': swarm(false), processes: closed })).toMatchObject(unknown);
  });

  it('there are none where swarm is off', () => {
    expect(found({ processes: held })).toEqual([]);
  });
});
