import { describe, expect, it } from 'vitest';
import { redactJson } from '../../src/facts/redact-json.ts';
import { createMark } from '../../src/facts/redact-mark.ts';
import { redactSection } from '../../src/facts/redact.ts';
import type { Json } from '../../src/lib/json.ts';

const key = new Uint8Array(32).fill(7);
const redacted = (section: string, text: string): string =>
  redactSection(section, { status: 0, text, stderr: '', truncated: false }, key).text;

describe('secrets do not arrive', () => {
  it.each([
    ['credentials of a URL', 'mounts', 'https://user:hunter2@registry:5000/x'],
    ['a password with an @ in it', 'mounts', 'http://user:hun@hunter2@host/'],
    ['mount options', 'mounts', 'rw,username=u,password=hunter2,uid=0'],
    ['the short spelling of mount options', 'mounts', 'rw,pass=hunter2'],
    ['quotes with blanks and commas', 'mounts', 'password="a b, hunter2"'],
    ['a bearer token', 'mounts', 'Authorization: Bearer hunter2hunter2'],
    ['an argument', 'processes', 'arg --log-opt\narg splunk-token=hunter2'],
    ['an argument in one word', 'processes', 'arg --log-opt=splunk-token=hunter2'],
    ['an argument with blanks and commas', 'processes', 'arg --log-opt=splunk-token=my, hunter2'],
    ['the value of an option that is named so', 'processes', 'arg --registry-password\narg hunter2'],
    ['a mirror', 'processes', 'arg --registry-mirror=https://u:hunter2@mirror'],
    ['daemon.json', 'daemon.config', 'file /x\n| {"log-opts": {"splunk-token": "hunter2, and more"}}'],
    ['a list in daemon.json', 'daemon.config', 'file /x\n| {"tokens": ["a", "hunter2"]}'],
    ['a number in daemon.json', 'daemon.config', 'file /x\n| {"secret": 13371337}'.replaceAll('13371337', 'hunter2')],
    ['a key that is given twice', 'daemon.config', 'file /x\n| {"token": "hunter2",\n| "token": ""}'],
    ['a proxy in daemon.json', 'daemon.config', 'file /x\n| {"proxies": {"http-proxy": "u:hunter2@proxy:3128"}}'],
    ['a daemon.json that is none', 'daemon.config', 'file /x\n| {"tokens": ["a", "hunter2"'],
    ['proxies of docker info', 'docker.info', '{"HttpProxy":"http://u:hunter2@proxy","HTTPSProxy":"u:hunter2@proxy:1"}'],
    ['labels of the engine', 'docker.info', '{"Labels":["api-key=hunter2"]}'],
    ['options of a volume', 'docker.volumes', '{"Options":{"o":"username=u,password=hunter2","device":"//srv/x"}}'],
    ['keys in any case', 'docker.volumes', '{"Options":{"AWS_Secret_Access_Key":"hunter2"}}'],
    ['a health check', 'docker.images', '{"Healthcheck":{"Test":["CMD-SHELL","curl -H \'X-Token: hunter2\' http://u:hunter2@x"]}}'],
    ['a health check of mysql', 'docker.containers', '{"HealthTest":["CMD-SHELL","mysqladmin ping -u root -phunter2 || exit 1"]}'],
    ['a health check in words', 'docker.containers', '{"HealthTest":["CMD","redis-cli","-a","hunter2, with blanks","ping"]}'],
    ['an option and its value in one word', 'docker.containers', '{"HealthTest":["CMD","mysqladmin","ping","-phunter2"]}'],
    ['a login in words', 'docker.images', '{"Healthcheck":{"Test":["CMD","curl","-u","elastic:hunter2","http://localhost"]}}'],
    ['a long option in words', 'docker.containers', '{"HealthTest":["CMD","/probe","--password","hunter2"]}'],
    ['a private key', 'docker.images', JSON.stringify({ a: '-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----' })],
    ['a private key that is cut', 'mounts', '-----BEGIN PRIVATE KEY-----\nhunter2'],
    ['a line that is no JSON', 'docker.containers', '{"token":"hunter2'],
    ['a section that nobody knows', 'brand.new', 'secret_key: hunter2'],
  ])('%s', (_title, section, text) => {
    const found = redacted(section, text);
    expect(found).not.toContain('hunter2');
    expect(found).not.toBe(text);
  }); // prettier-ignore

  it('nor do those on standard error', () => {
    const section = {
      status: 1,
      text: '',
      stderr: 'Get https://u:hunter2@registry: denied',
      truncated: false,
    };
    for (const name of ['docker.info', 'files', 'mounts']) {
      expect(redactSection(name, section, key).stderr).not.toContain('hunter2');
    }
  });
});

