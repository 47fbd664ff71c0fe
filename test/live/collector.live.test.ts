import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assembleScript } from '../../src/collector/assemble.ts';
import { parseStream, type Recording } from '../../src/collector/parse.ts';
import { sectionSpecs } from '../../src/collector/sections.ts';
import { requires } from './requirements.ts';
import { createUser } from './users.ts';

const sectionsFolder = new URL('../../src/collector/sections/', import.meta.url);
const all = new Set(sectionSpecs.map(({ name }) => name));
const nonce = 'f00d';
const MIB = 1024 * 1024;

function script(
  sections: ReadonlySet<string> = all,
  commandLimit = 10,
  dockerSocket: string | null = null,
): string {
  return assembleScript({ sections, nonce, dockerSocket, commandLimit, runLimit: 60 });
}

/** Puts a folder before all others in the script's own PATH, or in place of them. */
function withPath(text: string, folder: string, only = false): string {
  const path = /^ {2}PATH=.*$/m;
  expect(text).toMatch(path);
  return text.replace(path, (line) => `  PATH=${folder}${only ? '' : `:${line.slice('  PATH='.length)}`}`);
}

function run(
  shell: readonly string[],
  input: string,
): Recording & { readonly said: string; readonly seconds: number } {
  const [command = '', ...args] = shell;
  const started = Date.now();
  const found = spawnSync(command, args, { input, maxBuffer: 256 * MIB, cwd: '/', timeout: 60_000 });
  return {
    ...parseStream(found.stdout, nonce, all),
    said: found.stderr.toString('utf8'),
    seconds: (Date.now() - started) / 1000,
  };
}

/** Numbers of processes that have a folder in their environment or arguments. */
function processesOf(folder: string): readonly string[] {
  const found = spawnSync('grep', ['-lsa', folder, '--', ...procFiles('environ'), ...procFiles('cmdline')]);
  return found.stdout
    .toString()
    .split('\n')
    .filter((file) => file !== '' && isAlive(file));
}

function procFiles(name: string): readonly string[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .map((pid) => `/proc/${pid}/${name}`);
}

