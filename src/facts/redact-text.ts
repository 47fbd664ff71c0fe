import { createHmac } from 'node:crypto';

const SECRET_WORD =
  '(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|(?<![a-z])pass(?=["\']?\\s{0,8}[=:]))';
const secretName = new RegExp(SECRET_WORD, 'i');
const BLANK = '[^\\S\\n]{0,8}';
/** A value in quotes ends with them, any other at the next blank or separator. What is redacted already stays. */
const VALUE =
  '(?!\\[redacted [0-9a-f]{8}\\](?:[\\s"\',;]|$))(?:"(?:[^"\\\\\\n]|\\\\.){1,4096}"?|\'[^\'\\n]{1,4096}\'?|[^\\s"\',;]{1,4096})';
const secretAssignment = new RegExp(`(${SECRET_WORD}[\\w.-]{0,64}["']?${BLANK}[=:]${BLANK})(${VALUE})`, 'gi');
/** Up to the last @, for a password may hold one. */
const urlCredentials = /([a-z][a-z0-9+.-]{0,20}:\/\/)([^\s/"']{1,1024})@/gi;
/** Proxies are also written without a protocol. */
const proxyCredentials = /(proxy["']?\s{0,8}[=:]\s{0,8}["']?)([^\s/"'@]{1,1024})@/gi;
const bearer = /\b((?:bearer|basic)[^\S\n]{1,8})([\w.~+/=-]{8,4096})/gi;
const privateKey =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----|$)/g;

/** Replaces what has the form of a secret in a text; what is around it stays. */
export function redactText(text: string, key: Uint8Array): string {
  const second = (_match: string, before: string, secret: string): string => `${before}${mark(secret, key)}`;
  const beforeAt = (match: string, before: string, secret: string): string =>
    `${second(match, before, secret)}@`;
  return text
    .replace(privateKey, (secret) => mark(secret, key))
    .replace(urlCredentials, beforeAt)
    .replace(proxyCredentials, beforeAt)
    .replace(secretAssignment, (_match, name: string, value: string) => `${name}${markValue(value, key)}`)
    .replace(bearer, second);
}

/** What stood in quotes still does, so that JSON stays JSON. */
function markValue(value: string, key: Uint8Array): string {
  const quote = /^["']/.exec(value)?.[0] ?? '';
  const closed = quote !== '' && value.endsWith(quote);
  return `${quote}${mark(value.slice(quote.length, closed ? -1 : undefined), key)}${closed ? quote : ''}`;
}

/** Whether something of this name is a secret: a key of an object, an option. */
export function isSecretName(name: string): boolean {
  return secretName.test(name) || /^pass$/i.test(name);
}

/** Whether something of this name is the address of a proxy, which may open with a user and a password. */
export function isProxyName(name: string): boolean {
  return /proxy$/i.test(name);
}

const REDACTED = '[redacted ';

/** What stands for a secret: equal secrets of one run have equal marks. */
export function mark(secret: string, key: Uint8Array): string {
  return `${REDACTED}${createHmac('sha256', key).update(secret).digest('hex').slice(0, 8)}]`;
}

/** Whether a text went through redaction and lost something. */
export function isRedacted(text: string): boolean {
  return text.includes(REDACTED);
}
