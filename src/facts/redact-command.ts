/** A program whose password stands behind an option that is not called so. */
interface Program {
  readonly name: RegExp;
  readonly options: string;
  /** The user stands before it, with a colon. */
  readonly withUser?: boolean;
  /** How the value may follow the option; a blank or = where nothing is said. */
  readonly gap?: string;
}

/** Words of a list, as CMD has them, stand in quotes and may have commas between them. */
const BLANK_OR_EQUALS = '(?:["\',]{0,2}\\s{1,8}|=)';
const programs: readonly Program[] = [
  { name: /\bcurl\b/, options: '-u|--user|-U|--proxy-user', withUser: true },
  { name: /\b(?:mysql|mariadb)[\w-]{0,20}\b/, options: '-p', gap: '' },
  { name: /\b(?:redis|valkey|keydb)-cli\b/, options: '-a|--pass' },
  { name: /\bsshpass\b/, options: '-p', gap: '\\s{0,8}' },
  { name: /\b(?:docker|podman|buildah|skopeo|helm|crane)\s+(?:registry\s+|auth\s+)?login\b/, options: '-p' },
  { name: /\bmongo(?:sh|dump|restore|export|import)?\b/, options: '-p' },
];

/** One command of a line: what stands between separators, quoted ones left alone. */
const command = /(?:"(?:[^"\\]|\\.){0,1000}"|'[^']{0,1000}'|[^;&|\n"'])+/g;
/** What the shell puts in later is no secret. */
const VALUE = '(?!\\$)(?:\\[redacted [0-9a-f]{8}\\]|[^\\s"\',;]{1,4096})';

const rules = programs.map(({ name, options, withUser = false, gap = BLANK_OR_EQUALS }) => ({
  name,
  text: new RegExp(
    `((?:^|[\\s"'])(${options})${gap}["']?${withUser ? '[^\\s:"\'$-][^\\s:"\']{0,200}:' : ''})(${VALUE})`,
    'g',
  ),
  option: new RegExp(`^(?:${options})$`),
  withUser,
}));

/** A command line without the passwords that it hands to well-known programs. */
export function withholdPasswords(text: string, mark: (value: string) => string): string {
  if (!rules.some(({ name }) => name.test(text))) return text;
  return text.replace(command, (part) =>
    rules
      .filter(({ name }) => name.test(part))
      .reduce(
        (line, rule) =>
          line.replace(rule.text, (match: string, before: string, _option: string, value: string) =>
            value.startsWith('[redacted ') ? match : `${before}${mark(value)}`,
          ),
        part,
      ),
  );
}

/** The same for the words of a command, where a value is a word of its own. */
export function withholdPasswordWords(
  words: readonly string[],
  isSecretOption: (word: string) => boolean,
  mark: (value: string) => string,
): readonly string[] {
  const rule = rules.find(({ name }) => name.test(words.join(' ')));
  return words.map((word, index) => {
    const option = words[index - 1] ?? '';
    if (word === '' || word.startsWith('$')) return word;
    if (isSecretOption(option)) return mark(word);
    if (rule === undefined) return word;
    if (!rule.option.test(option)) return withheldWord(word, rule.text, mark);
    const at = rule.withUser ? word.indexOf(':') + 1 : 0;
    return rule.withUser && at === 0 ? word : `${word.slice(0, at)}${mark(word.slice(at))}`;
  });
}

/** An option with its value in one word. */
function withheldWord(word: string, option: RegExp, mark: (value: string) => string): string {
  return word.replace(option, (_match, before: string, _option: string, value: string) =>
    before.startsWith('-') ? `${before}${mark(value)}` : `${before}${value}`,
  );
}

/** Options behind which arrival put a mark, with the program that they are of. */
export function markedOptions(text: string): readonly string[] {
  return [...text.matchAll(command)].flatMap(([part]) =>
    rules.flatMap((rule) => {
      const program = rule.name.exec(part)?.[0];
      if (program === undefined) return [];
      return [...part.matchAll(rule.text)]
        .filter(([, , , value = '']) => value.startsWith('[redacted '))
        .map(([, , option = '']) => `${program.replace(/\s+/g, ' ')} ${option}`);
    }),
  );
}
