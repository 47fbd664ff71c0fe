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
    const all = (ExposedPorts: unknown) => ({
      State: { Running: false },
      Config: { ExposedPorts },
      HostConfig: { PublishAllPorts: true, PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8080' }] } },
    });
    expect(ports(all({ '80/tcp': {}, '53/udp': {} }))).toMatchObject([
      { published: '8080/tcp', publishAll: true },
      { published: 'any/udp', hostPort: null, containerPort: 53, publishAll: true, wildcard: true },
    ]);
    expect(ports(all(null))).toHaveLength(1);
    expect(ports(all(undefined))).toMatchObject([{ wildcard: '<NOT_COLLECTED>' }]);
  });

  it('without a number a running one has no port of the host: traffic is routed to it', () => {
    const Ports = {
      '80/tcp': [
        { HostIp: '0.0.0.0', HostPort: '' },
        { HostIp: '::', HostPort: '8080' },
      ],
    };
    expect(ports({ Ports })).toMatchObject([{ hostIp: '::', published: '8080/tcp' }]);
  });
});

describe('where the next start of a container binds its ports', () => {
  const bridge = (
    Name: string,
    options: Readonly<Record<string, string>> = {},
    more: object = {},
  ): object => ({
    Name,
    Driver: 'bridge',
    Internal: false,
    Options: Object.fromEntries(
      Object.entries(options).map(([key, value]) => [`com.docker.network.bridge.${key}`, value]),
    ),
    ...more,
  });
  const networks = [
    bridge('bridge', { host_binding_ipv4: '10.0.0.1' }),
    bridge('front'),
    bridge('back', {}, { Internal: true }),
    bridge('routed', { gateway_mode_ipv4: 'routed' }),
    bridge('both', { gateway_mode_ipv4: 'routed', gateway_mode_ipv6: 'routed' }),
    bridge('six', { host_binding_ipv4: '::1' }),
    bridge('docker_gwbridge', { host_binding_ipv4: '10.0.0.2' }),
    { Name: 'overlay', Driver: 'overlay', Internal: false, Options: {} },
    { Name: 'lan', Driver: 'macvlan', Internal: false, Options: {} },
  ]
    .map((one) => JSON.stringify(one))
    .join('\n');
  const asked = (Networks: readonly string[], HostIp = '', NetworkMode = Networks[0] ?? 'default') =>
    ports(
      {
        State: { Running: false },
        Networks,
        HostConfig: {
          NetworkMode,
          PublishAllPorts: false,
          PortBindings: { '80/tcp': [{ HostIp, HostPort: '80' }] },
        },
      },
      { 'docker.networks': networks },
    ).map(({ hostIp }) => hostIp);

  it.each([
    ['the default bridge', ['bridge'], ['10.0.0.1']],
    ['a network of its own', ['front'], ['0.0.0.0']],
    ['an internal network', ['back'], []],
    ['an internal network and another', ['back', 'bridge'], ['10.0.0.1']],
    ['several', ['bridge', 'front'], ['10.0.0.1', '0.0.0.0']],
    ['a routed network', ['routed'], ['::']],
    ['a network that is routed in both families', ['both'], []],
    ['an address of IPv6', ['six'], ['::1']],
    ['an overlay', ['overlay'], ['10.0.0.2']],
    ['macvlan', ['lan'], []],
    ['a network that is gone', ['gone'], ['0.0.0.0']],
  ])('Z12: %s', (_title, names, expected) => expect(asked(names)).toEqual(expected));

  it('an address that was given stays, but where nothing is bound for it', () => {
    expect(asked(['bridge'], '0.0.0.0')).toEqual(['0.0.0.0']);
    expect(asked(['routed'], '10.0.0.9')).toEqual([]);
    expect(asked(['both'], '::')).toEqual([]);
  });

  it.each(['host', 'none', 'container:b'])('nowhere with the network %s', (mode) => {
    expect(asked([], '', mode)).toEqual([]);
  });

  it('is not known where the networks are not', () => {
    const HostConfig = {
      PublishAllPorts: false,
      PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '80' }] },
    };
    const found = ports({ State: { Running: false }, HostConfig }, { 'docker.networks': denied });
    expect(found).toMatchObject([{ wildcard: '<NEEDS_ROOT>' }]);
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
