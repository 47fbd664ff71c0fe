import { endOfMark, WITHHELD, type Mark } from './redact-mark.ts';
import { isSecretName } from './redact-names.ts';
import { isReference } from './redact-text.ts';
import * as vocabulary from './redact-vocabulary.ts';
import { isReadable, keptText, keptValue, keptWord, type Place } from './redact-words.ts';
import { lex, type Part } from './shell-lexer.ts';

/** What redaction works with: what stands for a secret, and who hears by what a secret was known. */
export interface Withholder {
  readonly mark: Mark;
  readonly heard: (name: string) => void;
}

/** Deeper commands in texts of commands are not kept. */
const deepest = 4;

/**
 * A command line with what checks ask about: programs, options, operators, names of packages, addresses. Every other
 * word is withheld, and what is known to be a secret is marked.
 */
export function withheldCommand(text: string, by: Withholder, depth = 0): string {
  const judge = new CommandJudge(by, depth);
  const kept = lex(text).map((part) => judge.part(part));
  judge.endPipeline();
  return kept.map((piece) => (typeof piece === 'string' ? piece : piece.kept)).join('');
}

/** The same for a command that is given word for word. */
export function withheldWords(words: readonly string[], by: Withholder): readonly string[] {
  const judge = new CommandJudge(by, 0);
  const kept = words.map((word) =>
    judge.word({ kind: 'word', raw: word, value: word, quote: '"' }, (text) => text),
  );
  judge.endPipeline();
  return kept.map((piece) => piece.kept);
}

/** A word as it is kept; what is learned until its pipeline ends may change that. */
interface Kept {
  kept: string;
  readonly value: string;
  readonly requote: (text: string) => string;
  readonly isPrinted: boolean;
}

interface State {
  program: string;
  /** The next word is a program, but for so many that belong to the one before. */
  awaitsProgram: boolean;
  operands: number;
  /** A manager of packages was told what to do with those that follow. */
  hasVerb: boolean;
  awaits: Awaited | null;
  last: string;
}

/** What the next word is. */
interface Awaited {
  readonly kind: 'secret' | 'script' | 'file' | 'text' | 'end';
  /** By what the secret is known, where its option does not say it. */
  readonly name?: string;
  /** What parts it from the user. */
  readonly user?: string | undefined;
}

const opening = new Set(['(', '$(', '<(', '>(', '`']);

class CommandJudge {
  readonly #by: Withholder;
  readonly #depth: number;
  readonly #outer: { readonly opener: string; readonly state: State }[] = [];
  readonly #bodies: boolean[] = [];
  #state = fresh();
  #pipeline: Kept[] = [];
  #compares = false;
  #reader = '';

  constructor(by: Withholder, depth: number) {
    this.#by = by;
    this.#depth = depth;
  }

  part(part: Part): string | Kept {
    switch (part.kind) {
      case 'word':
        return this.word(part);
      case 'operator':
        this.#operator(part.raw);
        return part.raw;
      case 'redirect':
        this.#redirect(part.raw);
        return part.raw;
      case 'comment':
        return part.raw.trim() === '# buildkit' ? part.raw : `#${this.#text(part.raw.slice(1))}`;
      case 'heredoc':
        return this.#bodies.shift() === true ? this.#script(part.raw) : this.#text(part.raw);
      default:
        return part.raw;
    }
  }

  word(part: Part, requote = (text: string): string => requoted(text, part)): Kept {
    const isPrinted = this.#state.awaits?.kind === 'text' || vocabulary.printers.has(this.#state.program);
    const judged = this.#judged(part);
    const kept = {
      kept: judged === part.value ? part.raw : requote(judged),
      value: part.value,
      requote,
      isPrinted,
    };
    this.#state.last = part.value;
    this.#pipeline.push(kept);
    return kept;
  }

