import type { Mark } from './redact-mark.ts';
import { isProxyName, isSecretName } from './redact-names.ts';
import { isHarmless, withoutForms } from './redact-text.ts';
import { withoutProxyLogin } from './redact-urls.ts';

/** Lines `arg …` and `env …`: what follows the name of a secret is one up to the end, blanks and commas included. */
export function redactArguments(text: string, mark: Mark): string {
  let option = '';
  return text
    .split('\n')
    .map((line) => {
      const word = /^(?:arg|env) /.exec(line)?.[0];
      if (word === undefined) return withoutForms(line, mark);
      const value = line.slice(word.length);
      const isValue = option !== '' && !value.startsWith('-');
      const kept = isValue ? named(option, value, mark) : argument(value, mark);
      option = /^--?[\w-]{1,100}$/.test(value) ? value : '';
      return word + kept;
    })
    .join('\n');
}

const mostNames = 3;

/** `name=value`, `--name=value`, `--log-opt=name=value`: the innermost name counts. */
function argument(text: string, mark: Mark, names = mostNames): string {
  const name = /^[\w./-]{1,200}=/.exec(text)?.[0];
  if (names === 0 || name === undefined) return withoutForms(text, mark);
  return name + named(name, text.slice(name.length), mark, names - 1);
}

function named(name: string, value: string, mark: Mark, names = mostNames): string {
  if (isSecretName(name)) return isHarmless(name, value) ? value : mark(value);
  return isProxyName(name) ? withoutProxyLogin(value, mark) : argument(value, mark, names);
}
