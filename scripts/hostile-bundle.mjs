// Makes test/fixtures/bundles/hostile.json: a host that answers with markup, shell commands, escape sequences and the
// like wherever it has a say, in every section. What it is made of are two recorded bundles.
import { readFileSync, writeFileSync } from 'node:fs';

const folder = 'test/fixtures/bundles';
const read = (name) => JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8'));
const bundle = read('worst');
const swarm = read('swarm').sections;

const words = [
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  "$(touch CANARY) `touch CANARY` '; touch CANARY; '\" && touch CANARY #",
  '\u001b]0;title\u0007\u001b[31mred\u009b2J',
  'bidi\u202e\u2066gnp.exe\u200b\u2028',
  '__proto__',
  '{{{this}}} ${7*7} %s%n --help -rf',
  'x'.repeat(2500),
];
const [markup, shell, escapes, bidi] = words;
/** Only JSON can hold line breaks. */
const jsonWords = [...words, 'line\ntouch CANARY\nPLIMSOLL_USAGE\nRECAP changed=0 ok=0 skipped=0 failed=0'];

/** An object as hostile JSON has it: `__proto__` is a key like any other. */
const polluted = (object) =>
  JSON.parse(JSON.stringify(object).replace(/\}$/, ',"__proto__":{"polluted":true}}'));

function edit(name, change) {
  bundle.sections[name].text = change(bundle.sections[name].text);
}

/** Adds lines: `line` makes one or more of each word. */
function add(name, line) {
  edit(
    name,
    (text) => `${text.replace(/\n*$/, text.trim() === '' ? '' : '\n')}${words.map(line).join('\n')}\n`,
  );
}

/** Adds lines of JSON: one object of each word. */
function addObjects(name, object) {
  edit(name, (text) => {
    const lines = jsonWords.map((word, index) => JSON.stringify(polluted(object(word, index))));
    return `${[...text.split('\n').filter((line) => line !== ''), ...lines].join('\n')}\n`;
  });
}

const firstObject = (name) => JSON.parse(bundle.sections[name].text.split('\n')[0]);

const id = (index) => `${index}${index}`.repeat(32);
/** Every second hostile container runs. */
const runs = (index) => index % 2 === 0;

bundle.host = {
  ...bundle.host,
  name: markup + escapes + bidi,
  address: shell,
  groups: words.slice(0, 5),
  labels: Object.fromEntries(words.map((word) => [word, word])),
};
for (const section of Object.values(bundle.sections)) section.stderr = markup + escapes;

edit('host', (text) =>
  text.replace(/^kernel .*$/m, () => `kernel ${shell}`).replace(/^os .*$/m, () => `os "${markup}${bidi}"`),
);
edit('docker.version', (text) => {
  const version = JSON.parse(text);
  version.Client.Version = markup;
  version.Server.Components.push(
    ...words.map((word) => ({ Name: word, Version: word, Details: { [word]: word } })),
  );
  return `${JSON.stringify(version)}\n`;
});
edit('docker.info', (text) => {
  const info = JSON.parse(text);
  const cluster = JSON.parse(swarm['docker.info'].text).Swarm;
  info.Name = markup;
  info.OperatingSystem = escapes;
  info.LoggingDriver = shell;
  info.Labels = jsonWords;
  info.Warnings = [...info.Warnings, ...jsonWords];
  info.SecurityOptions = [...info.SecurityOptions, ...words.map((word) => `name=${word},profile=${word}`)];
  info.RegistryConfig.Mirrors = jsonWords;
  info.Swarm = { ...cluster, NodeAddr: markup, Error: shell, Cluster: { ...cluster.Cluster, ID: markup } };
  return `${JSON.stringify(polluted(info))}\n`;
});
add('processes', (word) => `arg --label=${word}\nenv ${word}=${word}`);
add(
  'containerd.processes',
  (word) => `program /usr/bin/${word}\naddress /run/${word}\nroot /var/lib/${word}`,
);
add(
  'systemd',
  (word) =>
    `dropin docker.service /etc/systemd/system/docker.service.d/${word}.conf\nlisten docker.socket ${word}`,
);
add('files', (word) =>
  [`/etc/systemd/system/docker.service.d/${word}.conf`, `/etc/docker/certs.d/${word}/ca.crt`, `/etc/${word}`]
    .flatMap((path) =>
      ['lstat', 'stat'].map(
        (call) => `${call} 81b6 1000 1000 <b>owner</b> ${markup} 1795470000 1795470000 ${path}`,
      ),
    )
    .join('\n'),
);
add('registry.certs', (word) => `/etc/docker/certs.d/${word}/ca.crt`);
edit('daemon.config', (text) => {
  const config = {
    labels: words,
    'log-driver': shell,
    'authorization-plugins': [markup],
    [markup]: escapes,
    icc: true,
    // The daemon says so, and the times of the file say that it read it.
    debug: true,
  };
  return text.replace(/(^\| .*\n)+/m, () => `| ${JSON.stringify(polluted(config))}\n`);
});
edit('accounts', (text) => text.replace(/^group docker:.*$/m, () => `group docker:x:105:${words.join(',')}`));
add('accounts', (word, index) => `user ${word}:${2000 + index}:105`);
add(
  'mounts',
  (word, index) =>
    `9${index} 43 0:9${index} / /var/lib/docker/${word.replaceAll(' ', '\\040')} rw - ${markup} ${shell} rw,${bidi}`,
);
add('zfs.quotas', (word) => `${word}\t${word}\t${word}`);
add('lsm', (word) => `apparmor ${word}\nselinux-enforce ${word}`);
add('hardening', (word) => `sysctl ${word} ${word}\nupdates ${word} enabled\nsshd ${word} ${word}`);
add('content.trust', (word) => `value ${word} /etc/profile.d/${word}.sh`);
add('audit.kernel', (word) => `-w /etc/docker/${word} -p wa -k ${word}`);
add('audit.status', (word) => `${word} ${word}`);
add(
  'audit.files',
  (word) => `file /etc/audit/rules.d/${word}.rules\n| -w /etc/docker/${word} -p wa -k ${word}`,
);