describe('everything else does', () => {
  it.each([
    ['processes', 'arg --tlskey=/etc/private-key.pem\narg --host\narg tcp://0.0.0.0:2376\nenv HOME=/root'],
    ['processes', 'arg --authorization-plugin=token-check\nunix 1 /run/docker.sock'],
    ['files', 'stat 81a4 0 0 root root 1 0 /srv/token: x/secret=1'],
    ['systemd', 'listen docker.socket /run/secret:docker.sock (Stream)'],
    ['audit.kernel', '-w /etc/docker -p wa -k secret: yes'],
    ['docker.containers', '{"Name":"/token","Mounts":[{"Source":"/run/secrets/db"}]}'],
    [
      'docker.containers',
      '{"HealthTest":["CMD","curl","-fsS","-u","$LOGIN","http://localhost:80/"],"CapAdd":["-p","a"]}',
    ],
    ['docker.containers', '{"HealthTest":["CMD-SHELL","mysqladmin ping -p$MYSQL_ROOT_PASSWORD --silent"]}'],
    ['swarm.services', '{"Secrets":["db_password"],"Env":["DB_PASSWORD"]}'],
    ['daemon.config', 'file /x\n| {\n|   "icc": false,\n|   "hosts": ["unix:///a@b"]\n| }\n| '],
    ['daemon.config', 'file /x\n| {\r\n|   "icc": false,\r\n|   "labels": ["a=\u2028\u2029"]\r\n| }\r\n| \n'],
  ])('in %s: %s', (section, text) => {
    expect(redacted(section, text)).toBe(text);
  });

  it('names stay, equal secrets look equal within a run and not beyond it', () => {
    const [first, second] = redacted('mounts', 'a-token=x\nb-token=x').split('\n');
    expect(first?.replace('a-', '')).toBe(second?.replace('b-', ''));
    const other = redactSection(
      'mounts',
      { status: 0, text: 'a-token=x', stderr: '', truncated: false },
      new Uint8Array(32),
    );
    expect(other.text).not.toBe(first);
    expect(first).toMatch(/^a-token=\[redacted [0-9a-f]{8}\]$/);
  });

  it('X1: a secret goes from a daemon.json with the line ends of Windows, and nothing else', () => {
    const text =
      'file /x\n| {\r\n|   "icc": false,\r\n|   "log-opts": {"splunk-token": "hunter2"}\r\n| }\r\n| ';
    const found = redacted('daemon.config', text);
    expect(found).toContain('"icc": false');
    expect(found).not.toContain('hunter2');
  });

  it('a redacted daemon.json is JSON still, with all its other settings', () => {
    const found = redacted('daemon.config', 'file /x\n| {"icc": false, "log-opts": {"splunk-token": "s"}}\n');
    const json = found
      .split('\n')
      .flatMap((line) => (line.startsWith('| ') ? [line.slice(2)] : []))
      .join('\n');
    expect(JSON.parse(json)).toMatchObject({
      icc: false,
      'log-opts': { 'splunk-token': expect.stringContaining('redacted') },
    });
  });
});

describe('a hostile host', () => {
  it('cannot make redaction slow, or this would not end', () => {
    const texts = ['token'.repeat(200_000), 'a://'.repeat(200_000), 'a'.repeat(1_000_000), 'proxy='.repeat(150_000),
      '-----BEGIN PRIVATE KEY-----'.repeat(20_000), `token=${'"\\'.repeat(200_000)}`, 'bearer '.repeat(100_000), `curl ${'"\\\\'.repeat(200_000)}`, 'curl -u a:'.repeat(90_000)]; // prettier-ignore
    const inCommand = (text: string): string => JSON.stringify({ HealthTest: ['CMD-SHELL', text] });
    for (const text of texts) {
      redacted('mounts', text);
      redacted('processes', `arg ${text}`);
      redacted('daemon.config', `| ${text}`);
      redacted('docker.containers', inCommand(text));
    }
  });

  it('cannot exhaust the stack, or reach a prototype', () => {
    for (const deep of ['['.repeat(200_000), `${'['.repeat(200_000)}${']'.repeat(200_000)}`]) {
      expect(redacted('docker.info', deep)).toContain('unparsable');
      expect(redacted('daemon.config', `| ${deep}`)).toContain('unparsable');
    }
    const value = JSON.parse('{"__proto__": {"token": "s"}, "constructor": 1}') as Json;
    const found = redactJson(value, createMark(key));
    expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
    expect(JSON.stringify(found)).toMatch(
      /^\{"__proto__":\{"token":"\[redacted .{8}\]"\},"constructor":1\}$/,
    );
  });
});
