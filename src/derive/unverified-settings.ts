type Settings = ReadonlyMap<string, RegExp>;

/** Settings that check what is fetched, by the last part of their name, and what turns them off. */
const checks: Settings = new Map([
  ...named(
    'gpgcheck pkg_gpgcheck sslverify strict-ssl strictssl enablestrictssl',
    '0|no|off|false|disabled?',
  ),
  ...named('verify-peer verify-host verify_peer check-certificate check_certificate', '0|no|off|false'),
  ...named(
    'ssl_verify ssl-verify verify_ssl verify-ssl ssl_verifypeer ssl_verify_mode',
    '0|no|off|false|verify_none',
  ),
  ...named(
    'tls-verify src-tls-verify dest-tls-verify https_validate_certificates secure-http',
    '0|no|off|false',
  ),
  ...named('stricthostkeychecking signature-verification', '0|no|off|false'),
  ...named('siglevel', 'never|(?:\\S+ )?trustall'),
  ...named('_pkgverify_level', 'none'),
  ...named('gosumdb', 'off'),
  ...named('userknownhostsfile', '/?dev/null'),
]);
/** Settings that let through what could not be checked, and what turns them on. */
const passes: Settings = new Map([
  ...named(
    'allowinsecurerepositories allowdowngradetoinsecurerepositories allowunauthenticated',
    '1|yes|on|true',
  ),
  ...named('disable-tls allowinsecureprotocol allow-insecure allow-weak', '1|yes|on|true'),
]);
/** Words of which only `word=value` says something. */
const onlyAssigned: Settings = new Map([
  ...named('trusted insecure allowall skip-verify', '1|yes|on|true'),
  ...named('verify', '0|no|off|false'),
]);
/** Variables that do it as soon as they have a value but this one, which is their default. */
const variables: Settings = new Map([
  ...named('NODE_TLS_REJECT_UNAUTHORIZED PYTHONHTTPSVERIFY PERL_LWP_SSL_VERIFY_HOSTNAME', '1|true'),
  ...named('NPM_CONFIG_STRICT_SSL YARN_STRICT_SSL YARN_ENABLE_STRICT_SSL CONDA_SSL_VERIFY', '1|true'),
  ...named('BUNDLE_SSL_VERIFY_MODE COREPACK_INTEGRITY_KEYS', '1|true'),
  ...named(
    'GIT_SSL_NO_VERIFY PIP_TRUSTED_HOST UV_INSECURE_HOST VAULT_SKIP_VERIFY ANSIBLE_GALAXY_IGNORE',
    '0|false',
  ),
  ...named('GOINSECURE GONOSUMDB GONOSUMCHECK', '0|false'),
]);

const longest = 200;

/** Settings and variables in a text that turn checks off, as `NAME=value`, or `NAME` where it is a variable. */
export function switchesOff(text: string): readonly string[] {
  const tokens = text.split(/\\n|[\s[\],;"'`{}()|&<>]+|\/(?!dev\/null)/);
  return [
    ...new Set(tokens.flatMap((token, index) => settingOf(token, tokens.slice(index + 1, index + 4)) ?? [])),
  ];
}

/** `name=value`, `name = value`, `name: value` and `name value`. */
function settingOf(given: string, rest: readonly string[]): string | null {
  if (given.length > longest) return null;
  // --setopt=sslverify=0 of dnf, -Dname=value of Java, -oName=value of ssh.
  const token = given.replace(/^(?:--setopt=|-D|-o(?=[A-Z])|[-:]+)/, '');
  const end = token.indexOf('=');
  const name = (end === -1 ? token : token.slice(0, end)).replace(/:$/, '');
  const isAssigned = end !== -1;
  const joined = isAssigned ? token.slice(end + 1) : '';
  const following = /^[:=]$/.test(rest[0] ?? '') ? rest.slice(1) : rest;
  const values = (joined === '' ? following : [joined, ...rest]).slice(0, 2);
  const value = values.join(' ').toLowerCase().replace(/^[:=]/, '');
  if (isAssigned && isTurned(variables.get(name.toUpperCase()), joined || (rest[0] ?? ''))) return name;
  const key = name
    .toLowerCase()
    .replace(/^.*(?:\.|::)/s, '')
    .replace(/^no-/, '');
  const known = checks.get(key) ?? passes.get(key) ?? (joined === '' ? undefined : onlyAssigned.get(key));
  return known?.test(value) === true ? `${name}=${values[0] ?? ''}` : null;
}

/** A value that was withheld on arrival was one. */
function isTurned(unless: RegExp | undefined, value: string): boolean {
  return unless !== undefined && value !== '' && !unless.test(value.toLowerCase());
}

function named(list: string, values: string): readonly (readonly [string, RegExp])[] {
  return list.split(' ').map((name) => [name, new RegExp(`^(?:${values})(?: |$)`)]);
}
