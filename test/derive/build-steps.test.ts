import { describe, expect, it } from 'vitest';
import { addSteps, loneUpdates, secretNames, unverifiedFetches } from '../../src/derive/build-steps.ts';

describe('steps that update a package index and install nothing', () => {
  it.each([
    'RUN /bin/sh -c apt-get update # buildkit',
    '/bin/sh -c apt-get -qq update',
    'RUN /bin/sh -c apt-get update && rm -rf /tmp/x',
    '/bin/sh -c apk update',
    'RUN /bin/sh -c set -eux; yum makecache',
    `RUN /bin/sh -c ${'echo a; '.repeat(20)}apt-get update`,
  ])('%s', (step) => expect(loneUpdates([step])).toHaveLength(1));

  it.each([
    'RUN /bin/sh -c apt-get update && apt-get install -y curl # buildkit',
    '/bin/sh -c apk add --no-cache --update curl',
    'RUN /bin/sh -c update-ca-certificates',
    'RUN /bin/sh -c update-alternatives --set editor /usr/bin/vim',
    'RUN /bin/sh -c git submodule update',
    '/bin/sh -c #(nop)  CMD ["apt-get" "update"]',
    'COPY apt-get update / # buildkit',
  ])('not %s', (step) => expect(loneUpdates([step])).toEqual([]));
});

describe('ADD steps', () => {
  it('do not count while the base lays down its root filesystem', () => {
    expect(addSteps(['/bin/sh -c #(nop) ADD file:1f2e in / ', '/bin/sh -c #(nop)  CMD ["bash"]'])).toEqual(
      [],
    );
    expect(addSteps(['ADD rootfs.tar.gz / # buildkit', 'RUN /bin/sh -c make'])).toEqual([]);
  });

  it('count after it, to / as well', () => {
    const steps = ['ADD rootfs.tar.gz / # buildkit', 'RUN /bin/sh -c make', 'ADD app.tar / # buildkit'];
    expect(addSteps(steps)).toEqual(['ADD app.tar /']);
    expect(addSteps(['/bin/sh -c #(nop) ADD file:1 in /opt/ '])).toEqual(['ADD file:1 in /opt/']);
  });

  it('are not what only holds the word', () => {
    expect(addSteps(['ENV ADDRESS=x', 'RUN /bin/sh -c echo ADD', 'LABEL a="ADD x /"'])).toEqual([]);
  });
});

describe('names of secrets', () => {
  it('are those that had a value', () => {
    const steps = [
      'ENV DB_PASSWORD=[redacted 00000000] PATH=[redacted 11111111]',
      'ENV API_TOKEN=""',
      'ENV DB_PASSWORD_FILE=[redacted 22222222]',
      'RUN |1 NPM_TOKEN=[redacted 33333333] /bin/sh -c npm ci',
      'RUN /bin/sh -c git clone https://[redacted 44444444]@example.com/x',
      'ARG SECRET',
    ];
    expect(secretNames(steps)).toEqual(['DB_PASSWORD', 'NPM_TOKEN', 'credentials in a URL']);
  });

  it('are also what programs take behind options of other names, and addresses with a password', () => {
    const steps = [
      'RUN /bin/sh -c curl -u ci:[redacted 0011aabb] https://example.com; docker  login -u ci -p [redacted 0011aabc]',
      'ENV DATABASE_URL=postgres://[redacted 0011aabb]@[redacted 0011aabc]',
      'RUN /bin/sh -c curl https://example.com; other -u ci:[redacted 0011aabb]',
    ];
    expect(secretNames(steps)).toEqual(['curl -u', 'docker login -p', 'credentials in a URL']);
  });
});

describe('fetching without verifying', () => {
  it.each([
    ['RUN /bin/sh -c curl -fsSLk https://x/y -o z', 'curl --insecure'],
    ['RUN /bin/sh -c curl -fsSL https://x/install | sh', 'a download piped into a shell'],
    ['RUN /bin/sh -c wget -qO- https://x | sudo bash -', 'a download piped into a shell'],
    ['RUN /bin/sh -c pip install --trusted-host x y', '--trusted-host'],
    ['RUN /bin/sh -c echo "deb [trusted=yes] http://x ./" >>/etc/apt/sources.list', 'trusted=yes'],
  ])('%s', (step, name) => expect(unverifiedFetches([step])).toEqual([name]));

  it.each([
    'RUN /bin/sh -c curl -fsSL https://x/y -o z && sha256sum -c sums',
    'RUN /bin/sh -c curl -fsSL https://x/key | gpg --dearmor',
    'LABEL a="curl -k"',
  ])('not %s', (step) => expect(unverifiedFetches([step])).toEqual([]));
});

it('the work on a huge step grows with its length, or this would not end', () => {
  const step = `RUN /bin/sh -c ${'apt-get apk yum curl wget '.repeat(2_000)}`;
  expect(loneUpdates([step])).toEqual([]);
  expect(unverifiedFetches([step])).toEqual([]);
});
