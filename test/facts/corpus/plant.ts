import { readFileSync } from 'node:fs';
import type { Bundle } from '../../../src/facts/bundle.ts';

/** A secret in its place, and by what words it was brought there. */
export interface Planted {
  readonly secret: string;
  readonly form: string;
  readonly place: string;
}

/** What a host prints in which there are secrets, and which. */
export interface Field {
  readonly sections: Readonly<Record<string, string>>;
  readonly planted: readonly Planted[];
}

/** The lines of a file of the corpus. */
export function linesOf(name: string): readonly string[] {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('# '))
    .map((line) => line.replaceAll('\\n', '\n').replaceAll('\\t', '\t').replaceAll('\\r', '\r'));
}

/** A word as people choose them, so that no rule for what machines make finds it; each is another. */
export function chosenSecret(number: number): string {
  return `swordfish${number}x`;
}

const alphabets: Readonly<Record<string, string>> = {
  letters: 'aZ3kQ9mX7bW2tR5vN8cL1pY4dJ6hG0sFeDuK',
  hex: '3fa91c07be52d84690ab',
  capitals: 'Q7ZK2MX3WB5TR4VN6CLP',
};

/** A token as a service makes it: `PREFIX alphabet length`. */
export function tokenOf(line: string, number: number): string {
  const [prefix = '', alphabet = '', length = ''] = line.split(' ');
  const letters = alphabets[alphabet] ?? '';
  // Counted at the end, so that each is another.
  const tail = [...String(number).padStart(3, '0')].map((digit) => letters[Number(digit)] ?? '').join('');
  const body = letters
    .repeat(Math.ceil(Number(length) / letters.length))
    .slice(0, Number(length) - tail.length);
  return prefix.replaceAll('+', body.slice(0, 20)) + body + tail;
}

const IMAGE = `sha256:${'b'.repeat(64)}`;

