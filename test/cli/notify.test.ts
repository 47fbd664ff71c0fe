import { writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { selfSigned } from './certificate.ts';
import { bundle, plimsoll, scratch, type Ran } from './cli.ts';

const folder = scratch();
const ca = join(folder, 'ca.pem');
const received: { readonly path: string; readonly body: string }[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let server: Server;
let url: string;

beforeAll(async () => {
  const pair = selfSigned();
  writeFileSync(ca, pair.cert);
  server = createServer(pair, (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ path: request.url ?? '', body });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/hook/s3cret`;
});
beforeEach(() => {
  received.length = 0;
  answer = (_request, response) => response.end('ok');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const always = ['--notify', 'json', '--notify-on', 'always'];

function run(flags: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const args = ['evaluate', bundle('broken'), '--check', 'docker-daemon-icc', '-f', 'json=-', ...flags];
  return plimsoll(args, { env: { NODE_EXTRA_CA_CERTS: ca, PLIMSOLL_NOTIFY_URL: url, ...env } });
}

describe('--notify', () => {
  it('tells counts, and no evidence', async () => {
    const { status, stdout } = await run(always);
    expect(status).toBe(1);
    expect(received).toHaveLength(1);
    const message = JSON.parse(received[0]?.body ?? '');
    expect(message).toMatchObject({
      tool: 'plimsoll',
      status: 1,
      fail: 1,
      hosts: { audited: 1 },
      since: null,
    });
    const { run: about } = JSON.parse(stdout) as { run: { id: string } };
    expect(message.run.id).toBe(about.id);
    expect(received[0]?.body).not.toMatch(/daemon:icc|evidence|address/);
  });

  it('writes as Slack takes it', async () => {
    await run(['--notify', 'slack', '--notify-on', 'always']);
    const message = JSON.parse(received[0]?.body ?? '');
    expect(message).toMatchObject({ mrkdwn: false });
    expect(message.text).toContain('exit status 1');
  });

  it('takes the address from a file too', async () => {
    const file = join(folder, 'url');
    writeFileSync(file, `${url}\n`);
    const args = ['evaluate', bundle('broken'), '--check', 'docker-daemon-icc', '-f', 'json=-', ...always];
    await plimsoll(args, { env: { NODE_EXTRA_CA_CERTS: ca, PLIMSOLL_NOTIFY_URL_FILE: file } });
    expect(received).toMatchObject([{ path: '/hook/s3cret' }]);
  });

  it('tells on a change only, and the first run is one', async () => {
    const history = ['--notify', 'json', '--history', join(folder, 'history')];
    await run(history);
    expect(received).toHaveLength(1);
    // Other settings of the same checks make another run of the same scope.
    const waivers = join(folder, 'waivers.yaml');
    const waiver = {
      id: 'W-1',
      checks: ['2'],
      hosts: ['no-such-host'],
      reason: 'Covers nothing here.',
      owner: 'x',
      expires: 'never',
    };
    writeFileSync(waivers, JSON.stringify([waiver]));
    await run([...history, '--waivers', waivers]);
    expect(received).toHaveLength(1);
    writeFileSync(waivers, JSON.stringify([{ ...waiver, hosts: ['*'] }]));
    await run([...history, '--waivers', waivers]);
    expect(received).toHaveLength(2);
  }, 60_000);

  it('tells on failure only', async () => {
    const onFail = ['--notify', 'json', '--notify-on', 'fail'];
    await run([...onFail, '--fail-on', 'none']);
    expect(received).toHaveLength(0);
    await run([...onFail, '--exit-zero']);
    expect(received).toHaveLength(1);
  });

  it.each([
    ['refuses', (response: ServerResponse) => response.writeHead(500).end(), 'answered with status 500'],
    [
      'redirects',
      (response: ServerResponse) => response.writeHead(302, { location: '/elsewhere' }).end(),
      'answered with status 302',
    ],
    ['says nothing', () => undefined, 'no answer within 5 s'],
    ['hangs up', (response: ServerResponse) => response.destroy(), 'ECONNRESET'],
  ])('changes no exit status when the webhook %s, and keeps the address secret', async (_name, act, why) => {
    answer = (_request, response) => act(response);
    const { status, stderr } = await run(always);
    expect(status).toBe(1);
    expect(received).toHaveLength(1);
    expect(stderr).toContain(`warning: the notice was not delivered: 127.0.0.1:${new URL(url).port}`);
    expect(stderr).toContain(why);
    expect(stderr).not.toContain('s3cret');
  });

  it('trusts no server that it does not know', async () => {
    const { status, stderr } = await run(always, { NODE_EXTRA_CA_CERTS: '' });
    expect(status).toBe(1);
    expect(received).toHaveLength(0);
    expect(stderr).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  it.each([
    ['http', { PLIMSOLL_NOTIFY_URL: 'http://127.0.0.1/s3cret' }],
    ['nonsense', { PLIMSOLL_NOTIFY_URL: 's3cret' }],
  ])('refuses %s before it begins', async (_name, env) => {
    const { status, stdout, stderr } = await run(always, env);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).not.toContain('s3cret');
  });

  it('wants something to see a change by', async () => {
    expect((await run(['--notify', 'json'])).stderr).toContain('--notify has nothing to see a change by');
  });
});
