import { endOfMark, type Mark } from './redact-mark.ts';

const SEPARATOR = '://';
const endsAddress = /[\s"'`<>]/;
const inScheme = /[a-z0-9+.-]/i;
const longestScheme = 20;

/** A text without what addresses say of who logs in: `scheme://LOGIN@host`, `user:PASSWORD@tcp(host)`. */
export function withoutLogins(text: string, mark: Mark): string {
  return text.includes('@') ? withoutDriverLogins(withoutAddressLogins(text, mark), mark) : text;
}

function withoutAddressLogins(text: string, mark: Mark): string {
  let done = '';
  let from = 0;
  for (let at = text.indexOf(SEPARATOR); at !== -1; at = text.indexOf(SEPARATOR, from)) {
    const start = at + SEPARATOR.length;
    const end = endOfAddress(text, start);
    const login = loginOf(text.slice(start, end));
    const isKept = login === '' || isNoSecret(schemeBefore(text, at), login);
    done += text.slice(from, start) + (isKept ? login : mark(login));
    from = start + login.length;
  }
  return from === 0 ? text : done + text.slice(from);
}

function endOfAddress(text: string, from: number): number {
  let end = endOfMark(text, from);
  while (end < text.length && !endsAddress.test(text.charAt(end))) {
    if (text.startsWith(SEPARATOR, end)) return end;
    end += 1;
  }
  return end;
}

/** What stands before the host: up to the last @ before the path, or before the end where a password holds a slash. */
export function loginOf(address: string): string {
  const authority = address.slice(0, firstOf(address, /[/?#]/));
  const at = authority.lastIndexOf('@');
  if (at !== -1) return authority.slice(0, at);
  const port = authority.slice(authority.lastIndexOf(':') + 1);
  const isPort = !authority.includes(':') || authority.endsWith(']') || /^\d*,?$|^[{$]/.test(port);
  return isPort ? '' : address.slice(0, Math.max(0, address.lastIndexOf('@')));
}

function firstOf(text: string, pattern: RegExp): number {
  const at = text.search(pattern);
  return at === -1 ? text.length : at;
}

function schemeBefore(text: string, at: number): string {
  let start = at;
  while (start > 0 && at - start < longestScheme && inScheme.test(text.charAt(start - 1))) start -= 1;
  return text.slice(start, at);
}

/** A user alone where keys open the door, what a shell puts in later, and what was taken out before. */
export function isNoSecret(scheme: string, login: string): boolean {
  if (endOfMark(login, 0) === login.length) return true;
  if (/^(?:\$\w+|\$\{\w+\})$|^(?:[\w.-]+|\$\w+|\$\{\w+\}):(?:\$\w+|\$\{\w+\})$/.test(login)) return true;
  return (
    /^(?:git\+|svn\+)?(?:ssh|sftp|git|rsync|unix)$/i.test(scheme) && /^[a-z][a-z0-9._/-]{0,31}$/.test(login)
  );
}

/** The address of a proxy, which is also written without a scheme. */
export function withoutProxyLogin(address: string, mark: Mark): string {
  const at = address.includes(SEPARATOR) ? -1 : address.lastIndexOf('@');
  if (at === -1) return withoutLogins(address, mark);
  const login = address.slice(0, at);
  return `${isNoSecret('', login) ? login : mark(login)}${address.slice(at)}`;
}

const driverHost = /@(?:tcp|tcp6|unix|udp)\(/g;

/** The form of Go's database drivers: the user stays. */
function withoutDriverLogins(text: string, mark: Mark): string {
  let done = '';
  let from = 0;
  let seen = 0;
  driverHost.lastIndex = 0;
  for (let found = driverHost.exec(text); found !== null; found = driverHost.exec(text)) {
    const { index } = found;
    const start = startOfPassword(text, seen, index);
    seen = index;
    if (start === index || endOfMark(text, start) === index) continue;
    done += text.slice(from, start) + mark(text.slice(start, index));
    from = index;
  }
  return from === 0 ? text : done + text.slice(from);
}

/** Behind the colon that follows the user; at the end if there is none. */
function startOfPassword(text: string, least: number, at: number): number {
  let start = at;
  while (start > least && !endsAddress.test(text.charAt(start - 1))) start -= 1;
  const colon = text.slice(start, at).indexOf(':');
  return colon === -1 ? at : start + colon + 1;
}