/** Puts each of the forms into each of the places where a host could print it. */
export function plant(
  commands: readonly string[],
  names: readonly string[],
  tokens: readonly string[],
  texts: readonly string[],
): Field {
  const planted: Planted[] = [];
  const set = (place: string, form: string, secret = chosenSecret(planted.length)): string => {
    planted.push({ secret, form, place });
    return form.replaceAll('¤', secret);
  };
  const token = (place: string, line: string): string =>
    set(place, `x ${line}`, tokenOf(line, planted.length)) && (planted.at(-1)?.secret ?? '');
  const settings = (place: string): readonly string[] => names.map((name) => set(place, `${name}=¤`));
  const steps = [
    ...commands.map((command) => `RUN /bin/sh -c ${set('RUN', command)} # buildkit`),
    ...commands.map((command) => `/bin/sh -c ${set('RUN of the old builder', command)}`),
    ...commands.map(
      (command) => `RUN /bin/sh -c ${set('RUN of several lines', `set -e\n${command}\ntrue\n`)}`,
    ),
    ...commands.map((command) => `CMD ["/bin/sh" "-c" ${JSON.stringify(set('CMD', command))}]`),
    ...commands.map(
      (command) =>
        `HEALTHCHECK &{["CMD-SHELL" ${JSON.stringify(set('HEALTHCHECK', command))}] "30s" "0s" "0s" '\\x03'}`,
    ),
    ...settings('ENV').map((setting) => `ENV ${setting}`),
    ...settings('ENV of the old builder').map((setting) => `/bin/sh -c #(nop)  ENV A=1 ${setting}`),
    ...settings('ENV without a sign').map((setting) => `ENV ${setting.replace('=', ' ')}`),
    ...settings('ARG').map((setting) => `ARG ${setting}`),
    ...settings('LABEL').map((setting) => `LABEL ${setting}`),
    ...settings('build argument').map((setting) => `RUN |2 A=b ${setting} /bin/sh -c make # buildkit`),
    ...tokens.map((line) => `RUN /bin/sh -c run ${token('RUN', line)}`),
    ...tokens.map((line) => `RUN /bin/sh -c mkdir -p /srv/${token('a path', line)}`),
    ...tokens.map((line) => `ENV GREETING=${token('ENV', line)}`),
    ...tokens.map((line) => `RUN /bin/sh -c apt-get install -y ${token('a package', line)}`),
    ...tokens.map((line) => `COPY ${token('COPY', line)} /srv/ # buildkit`),
    ...texts.map((text) => `RUN /bin/sh -c run '${set('an argument', text)}'`),
  ];
  const tests = [
    ...commands.map((command) => ['CMD-SHELL', set('health check', command)]),
    ...commands
      .filter(isPlain)
      .map((command) => ['CMD', ...set('health check in words', command).split(' ')]),
    ...tokens.map((line) => ['CMD', 'probe', token('health check', line)]),
    ...texts.map((text) => ['CMD', 'probe', set('health check', text)]),
  ];
  const labels = [
    ...settings('label of the engine'),
    ...tokens.map((line) => `note=${token('label of the engine', line)}`),
  ];
  const logOptions = names.map((name) => [name, set('log option', '¤')]);
  const daemonConfig = {
    'log-opts': Object.fromEntries([
      ...logOptions,
      ...texts.map((text, index) => [`o${index}`, set('daemon.json', text)]),
    ]),
    labels: [...settings('daemon.json'), ...tokens.map((line) => `note=${token('daemon.json', line)}`)],
    proxies: {
      'http-proxy': set('proxy', 'u:¤@proxy.example.com:3128'),
      'https-proxy': set('proxy', 'http://u:¤@proxy.example.com'),
    },
    'registry-mirrors': [set('mirror', 'https://u:¤@mirror.example.com')],
    'storage-opts': settings('storage option'),
  };
  const args = [
    ...names.map((name) => `--log-opt=${set('argument of dockerd', `${name}=¤`)}`),
    ...names.flatMap((name) => ['--log-opt', set('argument of dockerd', `${name}=¤, and more`)]),
    ...names.flatMap((name) => ['--label', set('label of dockerd', `${name}=¤`)]),
    ...tokens.map((line) => `--label=note=${token('argument of dockerd', line)}`),
    ...[
      '--registry-mirror=https://u:¤@mirror',
      '--http-proxy=u:¤@proxy:1',
      '--https-proxy=http://u:¤@proxy',
    ].map((form) => set('argument of dockerd', form)),
    '--http-proxy',
    set('argument of dockerd', 'u:¤@proxy:3128'),
    '--cluster-store',
    set('argument of dockerd', 'consul://u:¤@consul:8500'),
  ];
  const info = {
    ID: 'x',
    Labels: labels,
    HttpProxy: set('proxy of the engine', 'u:¤@proxy:3128'),
    HTTPSProxy: set('proxy of the engine', 'http://u:¤@proxy:3128'),
    RegistryConfig: { Mirrors: [set('mirror of the engine', 'https://u:¤@mirror/')] },
    Warnings: texts.map((text) => set('docker info', text)),
  };
  const volumes = [
    ...names.map((name) => ({
      Name: 'v',
      Driver: 'd',
      Options: { [name]: set('option of a volume', '¤') },
    })),
    ...names.map((name) => ({
      Name: 'v',
      Driver: 'local',
      Options: { type: 'cifs', o: set('option of a mount', `username=u,${name}=¤,vers=3.0`) },
    })),
    {
      Name: 'v',
      Driver: 'local',
      Options: { device: set('device of a volume', 'https://u:¤@dav.example.com/x') },
    },
    ...texts.map((text) => ({ Name: 'v', Driver: 'd', Options: { o: set('option of a volume', text) } })),
  ];
  const networks = names.map((name) => ({
    Id: 'n',
    Name: 'n',
    Driver: 'd',
    Options: { [name]: set('option of a network', '¤') },
  }));
  const mounts = [
    ...names.map(
      (name) => `1 2 0:3 / /mnt rw - cifs //srv/x rw,${set('mount', `username=u,${name}=¤,vers=3.0`)}`,
    ),
    ...tokens.map((line) => `1 2 0:3 / /mnt rw - fuse.s3 s3 rw,note=${token('mount', line)}`),
  ];
  const images = tests.map((test, index) => ({ ...image(`img${index}`), Healthcheck: { Test: test } }));
  const containers = tests.map((test, index) => ({
    Id: `c${index}`,
    Name: `/c${index}`,
    Config: { HealthTest: test },
    Image: IMAGE,
  }));
  return {
    planted,
    sections: {
      'docker.history': ['image ' + IMAGE, ...steps.map((step) => JSON.stringify(step))].join('\n'),
      'docker.images': [image('app'), ...images].map((one) => JSON.stringify(one)).join('\n'),
      'docker.containers': containers.map((one) => JSON.stringify(one)).join('\n'),
      'docker.info': JSON.stringify(info),
      'docker.volumes': volumes.map((one) => JSON.stringify(one)).join('\n'),
      'docker.networks': networks.map((one) => JSON.stringify(one)).join('\n'),
      'daemon.config': `file /etc/docker/daemon.json\nsha256 ${'0'.repeat(64)}\n${JSON.stringify(
        daemonConfig,
        null,
        2,
      )
        .split('\n')
        .map((line) => `| ${line}`)
        .join('\n')}\n`,
      processes: [
        'process 1',
        'exe /usr/bin/dockerd',
        'arg dockerd',
        ...args.map((arg) => `arg ${arg}`),
      ].join('\n'),
      mounts: ['process 1', ...mounts].join('\n'),
    },
  };
}