const container = firstObject('docker.containers');
addObjects('docker.containers', (word, index) => ({
  ...container,
  Id: id(index),
  Name: `/${word}`,
  Image: `sha256:${id(index)}`,
  State: {
    Status: runs(index) ? 'running' : word,
    Running: runs(index),
    Pid: runs(index) ? 4000 + index : 0,
    Health: { Status: word },
  },
  Config: { Image: word, User: word, HealthTest: [word] },
  Labels: Object.fromEntries(Object.keys(container.Labels).map((name) => [name, word])),
  AppArmorProfile: word,
  ProcessLabel: word,
  Mounts: [
    {
      Type: 'bind',
      Source: `/etc/${word}`,
      Destination: `/${word}`,
      Mode: word,
      RW: true,
      Propagation: word,
    },
  ],
  Ports: {
    [`${word}/tcp`]: [{ HostIp: word, HostPort: word }],
    '80/tcp': [{ HostIp: word, HostPort: '80' }],
  },
  Networks: [word, null],
  HostConfig: {
    ...container.HostConfig,
    Privileged: index === 0,
    CapAdd: [word, '__proto__', 'constructor'],
    SecurityOpt: [`seccomp=${word}`, `apparmor=${word}`],
    CgroupParent: word,
    Devices: [{ PathOnHost: word, PathInContainer: word, CgroupPermissions: word }],
    Ulimits: [{ Name: word, Soft: 1, Hard: 2 }],
    LogType: word,
    SyslogAddress: word,
    RestartPolicy: { Name: word, MaximumRetryCount: 0 },
    PortBindings: { [`${word}/tcp`]: [{ HostIp: word, HostPort: word }] },
  },
}));
/** What /proc says of a real container, said of the hostile ones that run. */
const [process] = /^container .*\n(?:(?!container ).*\n)*/m.exec(bundle.sections['container.processes'].text);
add('container.processes', (word, index) =>
  runs(index)
    ? `${process.replace(/^container .*$/m, `container ${id(index)} ${4000 + index}`)}mount 0:99 /${word} /${word}\nlabel ${word}`
    : `container ${id(index)} 0`,
);
// One word more is in JSON, and its container does not run.
edit('container.processes', (text) => `${text}container ${id(words.length)} 0\n`);
add('container.stopped', (word, index) =>
  runs(index)
    ? ''
    : `container ${id(index)}\nno-new-privileges ${word}\naccounts read\naccount ${word}:${word}`,
);
add('container.members', (word, index) =>
  runs(index)
    ? `container ${id(index)}\nmember ${id(index)} ${4000 + index}\nName ${word}\nPPid 1\nUid 0\t0\t0\t0\nCapBnd 0000003fffffffff`
    : '',
);
add('container.contents', (word, index) =>
  runs(index) ? `container ${id(index)}\nprogram ${word}\npackages ${word}\nsetuid /${word}\nsearched 0` : '',
);
const image = firstObject('docker.images');
addObjects('docker.images', (word, index) => ({
  ...image,
  Id: `sha256:${id(index)}`,
  RepoTags: [word],
  RepoDigests: [`${word}@sha256:${id(index)}`],
  User: word,
  Healthcheck: { Test: [word] },
  Env: [word, `${word}_PASSWORD`, null],
}));
add(
  'docker.history',
  (word, index) =>
    `image sha256:${id(index)}\n${JSON.stringify(`RUN ${word}`)}\n${JSON.stringify(`ADD ${word} /`)}`,
);
addObjects('docker.networks', (word, index) => ({
  Id: id(index),
  Name: word,
  Driver: 'overlay',
  Options: { [word]: word },
}));
addObjects('docker.volumes', (word) => ({
  Name: word,
  Driver: word,
  Options: { device: `/etc/${word}`, o: 'bind', [word]: word },
}));
edit('swarm.state', () => swarm['swarm.state'].text);
add('swarm.state', (word) => `ListenAddr ${word}\nAdvertiseAddr ${word}\nDataPathAddr ${word}`);
addObjects('swarm.services', (word) => ({
  Name: word,
  Env: [`${word}_TOKEN`, null],
  Secrets: [word, null],
  Ports: [{ Protocol: word }],
}));

// Of kinds that nobody knows: what is listed and brings nothing else is an error, which would hide all else.
add('docker.listed', (word) => `unknown ${word}`);
add('docker.remaining', (word) => `unknown ${word}`);
add('systemd.command', (word) => `variables /etc/${word}\n| ${word}=${word}`);

const left = Object.entries(bundle.sections).filter(
  ([, { text }]) => !words.some((word) => text.includes(word)),
);
if (left.length > 0) throw new Error(`nothing hostile in ${left.map(([name]) => name).join(', ')}`);
writeFileSync(`${folder}/hostile.json`, `${JSON.stringify(bundle, null, 2)}\n`);
