import { markedOptions } from '../facts/redact-command.ts';
import { isRedacted } from '../facts/redact-text.ts';
import { isSecretName } from './secret-names.ts';

/** A step without the shell that the builders write before it. */
function instruction(step: string): string {
  return step
    .replace(/^\/bin\/sh -c #\(nop\)\s+/, '')
    .replace(/^(?!RUN |[A-Z]+ )(?:\|\d+ )?/, 'RUN ')
    .replace(/\s+# buildkit$/, '')
    .trim();
}

function isRun(step: string): boolean {
  return instruction(step).startsWith('RUN ');
}

const indexUpdate =
  /\b(?:apt-get|apt|aptitude)\b(?:\s+-\S+)*\s+update\b|\bapk\b(?:\s+-\S+)*\s+update\b|\b(?:yum|dnf|microdnf)\b(?:\s+-\S+)*\s+(?:makecache|check-update)\b|\bzypper\b(?:\s+-\S+)*\s+(?:refresh|ref)\b|\bpacman\s+-Sy\s*(?:$|[;&|])/;
const installation =
  /\b(?:apt-get|apt|aptitude)\b[^;&|]*\s(?:install|upgrade|dist-upgrade|full-upgrade|build-dep)\b|\bapk\b[^;&|]*\s(?:add|upgrade)\b|\b(?:yum|dnf|microdnf)\b[^;&|]*\s(?:install|update|upgrade|groupinstall)\b|\bzypper\b[^;&|]*\s(?:install|in|update|up|patch)\b|\bpacman\s+-S(?!y\s*(?:$|[;&|]))/;

/** Steps that renew a package index for a later step, which then may find an old one in the cache. */
export function loneUpdates(steps: readonly string[]): readonly string[] {
  return steps.filter((step) => isRun(step) && indexUpdate.test(step) && !installation.test(step)).map(short);
}

/** ADD steps, but for those that come before anything else is done: they are the root filesystem of the base. */
export function addSteps(steps: readonly string[]): readonly string[] {
  const own = steps.map(instruction);
  const begun = own.findIndex((step) => /^(?:RUN|COPY) /.test(step));
  return own
    .filter((step, index) => {
      const layingDown = (begun === -1 || index < begun) && /\s\/\s*$/.test(step);
      return step.startsWith('ADD ') && !layingDown;
    })
    .map(short);
}

const unverified: readonly (readonly [string, RegExp])[] = [
  ['--allow-unauthenticated', /--allow-unauthenticated\b/],
  ['--force-yes', /--force-yes\b/],
  ['trusted=yes', /\btrusted=yes\b/],
  ['--nogpgcheck', /--nogpgcheck\b|--no-gpg-checks?\b/],
  ['gpgcheck=0', /\bgpgcheck\s*=\s*0\b/],
  ['--allow-untrusted', /--allow-untrusted\b/],
  ['--no-check-certificate', /--no-check-certificate\b/],
  ['curl --insecure', /\bcurl\b[^;&|]*\s(?:-[a-zA-Z]*k[a-zA-Z]*|--insecure)(?:\s|$)/],
  ['--trusted-host', /--trusted-host\b/],
  ['a download piped into a shell', /\b(?:curl|wget)\b[^;&]*\|\s*(?:sudo\s+)?(?:\/\S*\/)?(?:ba|da|z|k)?sh\b/],
  ['strict-ssl false', /\bstrict-ssl[\s=]+false\b/],
];

/** Ways in which steps fetch something without checking where it comes from, each once. */
export function unverifiedFetches(steps: readonly string[]): readonly string[] {
  const runs = steps.filter(isRun);
  return unverified.filter(([, pattern]) => runs.some((step) => pattern.test(step))).map(([name]) => name);
}

/** Names of variables, build arguments and options that have a value and are called like a secret. */
export function secretNames(steps: readonly string[]): readonly string[] {
  return [...new Set(steps.filter(isRedacted).flatMap(namesIn))];
}

/** Arrival put a mark where a value was; what stands before it is its name. */
function namesIn(step: string): readonly string[] {
  const named = [...step.matchAll(/([\w.-]{1,200})["']?\s{0,8}[=:\s]\s{0,8}["']?\[redacted /g)].map(
    ([, name = '']) => name.replace(/^-+/, ''),
  );
  const urls = /:\/\/\[redacted /.test(step) ? ['credentials in a URL'] : [];
  const set = /^(?:\/bin\/sh -c #\(nop\)\s+)?LABEL\s/.test(step);
  const headers = /authorization:[^[\]]*\[redacted /i.test(step) ? ['Authorization'] : [];
  const found = [...named.filter(isSecretName), ...urls];
  return set ? found : [...found, ...headers, ...markedOptions(step)];
}

const longest = 200;

function short(step: string): string {
  const text = instruction(step);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
