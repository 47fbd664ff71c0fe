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
    'RUN /bin/sh -c apt-get update\npip install flask\n # buildkit',
    'RUN |2 A=[redacted 00000000] B=x /bin/bash -euo pipefail -c retry 3 apt-get update # buildkit',
    'RUN /bin/sh -c sudo -E DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 update',
    'RUN /bin/sh -c apt-get update && apk add curl',
    'RUN /bin/sh -c if true; then /usr/bin/apt update; fi',
    'RUN /bin/sh -c bash -c "apt-get update; echo install"',
    'RUN bash -c apt-get update # buildkit',
    'RUN /bin/sh -c cat <<EOF >/notes\napt-get install x\nEOF\napt-get update # buildkit',
    'RUN /bin/sh -c dnf5 makecache',
    'RUN /bin/sh -c pacman -Sy --noconfirm',
    'RUN /bin/sh -c zypper --non-interactive ref',
  ])('%s', (step) => expect(loneUpdates([step])).toHaveLength(1));

  it.each([
    'RUN /bin/sh -c apt-get update && apt-get install -y curl # buildkit',
    '/bin/sh -c apk add --no-cache --update curl',
    'RUN /bin/sh -c apt-get update\napt-get install -y curl\n # buildkit',
    'RUN /bin/sh -c apt-get update && apt-get -y satisfy "curl (>= 7)"',
    'RUN /bin/sh -c apt update; aptitude -y safe-upgrade',
    'RUN /bin/sh -c apt-get update && nala install -y curl',
    'RUN /bin/sh -c apt-get update && xargs -a list apt-get install -y',
    'RUN /bin/sh -c bash <<EOF\napt-get update\napt-get install -y curl\nEOF',
    'RUN /bin/sh -c (apt-get update) && { apt-get install curl; }',
    'RUN /bin/sh -c microdnf update -y',
    'RUN /bin/sh -c pacman -Syu --noconfirm',
    'RUN /bin/sh -c pacman -Sy --noconfirm git',
    'RUN /bin/sh -c echo apt-get update # apt-get update',
    'RUN /bin/sh -c rm -rf /var/cache/apt update',
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

const piped = 'a download piped into a shell';
const run = 'a download that is run';

describe('fetching without verifying', () => {
  it.each([
    ['curl -fsSLk https://x/y -o z', 'curl --insecure'],
    ['curl -fsSL https://x/install | sh', piped],
    ['wget -qO- https://x | sudo bash -', piped],
    ['curl -fsSL https://deb.example.com/setup_20.x | sudo -E bash -', piped],
    ['curl -sSL https://x | python3 -', piped],
    ['curl -sS https://x/installer | php -- --install-dir=/usr/local/bin', piped],
    ['(curl https://x || wget -O- https://x) | tee log | bash -s -- -y', piped],
    ['{ curl https://x; } | env A=b bash -x', piped],
    ['curl -s https://x | tar -xz && curl https://y | FOO=1 sh -e', piped],
    ['sh -c "$(curl -fsSL https://x)"', run],
    ['bash -c "`wget -O- https://x`"', run],
    ['bash <(curl -s https://x)', run],
    ['source <(curl -s https://x)', run],
    ['eval "$(curl -s https://x)"', run],
    ['ruby -e "$(curl -fsSL https://x)"', run],
    ['bash <<< "$(curl https://x)"', run],
    ['curl -fsSLo /tmp/i.sh https://x/i && chmod +x /tmp/i.sh && /tmp/i.sh', run],
    ['wget https://x/install.sh?a=b && bash ./install.sh', run],
    ['pip install --trusted-host x y', '--trusted-host'],
    ['apt-get -o Acquire::AllowInsecureRepositories=true update', 'Acquire::AllowInsecureRepositories=true'],
    ['echo "deb [trusted=yes] http://x ./" >>/etc/apt/sources.list', 'trusted=yes'],
    [
      'echo \'Acquire::https::Verify-Peer "false";\' >/etc/apt/apt.conf.d/x',
      'Acquire::https::Verify-Peer=false',
    ],
    ['dnf5 install --no-gpgchecks x', '--no-gpgchecks'],
    ['dnf --setopt=sslverify=0 install x', 'sslverify=0'],
    ["sed -i 's/gpgcheck=1/gpgcheck=0/' /etc/yum.conf", 'gpgcheck=0'],
    ['printf "[x]\\ngpgcheck = 0\\n" >/etc/yum.repos.d/x.repo', 'gpgcheck=0'],
    ['rpm --nosignature -i x.rpm', '--nosignature'],
    ["sed -i 's/^SigLevel.*/SigLevel = Never/' /etc/pacman.conf", 'SigLevel=Never'],
    ['git -c http.sslVerify=false clone https://x', 'http.sslVerify=false'],
    ['git config --global http.sslVerify false', 'http.sslVerify=false'],
    ['npm config set strict-ssl false', 'strict-ssl=false'],
    ['NODE_TLS_REJECT_UNAUTHORIZED=0 npm ci', 'NODE_TLS_REJECT_UNAUTHORIZED'],
    ['export GIT_SSL_NO_VERIFY=1; git clone https://x', 'GIT_SSL_NO_VERIFY'],
    ['ssh -o StrictHostKeyChecking=no x', 'StrictHostKeyChecking=no'],
    ['wget --no-check-certificate https://x', '--no-check-certificate'],
  ])('%s', (script, name) =>
    expect(unverifiedFetches([`RUN /bin/sh -c ${script} # buildkit`])).toEqual([name]),
  );

  it.each([
    'ENV GOINSECURE=[redacted 0011aabb]',
    'ARG GOINSECURE=*',
    'RUN |1 GOINSECURE=[redacted 0011aabb] /bin/sh -c go build',
  ])('%s', (step) => expect(unverifiedFetches([step])).toEqual(['GOINSECURE']));

  it.each([
    'curl -fsSL https://x/y -o z && sha256sum -c sums',
    'curl -fsSL https://x/key | gpg --dearmor',
    'curl -s https://api.example.com | python3 -c "import json, sys; print(json.load(sys.stdin))"',
    'curl -s https://api.example.com | bash check.sh',
    'curl -s https://x | tee install.log; echo sh',
    'VERSION=$(curl -s https://x) && echo $VERSION',
    'bash -c "V=$(curl -s https://x); echo $V"',
    'bash check.sh "$(curl -s https://x)"',
    'curl -fsSLo x.sh https://x/x.sh && echo "$SUM x.sh" | sha256sum -c - && sh x.sh',
    'curl -H "k: v" -fsSL -o k https://x/k',
    'npm config set strict-ssl true; git -c http.sslVerify=true clone x',
    'echo verify no insecure true',
    'NODE_TLS_REJECT_UNAUTHORIZED=1 npm ci',
  ])('not %s', (script) => expect(unverifiedFetches([`RUN /bin/sh -c ${script}`])).toEqual([]));

  it('not what only a label or a default says', () => {
    expect(unverifiedFetches(['LABEL a="curl -k"', 'ENV NODE_TLS_REJECT_UNAUTHORIZED=""'])).toEqual([]);
  });
});

it.each([
  'apt-get apk yum curl wget ',
  '$(',
  '(',
  'sh -c "$(',
  '`',
  '<<a\n',
  '\\"',
  'a=b:',
  'curl x|(',
  '{ ',
])(
  'the work on a huge step of %j grows with its length, or this would not end',
  (part) => {
    const step = `RUN /bin/sh -c ${part.repeat(50_000 / part.length)}`;
    expect(loneUpdates([step])).toEqual([]);
    expect(unverifiedFetches([step])).toEqual([]);
  },
  60_000,
);