/** Without quotes and operators: each word is one. */
function isPlain(command: string): boolean {
  return /^[\w ./:@=,+-]+$/.test(command) && !command.includes('docker login --password-stdin');
}

function image(name: string): Record<string, unknown> {
  return {
    Id: IMAGE,
    RepoTags: [`${name}:1`],
    RepoDigests: [],
    Created: '2026-01-01T00:00:00Z',
    Size: 1,
    User: '',
    Healthcheck: null,
    Env: [null],
  };
}

/** What a host prints in which there is no secret: steps and health checks as they are, words in every other place. */
export function scatter(
  steps: readonly string[],
  words: readonly string[],
): { readonly sections: Readonly<Record<string, string>> } {
  const isTest = (line: string): boolean => /^(?:CMD(?:-SHELL)? [^[]|NONE$)/.test(line);
  const tests = steps.filter(isTest).map((line) => {
    const [kind = '', ...rest] = line.split(' ');
    return kind === 'CMD-SHELL' ? [kind, rest.join(' ')] : [kind, ...rest];
  });
  const file = JSON.stringify({ labels: words, 'log-opts': { tag: words.join(' ') }, hosts: words }, null, 2);
  return {
    sections: {
      'docker.history': [
        'image ' + IMAGE,
        ...steps.filter((line) => !isTest(line)).map((step) => JSON.stringify(step)),
      ].join('\n'),
      'docker.containers': [
        ...tests.map((test) => ({ Id: 'c', Config: { HealthTest: test } })),
        ...words.map((word) => ({
          Id: word,
          Name: word,
          Image: word,
          Config: { User: word },
          Mounts: [{ Source: word, Destination: word }],
          HostConfig: { SecurityOpt: [word], CgroupParent: word },
        })),
      ]
        .map((one) => JSON.stringify(one))
        .join('\n'),
      'docker.images': words
        .map((word) =>
          JSON.stringify({ Id: word, RepoTags: [word], RepoDigests: [word], Env: ['DB_PASSWORD', word] }),
        )
        .join('\n'),
      'docker.info': JSON.stringify({
        ID: words[0] ?? '',
        Labels: words,
        Warnings: words,
        Plugins: { Authorization: words },
        DriverStatus: words.map((word) => ['x', word]),
      }),
      'docker.networks': words.map((word) => JSON.stringify({ Name: word, Options: { o: word } })).join('\n'),
      'docker.volumes': words
        .map((word) => JSON.stringify({ Name: word, Options: { device: word, o: word } }))
        .join('\n'),
      'swarm.services': words
        .map((word) =>
          JSON.stringify({ Name: word, Env: ['DB_PASSWORD', word], Secrets: ['db_password', word] }),
        )
        .join('\n'),
      'daemon.config': `file /etc/docker/daemon.json\n${file
        .split('\n')
        .map((line) => `| ${line}`)
        .join('\n')}\n`,
      processes: [
        'process 1',
        ...words.flatMap((word) => [`arg --label=${word}`, 'arg --log-opt', `arg ${word}`]),
      ].join('\n'),
      mounts: words.map((word) => `1 2 0:3 / ${word} rw - ext4 ${word} rw,${word}`).join('\n'),
      files: words.map((word) => `stat 81a4 0 0 root root 1 0 ${word}`).join('\n'),
      systemd: words.map((word) => `listen docker.socket ${word}`).join('\n'),
      'audit.kernel': words.map((word) => `-w ${word} -p wa -k ${word}`).join('\n'),
    },
  };
}

/** All that a bundle holds of a host, as text. */
export function textOf(bundle: Bundle): string {
  return Object.values(bundle.sections)
    .map(({ text }) => text)
    .join('\n');
}
