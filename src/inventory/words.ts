/** A host name, an IPv4 or an IPv6 address (two colons at least), without a port. */
export const ADDRESS =
  '^(?:[A-Za-z0-9_][A-Za-z0-9._-]*|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(?:%[A-Za-z0-9_.-]+)?)$';

/** What OpenSSH refuses in a user name, and spaces: it reaches shells and log lines. */
export const USER = '^(?!-)[^\\s\\u0000-\\u001f\\u007f-\\u009f\'"`;&|<>(){}$:/]+$';

/** Host and group names: they become parts of file names, patterns and messages. */
export const NAME = '^[A-Za-z0-9_][A-Za-z0-9._:-]*$';

export const ABSOLUTE_PATH = '^/[^\\u0000-\\u001f\\u007f]*$';

/** `[user@]host[:port]`, IPv6 in brackets. */
export interface Target {
  readonly user: string | undefined;
  readonly address: string;
  readonly port: number | undefined;
}

/** Reads `[user@]host[:port]`; IPv6 addresses stand in brackets when a port follows. Undefined when it is not one. */
export function parseTarget(text: string): Target | undefined {
  const at = text.lastIndexOf('@');
  const user = at < 0 ? undefined : text.slice(0, at);
  const parts = /^(?:\[([^\]]*:[^\]]*)\]|([^[\]:]*)|([^[\]]*:[^[\]]*:[^[\]]*))(?::([0-9]{1,5}))?$/u.exec(
    text.slice(at + 1),
  );
  const address = parts?.[1] ?? parts?.[2] ?? parts?.[3] ?? '';
  const port = parts?.[4] === undefined ? undefined : Number(parts[4]);
  if (!isAddress(address) || (user !== undefined && !isUser(user))) return undefined;
  if (port !== undefined && (port < 1 || port > 65535)) return undefined;
  return { user, address, port };
}

export function isAddress(text: string): boolean {
  return text.length <= 255 && new RegExp(ADDRESS).test(text);
}

export function isUser(text: string): boolean {
  return text.length <= 255 && new RegExp(USER, 'u').test(text);
}

export function isName(text: string): boolean {
  return text.length <= 255 && new RegExp(NAME).test(text);
}
