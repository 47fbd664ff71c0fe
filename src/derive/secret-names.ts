const words =
  /(?:^|[_.-]|(?<=[a-z])(?=[A-Z]))(?:pass(?:word|wd|phrase)?|pwd|secret|token|credentials?|(?:api|access|private|secret|auth|encryption|signing)[_.-]?key)(?:$|[_.-]|\d|s$)/i;

/** Whether a variable is called like something secret; one that names a file or a path only points to it. */
export function isSecretName(name: string): boolean {
  if (/[_.-](?:file|path|dir|url|name|length|ttl|expiry|expires|policy)$/i.test(name)) return false;
  return words.test(name);
}