function isAlive(file: string): boolean {
  try {
    return readlinkSync(join(file, '../exe')) !== '';
  } catch {
    return false;
  }
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-collector-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A `docker` of our own, in a folder of its own. */
function fakeDocker(name: string, body: string): string {
  const bin = join(folder, name);
  execFileSync('mkdir', ['-p', bin]);
  writeFileSync(join(bin, 'docker'), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return bin;
}

describe.skipIf(requires('shellcheck'))('the script', () => {
  it('passes shellcheck as POSIX sh', () => {
    const found = spawnSync('shellcheck', ['-s', 'sh', '-'], { input: script(), encoding: 'utf8' });
    expect(found.stdout).toBe('');
  });
});

describe.skipIf(requires('dash', 'busybox'))('in every shell', () => {
  const shells: readonly (readonly [string, readonly string[]])[] = [
    ['dash', ['dash', '-s']],
    ['bash', ['bash', '-s']],
    ['bash --posix', ['bash', '--posix', '-s']],
    ['busybox ash', ['busybox', 'ash', '-s']],
  ];
  const statuses = ({ sections }: Recording): readonly string[] =>
    Object.entries(sections).map(([name, { status }]) => `${name} ${status ?? 'cut'}`);

  it('B5, B6: gives the same sections and statuses', () => {
    const [first, ...others] = shells.map(([, shell]) => run(shell, script()));
    expect(first).toMatchObject({ started: true, complete: true, noise: '', said: '' });
    expect(Object.keys(first?.sections ?? {})).toEqual([...all]);
    for (const other of others) {
      expect(other).toMatchObject({ complete: true, noise: '', said: '' });
      expect(statuses(other)).toEqual(first === undefined ? [] : statuses(first));
    }
  });

  it('works with the applets of busybox alone, and without docker', () => {
    const bin = join(folder, 'applets');
    execFileSync('mkdir', ['-p', bin]);
    execFileSync('busybox', ['--install', '-s', bin]);
    const found = run(['busybox', 'ash', '-s'], withPath(script(), bin, true));
    expect(found).toMatchObject({ complete: true, noise: '', said: '' });
    const { sections } = found;
    expect(Object.keys(sections)).toEqual([...all]);
    expect(sections['docker.info']).toMatchObject({ status: 127 });
    expect(sections.host).toMatchObject({ status: 0, stderr: '' });
    const whole = run(['dash', '-s'], script(new Set(['files', 'accounts']))).sections;
    // Users come and go meanwhile, in the tests of SSH.
    const others = (text = ''): readonly string[] =>
      text.split('\n').filter((line) => !/ \/etc$|plimsoll-test-/.test(line));
    const lines = (text = ''): readonly string[] =>
      others(text).filter((line) => /^(lstat|real) .*\/etc/.test(line));
    // The time of birth is more than busybox tells.
    const bare = (line: string): string => line.replace(/ \S+ (\/\S*)$/, ' $1');
    expect(lines(sections.files?.text).map(bare)).toEqual(lines(whole.files?.text).map(bare));
    expect(others(sections.accounts?.text)).toEqual(others(whole.accounts?.text));
  });

  it('does nothing at all where it was cut', () => {
    const text = withPath(script(), folder);
    const lines = [...text.matchAll(/\n/g)].map(({ index }) => index + 1);
    const offsets = [
      ...Array.from({ length: 60 }, (_, n) => Math.floor((n * text.length) / 60)),
      ...lines.slice(-25, -1),
    ];
    for (const offset of offsets) {
      const found = spawnSync('dash', ['-s'], {
        input: text.slice(0, offset),
        encoding: 'utf8',
        cwd: folder,
      });
      expect(found.stdout, `cut at ${offset}`).toBe('');
    }
    expect(readdirSync(folder).filter((name) => !['applets'].includes(name))).toEqual([]);
  });
});

describe.skipIf(requires('busybox', 'dash'))('a docker that misbehaves', () => {
  const sections = new Set(['host', 'docker.version', 'docker.info', 'docker.networks', 'lsm']);
  const withDocker = (name: string, body: string, limit = 2): ReturnType<typeof run> =>
    run(['dash', '-s'], withPath(script(sections, limit), fakeDocker(name, body)));
  const others = { host: { status: 0, truncated: false }, lsm: { status: 0, truncated: false } };

  it.each([
    ['coreutils', ''],
    ['a watchdog of its own', 'coreutils_timeout=no'],
  ])('hangs: it is ended in time by %s, and leaves nothing behind', async (_title, setting) => {
    const bin = fakeDocker(`hangs${setting}`, `export MARK=${folder}/hangs\nsleep 300 &\nsleep 300`);
    const text = withPath(script(sections, 1), bin).replace(
      '  mark=',
      `  ${setting === '' ? ':' : setting}\n  mark=`,
    );
    const found = run(['dash', '-s'], text);
    expect(found.complete).toBe(true);
    expect(found.sections).toMatchObject(others);
    for (const name of ['docker.version', 'docker.info', 'docker.networks']) {
      expect([124, 137, 143], name).toContain(found.sections[name]?.status);
    }
    expect(found.seconds).toBeLessThan(15);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(processesOf(`${folder}/hangs`)).toEqual([]);
  });

  it.each([
    ['removed after it was listed: the others are whole', 'gone', { status: 0, text: 'a\nc\n' }],
    ['one that is listed still: that is a failure', 'stays', { status: 1 }],
    ['every one, of which none is to be had', 'broken', { status: 1 }],
  ])('cannot inspect %s', (_title, name, expected) => {
    const messages: Readonly<Record<string, string>> = {
      gone: 'echo json a; echo json c; echo "Error: No such container: b" >&2',
      stays: 'echo json a; echo json c; echo "Error: No such container: b" >&2',
      broken: 'echo "Error response from daemon: out of luck" >&2',
    };
    const second = name === 'gone' ? 'printf "a\\nc\\n"' : 'printf "a\\nb\\nc\\n"';
    const flag = join(folder, `${name}-listed`);
    const body = `case "$1 $2" in
      'container ls') if [ -e ${flag} ]; then ${second}; else : >${flag}; printf "a\\nb\\nc\\n"; fi ;;
      *) ${messages[name] ?? ''}; exit 1 ;;
      esac`;
    const text = script(new Set(['docker.containers']), 2);
    const found = run(['dash', '-s'], withPath(text, fakeDocker(name, body)));
    rmSync(flag);
    expect(found.sections['docker.containers']).toMatchObject(expected);
    expect(found.sections['docker.containers']?.stderr ?? '').toMatch(name === 'gone' ? /^$/ : /Error/);
  });

  it('ignores being asked to end', () => {
    const bin = fakeDocker('deaf', "trap '' TERM INT\nwhile :; do sleep 1; done");
    const found = run(['dash', '-s'], withPath(script(new Set(['host', 'docker.info', 'lsm']), 1), bin));
    expect(found).toMatchObject({ complete: true, sections: others });
    expect([124, 137]).toContain(found.sections['docker.info']?.status);
    expect(found.seconds).toBeLessThan(15);
  });

  it('floods: its section is capped, the others are whole', () => {
    const found = withDocker(
      'floods',
      'printf "json "; head -c 100000000 /dev/zero | tr "\\0" x; head -c 50000000 /dev/zero >&2',
    );
    const cap = sectionSpecs.find(({ name }) => name === 'docker.info')?.maxBytes;
    expect(found).toMatchObject({ complete: true, sections: others });
    expect(found.sections['docker.info']).toMatchObject({ truncated: true });
    expect(found.sections['docker.info']?.text).toHaveLength(cap ?? 0);
    expect(found.sections['docker.info']?.stderr.length).toBeLessThanOrEqual(4000);
  });

  it('prints bytes that are no text, and frame lines of its own', () => {
    const found = withDocker(
      'odd',
      String.raw`printf 'json a\377\r\nknown\nplimsoll:guess begin host 9\njson plimsoll:f00dx end\n'`,
    );
    expect(found).toMatchObject({ complete: true, sections: others });
    expect(found.sections['docker.info']).toMatchObject({
      status: 0,
      text: 'a\uFFFD\r\nplimsoll:f00dx end\n',
    });
  });

  it('dies', () => {
    const found = withDocker('dies', 'echo json half; echo why >&2; kill -SEGV $$');
    expect(found).toMatchObject({ complete: true, sections: others });
    expect(found.sections['docker.info']).toMatchObject({
      status: 139,
      text: 'half\n',
      stderr: expect.stringContaining('why'),
    });
  });
});

describe.skipIf(requires('root', 'dash', 'busybox'))('a docker that is asked', () => {
  /** How often it is asked, and how many processes are started, for so many running containers of one image. */
  function costOf(containers: number): { readonly calls: number; readonly processes: number } {
    const [jail, calls, text] = [join(folder, 'jail'), join(folder, 'calls'), join(folder, 'counted')];
    const body = `echo "$*" >>${calls}
      case "$*" in
        'container inspect '*) sed 's/.*/run & & sha256:1/' ${folder}/pids ;;
        'container ls '*) cat ${folder}/pids ;;
        'image ls '*) echo sha256:1 ;;
      esac`;
    rmSync(calls, { force: true });
    writeFileSync(text, withPath(script(), fakeDocker('counts', body)));
    const inside = `mkdir -p ${jail} && cp "$(command -v busybox)" ${jail}/sleep
      for _ in $(seq ${containers}); do unshare --net chroot ${jail} /sleep 100 & echo "$!"; done >${folder}/pids
      sleep 1; dash -s <${text} >/dev/null 2>&1; cat /proc/sys/kernel/ns_last_pid`;
    const alone = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', inside];
    const last = execFileSync('unshare', alone, { encoding: 'utf8' });
    return { calls: readFileSync(calls, 'utf8').split('\n').length, processes: Number(last) - containers };
  }

  it('D10: is asked as often for forty containers as for two, by hardly more processes', () => {
    const [few, many] = [costOf(2), costOf(40)];
    expect(many.calls).toBe(few.calls);
    // The watch starts two a second; a loop that forks again would start one for each container.
    expect(many.processes - few.processes).toBeLessThan(38);
  });

  it('I21: reads the limits of all cgroups up to that of the container', () => {
    const scope = join(folder, 'cgroup/docker-aa.scope');
    execFileSync('mkdir', ['-p', join(scope, 'init.scope')]);
    writeFileSync(join(folder, 'cgroup/memory.max'), '1\n');
    writeFileSync(join(scope, 'memory.max'), '1000\n');
    writeFileSync(join(scope, 'init.scope/memory.max'), 'max\n');
    const functions = readFileSync(new URL('container-processes.sh', sectionsFolder), 'utf8');
    const call = `container_limits memory ${folder}/cgroup memory.max aa /docker-aa.scope/init.scope`;
    const said = execFileSync('dash', ['-c', `${functions}\n${call}`], { encoding: 'utf8' });
    expect(said).toBe('memory max\nmemory 1000\n');
  });

  it('I17: names images without a tag too, which clients from 29.0 on leave out, and what containers came from', () => {
    const body = [
      'case "$*" in',
      `  'image ls -aq '*dangling=true*) echo sha256:untagged ;;`,
      `  'image ls -aq --no-trunc') printf 'sha256:%s\\n' tagged untagged base step ;;`,
      `  'image ls '*) echo sha256:tagged ;;`,
      `  'container ls '*) echo one; echo two ;;`,
      `  'container inspect '*) printf 'run %s 0 sha256:%s\\n' one base two base three gone ;;`,
      `  'image inspect '*) shift 4; echo json $* | sed 's/ sha256:gone//'; echo No such image: sha256:gone >&2; exit 1 ;;`,
      'esac',
    ].join('\n');
    const text = withPath(script(new Set(['docker.images'])), fakeDocker('hides', body));
    const found = run(['dash', '-s'], text);
    expect(found.sections['docker.images']).toMatchObject({
      status: 0,
      text: 'sha256:base sha256:tagged sha256:untagged\n',
    });
  });
});

describe.skipIf(requires('root', 'dash', 'dockerd'))('on a host with the units of its package', () => {
  it('A16: units in the root filesystem of a container are none of its own', () => {
    const decoy = '/run/containerd/task/rootfs/lib/systemd/system';
    const inside = `mount -t tmpfs tmpfs /run; mkdir -p ${decoy}; touch ${decoy}/docker.service; exec dash -s`;
    const sections = new Set(['systemd', 'files']);
    const found = run(['unshare', '--mount', 'sh', '-c', inside], script(sections));
    expect(found.complete).toBe(true);
    const text = [...sections].map((name) => found.sections[name]?.text).join('\n');
    expect(text).toContain('/docker.service');
    expect(text).not.toContain('rootfs');
  });
});

describe.skipIf(requires('root', 'dash'))('on a host', () => {
  it('D9, F3: writes nothing: it runs whole where everything is read-only', () => {
    const readonly = `
      awk '{ print $5 }' /proc/self/mountinfo | sort -r | while read -r point; do
        mount -o remount,bind,ro "$point" 2>/dev/null || :
      done
      ! touch /tmp/x /var/x /etc/x /root/x 2>/dev/null || exit 9
      exec dash -s`;
    const found = run(['unshare', '--mount', 'sh', '-c', readonly], script());
    expect(found).toMatchObject({ started: true, complete: true });
    const free = run(['dash', '-s'], script());
    const whole = Object.entries(free.sections).map(([name, { status }]) => [name, status]);
    expect(Object.entries(found.sections).map(([name, { status }]) => [name, status])).toEqual(whole);
    expect(JSON.stringify(Object.values(found.sections).map(({ stderr }) => stderr))).not.toMatch(
      /read-only file system/i,
    );
  });

  it('says what it may not read to a user who is not root', () => {
    const user = createUser(null);
    try {
      const found = run(
        ['setpriv', `--reuid=${user.name}`, '--regid=nogroup', '--clear-groups', 'dash', '-s'],
        script(),
      );
      expect(found).toMatchObject({ started: true, complete: true, said: '' });
      expect(found.sections.host?.text).toMatch(/^uid [1-9]/);
      expect(found.sections.host?.text).toMatch(/^ns pid \d/m);
      expect(found.sections['audit.kernel']?.status).not.toBe(0);
      expect(found.sections.accounts?.text).toMatch(/^user root:0:0$/m);
    } finally {
      user.remove();
    }
  });

  it('sees links, what they lead to, and who may change them on the way', () => {
    const home = join(folder, 'home');
    execFileSync('mkdir', ['-p', home]);
    writeFileSync(join(folder, 'real.json'), '{}');
    execFileSync('ln', ['-sfn', '../real.json', join(home, 'step')]);
    execFileSync('ln', ['-sfn', 'home/step', join(folder, 'daemon.json')]);
    const config = join(folder, 'daemon.json');
    const text = script(new Set(['files'])).replace(
      "printf '%s\\n' /etc/docker/daemon.json",
      `printf '%s\\n' ${config} /etc/docker/daemon.json`,
    );
    const lines = run(['dash', '-s'], text).sections.files?.text.split('\n') ?? [];
    expect(lines).toEqual(
      expect.arrayContaining([`link ${config}`, 'to home/step', `link ${home}/step`, 'to ../real.json']),
    );
    expect(lines.some((line) => line.startsWith('stat ') && line.endsWith(` ${folder}/real.json`))).toBe(
      true,
    );
    expect(lines.some((line) => line.startsWith('stat ') && line.endsWith(` ${home}`))).toBe(true);
  });

  it('W1: knows the daemon by what it holds, whatever its name, and looks at its new executable', async () => {
    const [executable, socket, data] = ['engine-9', 'api.sock', 'data'].map((name) => join(folder, name));
    execFileSync('mkdir', ['-p', `${data}/volumes`]);
    copyFileSync('/usr/bin/perl', executable ?? '');
    const serve = `open F, '>', '${data}/volumes/metadata.db'; use Socket;
      socket S, PF_UNIX, SOCK_STREAM, 0; bind S, sockaddr_un('${socket}'); listen S, 1; print "ready\n"; close STDOUT; sleep 60`;
    const running = spawn(executable ?? '', ['-e', serve], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      await once(running.stdout, 'data');
      rmSync(executable ?? '');
      copyFileSync('/usr/bin/sleep', executable ?? '');
      const found = run(['dash', '-s'], script(new Set(['files', 'processes']), 10, socket)).sections;
      const said = found.processes?.text.split('\n');
      expect(said).toEqual(
        expect.arrayContaining([`serves ${socket}`, `exe ${executable} (deleted)`, `data-root ${data}`]),
      );
      const lines = found.files?.text.split('\n') ?? [];
      expect(lines.some((line) => line.startsWith('stat ') && line.endsWith(` ${executable}`))).toBe(true);
    } finally {
      running.kill();
    }
  });

  it('W7: opens nothing that a process of nobody names, whatever it is called', async () => {
    const [impostor, fifo, secret] = ['dockerd', 'fifo', 'client.json'].map((name) => join(folder, name));
    execFileSync('chmod', ['755', folder]);
    copyFileSync('/usr/bin/dash', impostor ?? '');
    execFileSync('mkfifo', [fifo ?? '']);
    writeFileSync(secret ?? '', '{"auths": {"registry": {"auth": "planted"}}}', { mode: 0o600 });
    const asNobody = [
      '--reuid=65534',
      '--regid=65534',
      '--clear-groups',
      impostor ?? '',
      '-c',
      'sleep 60; :',
      'x',
    ];
    const running = ['/dev/zero', fifo ?? '', secret ?? ''].map((file) =>
      spawn('setpriv', [...asNobody, '--config-file', file], { stdio: 'ignore' }),
    );
    try {
      await Promise.all(running.map((one) => once(one, 'spawn')));
      const sections = new Set(['processes', 'containerd.processes', 'daemon.config', 'files', 'accounts']);
      const found = run(['dash', '-s'], script(sections));
      expect(found).toMatchObject({ complete: true, said: '' });
      expect(Object.values(found.sections).map(({ status }) => status)).toEqual([0, 0, 0, 0, 0]);
      expect(JSON.stringify(found.sections)).not.toMatch(/planted|\/dev\/zero|plimsoll-collector/);
    } finally {
      for (const one of running) one.kill('SIGKILL');
    }
  });

  it('W8: leaves no process when whoever started it is killed', async () => {
    const mark = join(folder, 'left');
    const bin = fakeDocker('waits', `export MARK=${mark}\nsleep 300 &\nsleep 300`);
    const starter = spawn('sh', ['-c', 'dash -s; :'], { stdio: ['pipe', 'ignore', 'ignore'] });
    starter.stdin.end(withPath(script(new Set(['docker.info']), 200), bin));
    await expect.poll(() => processesOf(mark), { timeout: 60_000 }).not.toEqual([]);
    starter.kill('SIGKILL');
    await expect.poll(() => processesOf(mark), { timeout: 60_000 }).toEqual([]);
  });
});
