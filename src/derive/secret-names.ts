/**
 * Words that say that a value is secret. BuildKit warns of fewer, and of every key (SecretsUsedInArgOrEnv); here what
 * stands around the word counts too.
 */
const secrets = wordSet(
  'password passwords passwd passphrase pass pwd pw pword passcode secret secrets token tokens credential credentials',
  'cred creds htpasswd apikey apikeys mnemonic dsn key keys',
);
/** Words that say so only at the end of a name, as in REGISTRY_AUTH and GITHUB_PAT. */
const lastWords = wordSet('auth pat salt jwt');
/** Words that only together say so. */
const phrases = wordSet(
  'connection-string connection-strings conn-string erlang-cookie auth-config seed-phrase',
);
/** Two words in one, in capitals or small letters alone: PGPASSWORD, authtoken, CLIENTSECRET, SMTPPASS. */
const compound =
  /.(?:password|passwd|passphrase|secret|token|credential|(?:api|access|private|secret|auth|encryption|signing|master)key)s?$|^(?:db|sql|mysql|pg|ssh|smtp|mail|ftp|user|root|admin|redis|ldap|bind|key|store)(?:pass|pwd|pw)$/;

/** Right behind a secret, or at the end of the name, these say that it is pointed to, described or limited. */
const attributes = wordSet(
  'file files path paths dir directory folder filename url urls uri endpoint name names length len size count limit',
  'limits budget ttl expiry expire expires expiration lifetime duration timeout age interval days hours minutes seconds',
  'sec ms retries attempts policy type types algorithm alg algo format enabled disabled required optional hint pattern',
  'regex rounds iterations fingerprint checksum',
);
/** The same only right behind it: farther on they may say what the secret is for. */
const neighbours = wordSet(
  'location host hostname port server service domain address window bucket per max min rotation renewal refresh version',
  'header headers prefix suffix field param parameter reset login change changed recovery strength complexity',
  'validation method mode provider backend driver engine issuer audience scope scopes realm manager store arn ref env',
  'sock socket through usage cost vault ring binding bindings layout scan',
);
/** Of these an id may be public; of a secret it is one itself, as Vault's SECRET_ID. */
const named = wordSet('key keys token tokens password apikey');

const switches = wordSet('enable enabled disable disabled allow require required requires skip');
const firstWords = wordSet('use is has show hide with without validate generate');
/** Before one number word or a plural, as in MAX_TOKENS. */
const numbers = wordSet('max min maximum minimum num number total count');
const plurals = wordSet('passwords secrets tokens credentials keys');

/** What everyone may know, by what it is. */
const open = wordSet('public pub publishable anon gpg pgp');
const openable = wordSet('key keys token tokens dsn auth jwt');
/** By the word right before. */
const openPairs = wordSet(
  'site-key partition-key sort-key cache-key routing-key foreign-key object-key project-key column-key index-key',
  'lookup-key idempotency-key authorized-keys trusted-keys known-keys pad-token eos-token bos-token unk-token',
  'mask-token special-tokens stop-tokens prompt-tokens completion-tokens input-tokens output-tokens context-tokens',
  'first-pass second-pass two-pass single-pass multi-pass low-pass high-pass by-pass smtp-auth mail-auth no-auth',
  'no-password no-pass no-token no-secret',
);
/** What may follow without saying anything. */
const neutral =
  /^(?:\d+|b64|base|value|data|contents?|pem|text|plain|default|prod|production|dev|test|staging|old|new|current)$/;

/** Paths and switches by the names under which well-known programs read them. */
const harmless = new Set([
  ...['PWD', 'OLDPWD', 'GOOGLE_APPLICATION_CREDENTIALS', 'APT_KEY_DONT_WARN_ON_DANGEROUS_USAGE'],
  ...['MYSQL_RANDOM_ROOT_PASSWORD', 'MARIADB_RANDOM_ROOT_PASSWORD', 'MYSQL_ONETIME_PASSWORD'],
]);

const longest = 300;

/** Whether something of this name holds a secret, and neither points to one, describes one nor switches one on. */
export function isSecretName(name: string): boolean {
  if (harmless.has(name.toUpperCase())) return false;
  const words = wordsOf(name);
  return words.some((_word, index) => isSecretAt(words, index));
}

/** Whether something of this name is an address, which may hold a password. */
export function isAddressName(name: string): boolean {
  return /^(?:urls?|uri)$/.test(wordsOf(name).at(-1) ?? '');
}

/** snake_case, kebab-case and camelCase, in small letters: `dbPassword2` is db, password, 2. */
function wordsOf(name: string): readonly string[] {
  const found = name.slice(-longest).match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
  return found.map((word) => word.toLowerCase());
}

function isSecretAt(words: readonly string[], index: number): boolean {
  const word = words[index] ?? '';
  const [before, after] = [words.slice(0, index), words.slice(index + 1)];
  const isPhrase = phrases.has(`${word}-${after[0] ?? ''}`);
  // KEY_A is a key of something as often as it is one.
  const alone = lastWords.has(word) || (/^keys?$/.test(word) && index === 0);
  const says = alone ? after.every((part) => neutral.test(part)) : secrets.has(word) || compound.test(word);
  return (says || isPhrase) && !isDescribed(word, after.slice(isPhrase ? 1 : 0)) && !isHarmless(word, before);
}

function isDescribed(word: string, after: readonly string[]): boolean {
  const [next = '', last = ''] = [after[0], after.at(-1)];
  const isId = /^ids?$/.test(last) && named.has(word);
  return isId || attributes.has(last) || attributes.has(next) || neighbours.has(next);
}

function isHarmless(word: string, before: readonly string[]): boolean {
  const [first = '', last = ''] = [before[0], before.at(-1)];
  const isSwitch = firstWords.has(first) || before.some((part) => switches.has(part));
  const isNumber = numbers.has(last) || (plurals.has(word) && before.some((part) => numbers.has(part)));
  const isOpen = openable.has(word) && before.some((part) => open.has(part)) && !before.includes('private');
  return isSwitch || isNumber || isOpen || openPairs.has(`${last}-${word}`);
}

function wordSet(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.split(' ')));
}
