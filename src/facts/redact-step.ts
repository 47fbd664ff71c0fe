import { isSecretName } from './redact-text.ts';

/** `/bin/sh -c #(nop)  ENV A=b` of the old builder, `ENV A=b` of BuildKit. */
const setting = /^((?:\/bin\/sh -c #\(nop\)\s+)?(?:ENV|ARG|LABEL)\s+)([\s\S]*)$/;
/** `RUN |2 A=b C=d /bin/sh -c …`, or without RUN: the values of build arguments stand before the command. */
const buildArguments = /^((?:RUN )?\|\d{1,4} )([\s\S]*?)( \/\S{1,200} -\S{0,20}c |$)([\s\S]*)$/;
const addressWithPassword = /([a-z][a-z0-9+.-]{0,20}:\/\/)([^\s/:@"']{0,256}:[^\s/"']{1,1024})@/i;
/** `--password x` and the like: a value after a blank. */
const secretOption =
  /(--?[\w-]{0,40}(?:password|passwd|passphrase|secret|token|api-?key|access-?key|private-?key|credentials?)[\w-]{0,40}\s+["']?)([^\s"'-][^\s"']{0,4095})/gi;
const authorization = /(authorization:\s{0,8}(?:basic|bearer|token)?\s{0,8})([^\s"']{1,4096})/gi;

const quotedSecret =
  /((?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)[\w.-]{0,64}\s{0,8}[=:]\s{0,8})(["'])([\s\S]{1,4096}?)\2/gi;

/**
 * A build step of an image without the values of its variables, build arguments and labels, and without what follows an
 * option that is named like a secret. Names stay, and an empty value stays `""`.
 * @param mark what stands for a value
 */
export function withheldStep(step: string, mark: (value: string) => string): string {
  const set = setting.exec(step);
  if (set !== null) return `${set[1] ?? ''}${withheldValues(set[2] ?? '', mark)}`;
  const run = buildArguments.exec(step);
  const text =
    run === null
      ? step
      : `${run[1] ?? ''}${withheldValues(run[2] ?? '', mark)}${run[3] ?? ''}${run[4] ?? ''}`;
  return text
    .replace(
      quotedSecret,
      (_match, name: string, quote: string, value: string) => `${name}${quote}${mark(value)}${quote}`,
    )
    .replace(secretOption, (_match, option: string, value: string) => `${option}${mark(value)}`)
    .replace(authorization, (_match, header: string, value: string) => `${header}${mark(value)}`);
}

/** `A=b c D=e`: values may hold blanks, so each ends where the next name begins. `ENV A b` is the oldest form. */
function withheldValues(text: string, mark: (value: string) => string): string {
  const names = [...text.matchAll(/(^|\s)([A-Za-z_][\w.-]{0,200})=/g)];
  if (names.length === 0) {
    const [, name = '', value = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
    return value === '' ? name : `${name}=${mark(value)}`;
  }
  return names
    .map((found, index) => {
      const value = text.slice(found.index + found[0].length, names[index + 1]?.index ?? text.length).trim();
      const empty = /^["']*$/.test(value);
      const name = found[2] ?? '';
      return `${name}=${empty ? '""' : withheldValue(name, value, mark)}`;
    })
    .join(' ');
}

/** That an address held a password is still to be seen, where the name does not tell. */
function withheldValue(name: string, value: string, mark: (value: string) => string): string {
  const [address, scheme = '', login = ''] = addressWithPassword.exec(value) ?? [];
  if (address === undefined || isSecretName(name)) return mark(value);
  return `${scheme}${mark(login)}@${mark(value.replace(address, ''))}`;
}
