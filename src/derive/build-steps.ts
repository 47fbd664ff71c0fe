import { isRedacted } from '../facts/redact-mark.ts';
import { secretsGiven } from '../facts/redact-step.ts';
import { unverifiedIn } from './build-fetches.ts';
import { renewsOnly } from './build-packages.ts';
import { isSecretName } from './secret-names.ts';
import { switchesOff } from './unverified-settings.ts';

/** A step without the shell that the builders write before it. */
function instruction(step: string): string {
  return step
    .replace(/^\/bin\/sh -c #\(nop\)\s+/, '')
    .replace(/^(?!RUN |[A-Z]+ )/, 'RUN ')
    .replace(/\s+# buildkit$/, '')
    .trim();
}

function isRun(step: string): boolean {
  return instruction(step).startsWith('RUN ');
}

/** The shell that runs a step: at its beginning, or behind build arguments, whose values may be anything. */
const shell = /(?:^|\s)(?:\/\S{0,100}\/)?(?:ba|da|a|z|k)?sh(?:\s-\S{1,20}|\spipefail){0,6}?\s-[a-z]{0,10}c\s/;

/** What a RUN step has its shell run. */
function scriptOf(step: string): string {
  const text = instruction(step).slice('RUN '.length);
  const found = shell.exec(text);
  const isBefore = found !== null && (found.index === 0 || /^\|\d+ /.test(text));
  return isBefore ? text.slice(found.index + found[0].length) : text;
}

/** Steps that renew a package index for a later step, which then may find an old one in the cache. */
export function loneUpdates(steps: readonly string[]): readonly string[] {
  return steps.filter((step) => isRun(step) && renewsOnly(scriptOf(step))).map(short);
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

/** Ways in which steps fetch something without checking where it comes from, each once. */
export function unverifiedFetches(steps: readonly string[]): readonly string[] {
  const found = steps.flatMap((step) => {
    if (isRun(step)) return unverifiedIn(scriptOf(step), instruction(step));
    return /^(?:ENV|ARG) /.test(instruction(step)) ? switchesOff(instruction(step)) : [];
  });
  return [...new Set(found)];
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
  return set ? found : [...found, ...headers, ...secretsGiven(step)];
}

const longest = 200;

function short(step: string): string {
  const text = instruction(step);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
