/** One option of a line as auditctl takes it, in order. */
export interface AuditOption {
  /** As in "-w" or "--signal"; empty for a word without an option. */
  readonly name: string;
  /** Empty where it takes none, or none is there. */
  readonly value: string;
}

const withValue = 'CefrbaAdSFmRwWkpq';
const longWithValue = ['--backlog_wait_time', '--signal'];

/** Whether an option says nothing without a value. */
export function takesValue(option: string): boolean {
  return longWithValue.includes(option) || (option.length === 2 && withValue.includes(option.charAt(1)));
}

/**
 * The options of one line of auditctl(8) syntax, as getopt(3) finds them: words are parted by blanks alone, several
 * letters may share a hyphen, and a value may be glued to its option.
 */
export function auditOptions(line: string): readonly AuditOption[] {
  const words = line
    .replaceAll('\\ ', '\u0007')
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => word.replaceAll('\u0007', ' '));
  const options: AuditOption[] = [];
  const next = words.values();
  for (const word of next) {
    if (!/^-./.test(word)) options.push({ name: '', value: word });
    else if (word.startsWith('--')) options.push(...longOption(word, next));
    else options.push(...shortOptions(word, next));
  }
  return options;
}

type Words = Iterator<string, undefined>;

function longOption(word: string, next: Words): readonly AuditOption[] {
  if (word === '--') return [];
  const [name = '', value] = word.split('=', 2);
  return [{ name, value: value ?? (takesValue(name) ? (next.next().value ?? '') : '') }];
}

function shortOptions(word: string, next: Words): readonly AuditOption[] {
  const letters = word.slice(1);
  const at = Array.from(letters).findIndex((letter) => withValue.includes(letter));
  const flags = at === -1 ? letters : letters.slice(0, at);
  const options = Array.from(flags, (letter) => ({ name: `-${letter}`, value: '' }));
  if (at === -1) return options;
  const glued = letters.slice(at + 1);
  return [
    ...options,
    { name: `-${letters.charAt(at)}`, value: glued === '' ? (next.next().value ?? '') : glued },
  ];
}

export function hasOption(options: readonly AuditOption[], ...names: readonly string[]): boolean {
  return options.some(({ name }) => names.includes(name));
}

/** All values of an option. */
export function valuesOf(options: readonly AuditOption[], wanted: string): readonly string[] {
  return options.flatMap(({ name, value }) => (name === wanted ? [value] : []));
}

/** What -F or -C says: a name, how it is compared, and with what. See audit_rule_fieldpair_data in libaudit.c. */
export interface AuditField {
  readonly name: string;
  readonly operator: string;
  readonly value: string;
}

export function auditField(text: string): AuditField {
  const operator = ['!=', '>=', '<=', '&=', '=', '>', '<', '&'].find((one) => text.includes(one)) ?? '';
  const at = operator === '' ? text.length : text.indexOf(operator);
  return { name: text.slice(0, at), operator, value: text.slice(at + operator.length) };
}

/** Without trailing slashes, and /run for /var/run, which leads there on every host that Docker supports. */
export function canonicalPath(path: string): string {
  let end = path.length;
  while (end > 1 && path.charAt(end - 1) === '/') end -= 1;
  const bare = path.slice(0, end);
  return bare === '/var/run' || bare.startsWith('/var/run/') ? bare.slice('/var'.length) : bare;
}