  /** Who reads at the end of a pipeline says what was written into it. */
  endPipeline(): void {
    for (const kept of this.#pipeline.filter(({ isPrinted, value }) => isPrinted && !value.startsWith('-'))) {
      if (this.#reader !== '')
        kept.kept = kept.requote(this.#secret(kept.value, { kind: 'secret', name: this.#reader }));
      else if (this.#compares)
        kept.kept = kept.requote(keptText(kept.value, { names: 'none', digests: true }, this.#by.mark));
    }
    this.#pipeline = [];
    this.#compares = false;
    this.#reader = '';
  }

  #operator(raw: string): void {
    const isClosing = raw === ')' || (raw === '`' && this.#outer.at(-1)?.opener === '`');
    if (isClosing) {
      this.#state = this.#outer.pop()?.state ?? fresh();
      return;
    }
    if (opening.has(raw)) this.#outer.push({ opener: raw, state: this.#state });
    else if (!raw.startsWith('|') || raw === '||') this.endPipeline();
    this.#state = fresh();
  }

  #redirect(raw: string): void {
    const isHeredoc = /<<-?$/.test(raw);
    const { program } = this.#state;
    if (isHeredoc) this.#bodies.push(program === '' || vocabulary.shells.has(program));
    this.#state.awaits = { kind: raw.endsWith('<<<') ? 'text' : isHeredoc ? 'end' : 'file' };
  }

  #judged(part: Part): string {
    const { value } = part;
    const { awaits } = this.#state;
    this.#state.awaits = null;
    const kept = awaits === null ? null : this.#awaited(awaits, part);
    if (kept !== null) return kept;
    if (this.#state.awaitsProgram) return this.#programWord(value);
    return isOption(value) ? this.#option(value) : this.#argument(value);
  }

  #awaited(awaits: Awaited, { value, quote }: Part): string | null {
    switch (awaits.kind) {
      case 'end':
        return value;
      case 'text':
        return this.#text(value);
      case 'file':
        return keptWord(value, { names: 'any', digests: false }, this.#by.mark);
      case 'secret':
        return /^--?[a-z][a-z-]*$/.test(value) ? null : this.#secret(value, awaits);
      case 'script':
        if (quote !== '') return this.#script(value);
        this.#state = fresh();
        return null;
    }
  }

  #programWord(value: string): string {
    const assigned = /^[A-Za-z_]\w{0,100}\+?=/.exec(value)?.[0];
    if (assigned !== undefined)
      return (
        assigned +
        keptValue(assigned.slice(0, -1), value.slice(assigned.length), this.#place(), this.#by.mark)
      );
    if (isOption(value)) return this.#option(value);
    const name = value.slice(value.lastIndexOf('/') + 1);
    const operands = vocabulary.wrappers.get(name);
    if (operands === undefined && this.#state.operands > 0) {
      this.#state.operands -= 1;
      return keptWord(value, { names: 'any', digests: false }, this.#by.mark);
    }
    const isKept = isProgramName(value);
    this.#state.program = isKept ? name : WITHHELD;
    this.#state.awaitsProgram = isKept && operands !== undefined;
    this.#state.operands = operands ?? 0;
    if (!isKept) return WITHHELD;
    if (name === 'eval') this.#state.awaits = { kind: 'script' };
    if (vocabulary.pipedPrograms.has(name)) this.#reader = name;
    if (vocabulary.digesters.has(name)) this.#compares = true;
    return value;
  }

  #option(value: string): string {
    const { program } = this.#state;
    if (this.#state.awaitsProgram && vocabulary.wrapperValues.has(value)) this.#state.operands += 1;
    if (endsInSetting(value)) return value;
    const short = this.#shortSecret(value);
    if (short !== null) return short;
    const equals = value.indexOf('=');
    const name = equals === -1 ? value : value.slice(0, equals);
    if (vocabulary.pipedOptions.has(name) || (name === '-S' && program === 'sudo'))
      this.#reader = `${program} ${name}`;
    const isClean = /^--?[A-Za-z0-9][\w./:@+-]{0,100}$/.test(name) && isReadable(name);
    if (equals > 0 && isClean)
      return `${name}=${keptValue(name, value.slice(equals + 1), this.#place(), this.#by.mark)}`;
    this.#state.awaits = this.#awaitedBehind(name);
    if (this.#state.awaits !== null && isClean) return value;
    if (/^(?:-[A-Za-z]{1,6}-?|-(?:[A-Z][a-z]{1,14}){2,5}|-[A-Za-z]?\d{1,4})$/.test(value) || value === '--')
      return value;
    const isLong = value.startsWith('--') || vocabulary.singleDash.has(program);
    if (isLong) return isClean ? value : WITHHELD;
    return value.slice(0, 2) + keptWord(value.slice(2), { names: 'none', digests: false }, this.#by.mark);
  }

  /** An option of one letter behind which a secret is or comes, alone or with others before it. */
  #shortSecret(value: string): string | null {
    const { program } = this.#state;
    const rule = vocabulary.secretOptions.find(
      ({ program: of, letters }) => of.test(program) && letters.includes(secretLetter(value, program)),
    );
    if (rule === undefined) return null;
    const at = value.indexOf(secretLetter(value, program), 1);
    const awaits: Awaited = { kind: 'secret', name: `${program} -${value.charAt(at)}`, user: rule.user };
    const rest = value.slice(at + 1);
    if (rest !== '') return value.slice(0, at + 1) + this.#secret(rest, awaits);
    if (rule.attached !== true) this.#state.awaits = awaits;
    return value;
  }

  #awaitedBehind(option: string): Awaited | null {
    const { program } = this.#state;
    if (vocabulary.shells.has(program) && /^-[a-zA-Z]*c$/.test(option)) return { kind: 'script' };
    if (
      isSecretName(option) &&
      !/^--?(?:no|ask|with|without|allow|hide|show|prompt|use|random|skip|is)-/.test(option)
    )
      return { kind: 'secret', ...(option === '--proxy-user' || option === '--user' ? { user: ':' } : {}) };
    if (program === 'curl' && /^--(?:proxy-)?user$/.test(option))
      return { kind: 'secret', name: `curl ${option}`, user: ':' };
    const isFile =
      vocabulary.fetchers.has(program) && /^-[a-zA-Z]*[oO]$|^--output(?:-document)?$/.test(option);
    return isFile ? { kind: 'file' } : null;
  }

  #argument(value: string): string {
    const { program, last, hasVerb } = this.#state;
    const { packagers, plainPrograms } = vocabulary;
    if (value === vocabulary.secretWords.get(program)) return value;
    if (value === 'login' && vocabulary.loginPrograms.has(program)) this.#state.program = `${program} login`;
    if (vocabulary.secretWords.get(program) === last && program !== last)
      return this.#secret(value, { kind: 'secret', name: `${program} ${last}` });
    if (/_authToken$|_password$|npmAuthToken$/.test(last)) return this.#secret(value, { kind: 'secret' });
    if (vocabulary.printers.has(program)) return this.#text(value);
    if (packagers.has(program) && vocabulary.packageVerbs.has(value)) {
      this.#state.hasVerb = true;
      return value;
    }
    // Behind wrappers of any name.
    const name = value.slice(value.lastIndexOf('/') + 1);
    if (!hasVerb && !plainPrograms.has(program) && packagers.has(name)) {
      this.#state.program = name;
      return value;
    }
    return keptWord(value, this.#place(), this.#by.mark);
  }

  #place(): Place {
    const { program, hasVerb } = this.#state;
    const isPlain = vocabulary.plainPrograms.has(program) || vocabulary.shells.has(program);
    const names = isPlain ? 'any' : hasVerb ? 'packages' : 'none';
    return { names, digests: vocabulary.digesters.has(program) };
  }

  /** A secret as it is given to a program: what a shell puts in, and who logs in, is none. */
  #secret(value: string, { name, user }: Awaited): string {
    const before =
      /^pass:/.exec(value)?.[0] ?? (user === undefined ? '' : value.slice(0, value.indexOf(user) + 1));
    const secret = value.slice(before.length);
    if (user !== undefined && before === '') return keptWord(value, this.#place(), this.#by.mark);
    if (secret === '' || isReference(secret) || /^(?:env|file|fd):|^stdin$/.test(value)) return value;
    if (name !== undefined) this.#by.heard(name);
    const isKnown = /^[\w.@${}:-]*[:%]?$/.test(before) && isReadable(before);
    return `${isKnown ? before : WITHHELD}${endOfMark(secret, 0) === secret.length ? secret : this.#by.mark(secret)}`;
  }

  #text(value: string): string {
    return keptText(value, { names: 'none', digests: false }, this.#by.mark);
  }

  #script(value: string): string {
    return this.#depth < deepest ? withheldCommand(value, this.#by, this.#depth + 1) : WITHHELD;
  }
}

function fresh(): State {
  return { program: '', awaitsProgram: true, operands: 0, hasVerb: false, awaits: null, last: '' };
}

/** An option that decides whether what is fetched is verified, as in `--setopt=sslverify=0`. */
function endsInSetting(option: string): boolean {
  const found = option.match(vocabulary.settings)?.at(-1);
  return (
    found !== undefined && option.endsWith(found) && /^-[\w.:=-]{0,40}$/.test(option.slice(0, -found.length))
  );
}

function isOption(word: string): boolean {
  return word.length > 1 && word.startsWith('-') && !hasBlanks(word);
}

function isProgramName(word: string): boolean {
  if (vocabulary.plainWords.has(word) || isReference(word) || endOfMark(word, 0) === word.length) return true;
  return /^[\w./+@:~${}-]{1,200}$/.test(word) && isReadable(word);
}

/** Letters that curl takes before one with a value, in the same word. */
const switches = /^-[fsSLkiIvnNgjqalORJZG0-9#]*/;

function secretLetter(word: string, program: string): string {
  if (!/^-[A-Za-z]/.test(word)) return '?';
  const before = program === 'curl' ? (switches.exec(word)?.[0].length ?? 1) : 1;
  return word.charAt(before) || '?';
}

/** As it was quoted, so that the line can be read again. */
function requoted(text: string, { raw, quote }: Part): string {
  const isWhole = quote !== '' && raw.startsWith(quote) && raw.length > 1;
  if (quote === "'" && isWhole) return `'${text.replaceAll("'", '')}'`;
  const escaped = text.replaceAll(/["\\]/g, '\\$&');
  if (quote === '"') return isWhole ? `"${escaped}"` : escaped;
  if (/\$\(|`/.test(text)) return WITHHELD;
  return /[;&|<>()"']/.test(text) || hasBlanks(text) ? `"${escaped}"` : text;
}

/** Other than those inside of marks. */
function hasBlanks(text: string): boolean {
  return /\s/.test(text.replaceAll('[redacted ', ''));
}
