/** Words that say that a value is secret. */
const secrets = wordSet(
  'password passwords passwd passphrase passcode pass pwd pw secret secrets token tokens credential credentials creds',
  'apikey mnemonic dsn passin passout',
);
/** Two words in one: PGPASSWORD, authtoken, requirepass. */
const compound =
  /password|passwd|passphrase|secret|credential|apikey|.token$|(?:access|private|auth|encryption|signing|master|account|shared|storage|license)keys?$|(?:db|sql|pg|smtp|mail|ftp|user|root|admin|redis|ldap|bind|key|store|require|cert)(?:pass|pwd|pw)$|^_?auth$|masterauth$/;
/** Before these, `key` says so. */
const keyKinds = wordSet(
  'api access private secret auth encryption signing master app account shared storage license service hmac aes',
  'session cipher crypto webhook deploy admin root stripe client server',
);
/** Behind a secret, these say that it is pointed to, described or limited. */
const attributes = wordSet(
  'file files path paths dir directory folder url urls uri endpoint name names length size count limit ttl expiry expires',
  'policy type mode version provider backend store helper driver plugin min max days age server host port format hint',
  'prompt stdin algorithm alg fd enabled disabled required manager backend check plugins',
);

const longest = 200;

/** Whether something of this name is a secret: a key of an object, a variable, an option. */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  return words.some((word, index) => isSecretAt(words, index, word));
}

/** Names whose values are made by machines, and long: a short plain word is none of them. */
export function isWeakName(name: string): boolean {
  return wordsOf(name).every((word) => !/^(?:pass.*|pwd|pw|.*password|.*secrets?|dsn)$/.test(word));
}

/** Whether something of this name is the address of a proxy, which may open with a user and a password. */
export function isProxyName(name: string): boolean {
  return wordsOf(name).at(-1)?.endsWith('proxy') === true;
}

function isSecretAt(words: readonly string[], index: number, word: string): boolean {
  const after = words.slice(index + 1);
  const isKey = /^keys?$/.test(word) && keyKinds.has(words[index - 1] ?? '');
  const isAuth = word === 'auth' && index === words.length - 1 && index > 0;
  if (!isKey && !isAuth && !secrets.has(word) && !compound.test(word)) return false;
  return !after.some((part) => attributes.has(part));
}

/** snake_case, kebab-case and camelCase, in small letters. */
function wordsOf(name: string): readonly string[] {
  const parted = name.slice(0, longest).replaceAll(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, ' ');
  return parted
    .split(/[^A-Za-z]/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

function wordSet(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.split(' ')));
}
