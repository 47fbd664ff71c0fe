import { describe, expect, it } from 'vitest';
import { redactSection } from '../../src/facts/redact.ts';

const key = new Uint8Array(32);

function redacted(...steps: readonly string[]): readonly string[] {
  const lines = ['image sha256:aa', ...steps.map((step) => JSON.stringify(step)), 'failed'];
  const text = `${lines.join('\n')}\n`;
  const section = redactSection('docker.history', { status: 0, text, stderr: '', truncated: false }, key);
  const [first, ...rest] = section.text.split('\n');
  expect([first, rest.at(-2)]).toEqual(['image sha256:aa', 'failed']);
  return rest.slice(0, -2).map((line) => String(JSON.parse(line)));
}

describe('build steps of images on arrival', () => {
  it.each([
    ['a variable of BuildKit', 'ENV DB_PASSWORD=hunter2'],
    ['a variable with blanks in it', 'ENV DB_PASSWORD=my hunter2 indeed OTHER=1'],
    ['a variable of the old builder', '/bin/sh -c #(nop)  ENV A=1 GREETING=hunter2'],
    ['the oldest form of a variable', 'ENV GREETING hunter2'],
    ['a build argument', 'RUN |2 GREETING=hunter2 X= /bin/sh -c make'],
    ['a label', 'LABEL note=hunter2'],
    ['an option', 'RUN /bin/sh -c mysql --root-password hunter2 -e x'],
    ['a quoted assignment', "RUN /bin/sh -c export API_TOKEN='a hunter2 b'; run"],
    ['a header', 'RUN /bin/sh -c curl -H "Authorization: Bearer hunter2" https://example.com'],
    ['an address with a password', 'ENV DATABASE_URL=postgres://app:hunter2@db/app'],
    ['a login of curl', 'RUN /bin/sh -c set -e; curl -fsS -u "ci:hunter2" https://example.com/x'],
    ['the short option of sshpass', 'RUN /bin/sh -c true && sshpass -phunter2 ssh host'],
    ['a docker login', 'RUN /bin/sh -c docker login -u ci -p hunter2 registry.example.com'],
    ['a command in words', '/bin/sh -c #(nop)  CMD ["redis-cli" "-a" "hunter2" "ping"]'],
    [
      'a command in words, of BuildKit',
      'HEALTHCHECK &{["CMD", "curl", "-u", "me:hunter2", "http://x"] "0s"}',
    ],
    ['a URL', 'RUN /bin/sh -c git clone https://me:hunter2@example.com/x'],
  ])('lose the value of %s', (_name, step) => {
    const [text = ''] = redacted(step);
    expect(text).not.toContain('hunter2');
    expect(text).toContain('[redacted ');
  });

  it('are replaced once', () => {
    const [step] = redacted('/bin/sh -c #(nop)  ENV DB_PASSWORD=changeme');
    expect(step).toMatch(/ENV DB_PASSWORD=\[redacted [0-9a-f]{8}\]$/);
  });

  it('keep names, and that a value is empty', () => {
    const [variables, run] = redacted('ENV DB_PASSWORD= A="" B=12', 'RUN |1 X= /bin/sh -c make all');
    expect(variables).toMatch(/^ENV DB_PASSWORD="" A="" B=\[redacted [0-9a-f]{8}\]$/);
    expect(run).toBe('RUN |1 X="" /bin/sh -c make all');
  });

  it('keep what holds no value', () => {
    const steps = [
      'RUN /bin/sh -c apt-get update && apt-get install -y curl',
      'ADD file:1 in / ',
      'ARG TOKEN',
      'RUN /bin/sh -c mkdir -p /srv && curl -fsS -u "$LOGIN" https://example.com && useradd -u 1000 app',
      'RUN /bin/sh -c sshpass -V; mkdir -p /srv/app',
      'RUN /bin/sh -c mysql -p',
    ];
    expect(redacted(...steps)).toEqual(steps);
  });
});
