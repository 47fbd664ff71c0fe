import { describe, expect, it } from 'vitest';
import {
  cells,
  daemonJson,
  denied,
  file,
  plainInfo,
  processes,
  rootDirectories,
  rowsOf,
  socketFile,
  startTime,
  type Sections,
} from './bundle.ts';

const rows = (sections: Sections = {}) => {
  const found = rowsOf('docker.listeners', sections);
  if (typeof found === 'string') throw new Error(found);
  return found.map(cells);
};
const tcp = (sections: Sections = {}) => rows(sections).filter((row) => row.protocol !== 'unix');
const held = (...hex: string[]): string[] =>
  hex.flatMap((address, n) => [`socket ${n}`, `tcp ${address} ${n}`]);
const ANY_2375 = '00000000:0947';
const ANY6_2376 = `${'0'.repeat(32)}:0948`;
const files = (...paths: string[]): string =>
  [
    rootDirectories,
    socketFile,
    ...paths.map((path) => file(path)),
    'absences listed',
    'absent /etc/docker/daemon.json',
  ].join('\n');

describe('addresses of the API', () => {
  it('is the unix socket alone on a plain host', () => {
    expect(rows()).toMatchObject([{ address: 'unix:///run/docker.sock', protocol: 'unix', loopback: true }]);
  });

  it.each([
    ['B1: -H tcp://0.0.0.0:2375', ['-H', 'tcp://0.0.0.0:2375'], 'tcp://0.0.0.0:2375'],
    ['B1: -Htcp://…', ['-Htcp://10.0.0.1:2375'], 'tcp://10.0.0.1:2375'],
    ['--host=', ['--host=tcp://[::]:2375'], 'tcp://[::]:2375'],
    ['-H 10.0.0.1', ['-H', '10.0.0.1'], 'tcp://10.0.0.1:2375'],
    ['an address of IPv6 without a port', ['-H', 'tcp://[2001:db8::1]'], 'tcp://[2001:db8::1]:2375'],
    ['behind another short flag', ['-DH', 'tcp://0.0.0.0:2375'], 'tcp://0.0.0.0:2375'],
  ])('%s', (_title, args, address) => {
    const found = tcp({ processes: processes([...args, '-H', 'fd://']) });
    expect(found).toMatchObject([
      { address, protocol: 'tcp', loopback: false, tls: false, tlsVerify: false },
    ]);
  });

  it.each([
    ['-H :2376', [':2376'], 'tcp://localhost:2376'],
    ['-H tcp://', ['tcp://'], 'tcp://localhost:2375'],
    ['nothing, with TLS', ['', '--tlsverify'], 'tcp://localhost:2376'],
  ])('no host is this one: %s', (_title, args, address) => {
    expect(tcp({ processes: processes(['-H', ...args]) })).toMatchObject([{ address, loopback: true }]);
  });

  it.each([
    ['0.0.0.0 for both families', 'tcp://0.0.0.0:2375', `${'0'.repeat(32)}:0947`],
    ['localhost', 'tcp://localhost:2375', '0100007F:0947'],
    ['an address of IPv6', 'tcp://[2001:db8:0:0::1]:2375', 'B80D0120000000000000000001000000:0947'],
    ['a name', 'tcp://web.example:2375', '0A02000A:0947'],
  ])('a socket is listed once, as it was asked for: %s', (_title, asked, hex) => {
    const found = tcp({ processes: processes(['-H', asked, '-H', 'fd://'], held(hex)) });
    expect(found).toMatchObject([{ address: asked, origin: 'process' }]);
  });

  it('-H unix:// is the usual socket', () => {
    expect(rows({ processes: processes(['-H', 'unix://']) })).toMatchObject([
      { address: 'unix:///run/docker.sock' },
    ]);
  });

  it('hosts in the file, loopback told from the rest', () => {
    const sections = {
      'daemon.config': daemonJson(
        '{"hosts": ["tcp://127.0.0.1:2375", "tcp://localhost:2376", "unix:///run/x.sock"]}',
      ),
    };
    expect(rows(sections).map(({ address, loopback }) => [address, loopback])).toContainEqual([
      'tcp://127.0.0.1:2375',
      true,
    ]);
    expect(tcp(sections)).toHaveLength(2);
  });

  it('B4: a TCP socket of docker.socket counts where dockerd takes it over', () => {
    const systemd = 'listen docker.socket /run/docker.sock (Stream)\nlisten docker.socket [::]:2375 (Stream)';
    expect(tcp({ systemd })).toMatchObject([{ address: 'tcp://[::]:2375', origin: 'socket-unit' }]);
    expect(tcp({ systemd, processes: processes(['-H', 'unix:///run/docker.sock']) })).toEqual([]);
    expect(tcp({ systemd: 'listen docker.socket 2375' })).toMatchObject([{ address: 'tcp://[::]:2375' }]);
  });

  it('B4: without the answer of systemd a daemon on fd:// may listen anywhere', () => {
    expect(tcp({ systemd: denied })).toMatchObject([{ protocol: '<NEEDS_ROOT>' }]);
  });

  it('B4: a socket that dockerd holds and nothing explains is its API, whatever is configured by now', () => {
    const sections = { processes: processes(['-H', 'fd://'], held(ANY_2375)) };
    expect(tcp(sections)).toMatchObject([{ address: 'tcp://0.0.0.0:2375', origin: 'process' }]);
  });

  it('B13: also where the file was changed to hide it', () => {
    const sections = {
      processes: processes([], held(ANY6_2376)),
      'daemon.config': daemonJson('{}'),
      files: `${files()}\n${file('/etc/docker/daemon.json', { modified: startTime + 60 })}`,
    };
    expect(tcp(sections)).toMatchObject([{ address: 'tcp://[::]:2376', tlsVerify: '<PENDING_RESTART>' }]);
  });

  it('published ports, metrics and swarm are no API', () => {
    const container = {
      Id: 'c',
      Name: '/web',
      State: { Running: true, Pid: 5 },
      Ports: { '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '2375' }] },
    };
    const listening = processes([], held(ANY_2375));
    expect(tcp({ processes: listening, 'docker.containers': JSON.stringify(container) })).toEqual([]);
    expect(tcp({ processes: processes(['--metrics-addr=0.0.0.0:2375'], held(ANY_2375)) })).toEqual([]);
    const swarm = { ...plainInfo, Swarm: { LocalNodeState: 'active' } };
    expect(tcp({ processes: listening, 'docker.info': JSON.stringify(swarm) })).toEqual([]);
  });

  it('a socket that published ports might explain is unknown where the containers are', () => {
    const sections = { processes: processes([], held(ANY_2375)), 'docker.containers': denied };
    expect(tcp(sections)).toMatchObject([{ protocol: '<NEEDS_ROOT>' }]);
  });

  it('without root there may be more', () => {
    const blind = processes([]).replace('descriptors readable\n', '');
    expect(tcp({ processes: blind })).toMatchObject([{ protocol: '<NEEDS_ROOT>' }]);
  });

  it('no daemon, no list', () => {
    expect(rowsOf('docker.listeners', { processes: '', 'docker.info': denied })).toBe('NO_DOCKERD');
  });
});

describe('TLS', () => {
  const listening = ['-H', 'tcp://0.0.0.0:2376'];
  const material = ['/root/.docker/ca.pem', '/root/.docker/cert.pem', '/root/.docker/key.pem'];
  const one = (sections: Sections) => tcp(sections)[0];

  it('B3: tlsverify as a flag or in the file, with the usual files in place', () => {
    const flagged = { processes: processes([...listening, '--tlsverify']), files: files(...material) };
    expect(one(flagged)).toMatchObject({ tls: true, tlsVerify: true, missingMaterial: [] });
  });

  it('in the file it has no usual places, and an authority that is not named is any of the system', () => {
    const filed = (text: string) => ({
      processes: processes(listening),
      'daemon.config': daemonJson(text),
      files: files(...material, '/etc/docker/daemon.json'),
    });
    const named = '"tlscert": "/root/.docker/cert.pem", "tlskey": "/root/.docker/key.pem"';
    expect(one(filed(`{"tlsverify": true, ${named}}`))).toMatchObject({ missingMaterial: ['tlscacert'] });
    expect(one(filed(`{"tls": true, "tlscacert": "/root/.docker/ca.pem", ${named}}`))).toMatchObject({
      tlsVerify: true,
      missingMaterial: [],
    });
  });

  it('--tls asks clients for a certificate as well, --tlsverify=false does not', () => {
    expect(one({ processes: processes([...listening, '--tls']) })).toMatchObject({
      tls: true,
      tlsVerify: true,
    });
    for (const flags of [['--tlsverify=false'], ['--tls', '--tlsverify=false']]) {
      expect(one({ processes: processes([...listening, ...flags]) })).toMatchObject({
        tls: true,
        tlsVerify: false,
      });
    }
  });

  it('the environment turns nothing on, but says where certificates are', () => {
    const variables = ['env DOCKER_TLS_VERIFY=1', 'env DOCKER_CERT_PATH=/certs'];
    const found = files('/certs/ca.pem', '/certs/cert.pem', '/certs/key.pem');
    expect(one({ processes: processes(listening, variables), files: found })).toMatchObject({
      tls: false,
      tlsVerify: false,
    });
    const verified = processes([...listening, '--tlsverify'], ['env DOCKER_CONFIG=/certs']);
    expect(one({ processes: verified, files: found })).toMatchObject({ missingMaterial: [] });
  });

  it('relative paths lead from the working directory of dockerd', () => {
    const flags = ['--tlsverify', '--tlscacert=ca.pem', '--tlscert=cert.pem', '--tlskey=key.pem'];
    const found = files('/certs/ca.pem', '/certs/cert.pem', '/certs/key.pem');
    const sections = { processes: processes([...listening, ...flags], ['cwd /certs']), files: found };
    expect(one(sections)).toMatchObject({ missingMaterial: [] });
  });

  it('C10: material named with a blank, and missing', () => {
    const sections = {
      processes: processes([...listening, '--tlsverify', '--tlskey', '/keys/k.pem']),
      files: `${files(material[0] ?? '', material[1] ?? '')}\nabsent /keys/k.pem`,
    };
    expect(one(sections)).toMatchObject({ missingMaterial: ['tlskey'] });
  });

  it('a path that nobody looked at is not taken for a missing file', () => {
    const sections = {
      processes: processes([...listening, '--tlsverify', '--tlskey', '/keys/k.pem']),
      files: files(material[0] ?? '', material[1] ?? ''),
    };
    expect(one(sections)).toMatchObject({ missingMaterial: '<NOT_COLLECTED>' });
  });
});
