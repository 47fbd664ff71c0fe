import { endOfMark, WITHHELD, type Mark } from './redact-mark.ts';
import { isSecretName } from './redact-names.ts';
import { isHarmless, isReference, redactText } from './redact-text.ts';
import { withoutTokens } from './redact-shapes.ts';
import { isNoSecret, loginOf } from './redact-urls.ts';
import { endings, plainWords, schemes, settings } from './redact-vocabulary.ts';

/** What a word may be where it stands. */
export interface Place {
  /** Names of files, packages and targets are plain here. */
  readonly names: 'any' | 'packages' | 'none';
  /** Digests are to be seen, for something is compared with them. */
  readonly digests: boolean;
}

/** A word of a command as it is kept: itself where it says nothing secret, else what of it does not. */
export function keptWord(word: string, place: Place, mark: Mark): string {
  if (isAddress(word)) return keptAddress(word, mark);
  if (isPlain(word, place)) return withoutTokens(word, mark) === word ? word : mark(word);
  if (word.search(settings) !== -1) return keptText(word, place, mark);
  const parts = word.split(',');
  if (
    parts.length > 1 &&
    parts.some((part) => part.includes('=')) &&
    parts.every((part) => /^[\w.-]{1,60}(?:=|$)/.test(part))
  )
    return parts.map((part) => keptWord(part, place, mark)).join(',');
  const equals = word.indexOf('=');
  if (equals > 0 && isNameOfSetting(word.slice(0, equals)))
    return `${word.slice(0, equals)}=${keptValue(word.slice(0, equals), word.slice(equals + 1), place, mark)}`;
  if (word.includes('/') && /^[\w./@+~:%,*?{}[\]$-]+$/.test(word) && isPath(word, place))
    return keptPath(word);
  return keptText(word, place, mark);
}

/** The value of a variable, an option or a setting: marked where it is not plain, for the name may say what it is. */
export function keptValue(name: string, value: string, place: Place, mark: Mark): string {
  if (value === '' || /^(?:""|'')$/.test(value)) return value;
  if (isReference(value) || endOfMark(value, 0) === value.length) return value;
  if (value.search(settings) !== -1) return keptText(value, place, mark);
  if (isSecretName(name)) return isHarmless(name, value) ? value : mark(value);
  if (isAddress(value)) return keptAddress(value, mark);
  const isKept = isPlain(value, place) || (value.startsWith('/') && keptPath(value) === value);
  return isKept && withoutTokens(value, mark) === value ? value : mark(value);
}

function isNameOfSetting(name: string): boolean {
  return /^[\w./:@[\]-]{1,100}$/.test(name) && runsOf(name).every(isPlainRun);
}

function isAddress(word: string): boolean {
  return /^[a-z][a-z0-9+.-]{1,20}:\/\//i.test(word);
}

/** Scheme, host and path, without who logs in and what is asked. */
function keptAddress(word: string, mark: Mark): string {
  const start = word.indexOf('://') + 3;
  const rest = word.slice(start);
  const login = loginOf(rest);
  const isKept = isNoSecret(word.slice(0, start - 3), login);
  const user = login === '' ? '' : `${isKept ? login : mark(login)}@`;
  const address = login === '' ? rest : rest.slice(login.length + 1);
  const query = /[^\w./~%+:@,${}[\] -]/.exec(address)?.index ?? address.length;
  return `${word.slice(0, start)}${user}${keptPath(address.slice(0, query))}${query < address.length ? `?${WITHHELD}` : ''}`;
}

/** A path without the parts that no person wrote. */
function keptPath(path: string): string {
  return path
    .split('/')
    .map((part) => (part.split('@').every((piece) => isReadable(piece) || isDigest(piece)) ? part : WITHHELD))
    .join('/');
}

function isPath(word: string, { names }: Place): boolean {
  return names !== 'none' || /^(?:[@~]|\.{1,2}|\$\w+|\$\{\w+\})?\//.test(word) || hasEnding(word);
}

/** Whether a word says nothing secret by its form, or by where it stands. */
function isPlain(word: string, { names, digests }: Place): boolean {
  if (word === '' || plainWords.has(word) || isReference(word) || endOfMark(word, 0) === word.length)
    return true;
  if (isVersion(word) || /^[ugoa]{0,4}[=+-][rwxXst]{1,6}$/.test(word)) return true;
  if (/^(?:file|dir|multi|sha1|sha256|sha384|sha512):[0-9a-f]{6,128}$/.test(word)) return true;
  if (digests && isDigest(word)) return true;
  if (hasEnding(word) && isReadable(word)) return true;
  if (names === 'any') return /^[\w.@+:,*-]{1,100}$/.test(word) && isReadable(word);
  return names === 'packages' && /^[\w.@+:,*~=<>!^[\]-]{1,120}$/.test(word) && isReadable(word);
}

function isVersion(word: string): boolean {
  return /^[<>=~^]{0,2}v?\d{1,6}(?:[.:-]\d{1,6}){0,5}(?:[-+~.](?:alpha|beta|rc|dev|r|p|post|deb|ubuntu|dfsg|el|fc)?[\d.]{0,8}){0,3}[kKmMgG%s]?$/.test(
    word,
  );
}

function hasEnding(word: string): boolean {
  return (
    word.length <= 200 &&
    endings.has(word.slice(word.lastIndexOf('.') + 1).toLowerCase()) &&
    word.includes('.')
  );
}

/** Digests of the usual lengths. */
export function isDigest(word: string): boolean {
  return /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}|[0-9A-F]{40})$/.test(
    word,
  );
}

/** Whether a word is made of what a person writes and reads. */
export function isReadable(word: string): boolean {
  return word.length <= 200 && runsOf(word).every(isPlainRun);
}

function runsOf(word: string): readonly string[] {
  return word.split(/[^A-Za-z0-9]/);
}

const longestRun = 24;

function isPlainRun(run: string): boolean {
  if (/^(?:\d{0,8}|[0-9a-f]{7,12})$/.test(run)) return true;
  if (run.length > longestRun) return false;
  if (/^(?:[a-z]+|[A-Z]+)$/.test(run)) return true;
  if (/^[A-Za-z]+$/.test(run)) return changes(run, /[A-Z]/) <= Math.max(3, run.length / 2.5);
  return /^(?:[A-Z]?[a-z0-9]+|[A-Z0-9]+)$/.test(run) && changes(run, /\d/) <= 3;
}

/** How often a run goes over between what is of a class of characters and what is not. */
function changes(run: string, characters: RegExp): number {
  const kinds = [...run].map((character) => characters.test(character));
  return kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
}

/** A text that a command writes or is given, word for word. */
export function keptText(text: string, place: Place, mark: Mark): string {
  return redactText(text, mark)
    .split('\n')
    .map((line) => keptLine(line, place, mark))
    .join('\n');
}

/** What decides whether downloads are verified stays wherever it stands in a line. */
function keptLine(line: string, place: Place, mark: Mark): string {
  let kept = '';
  let from = 0;
  for (const found of line.matchAll(settings)) {
    kept += keptWords(line.slice(from, found.index), place, mark) + found[0];
    from = found.index + found[0].length;
  }
  return kept + keptWords(line.slice(from), place, mark);
}

function keptWords(text: string, place: Place, mark: Mark): string {
  const kept: string[] = [];
  let awaited: Announced | null = null;
  for (const word of wordsOf(text)) {
    const isHidden: boolean = awaited !== null && isAnnounced(awaited, word);
    const piece: string = isHidden
      ? hidden(word, mark)
      : awaited === 'rest' && schemes.has(word.toLowerCase())
        ? word
        : keptOfText(word, place, mark);
    const before = kept.at(-1) ?? '';
    if (piece !== WITHHELD || before !== WITHHELD) kept.push(piece);
    awaited = announced(word, before) ?? (awaited === 'rest' ? awaited : null);
  }
  const [first = '', last = ''] = [/^\s/.exec(text)?.[0], /\s$/.exec(text)?.[0]];
  return kept.length === 0 ? first : `${first}${kept.join(' ')}${last}`;
}

/** What of a text is a secret: the next word, that if it is in quotes, or all that follows. */
type Announced = 'next' | 'quoted' | 'rest';

function isAnnounced(announcement: Announced, word: string): boolean {
  if (announcement === 'quoted') return /^\\?["']./.test(word);
  return announcement === 'next' || !schemes.has(word.toLowerCase());
}

function hidden(word: string, mark: Mark): string {
  return isReference(word) || endOfMark(word, 0) === word.length ? word : mark(word);
}

/** A header, or a word of SQL, that says that a secret follows. */
function announced(word: string, before: string): Announced | null {
  if (/^(?:proxy-)?authorization:$|^(?:set-)?cookie:$|^x-[a-z-]{0,40}(?:token|key|secret|auth):$/i.test(word))
    return 'rest';
  if (/^by$/i.test(word) && /^identified$/i.test(before)) return 'next';
  return /^password$/i.test(word) ? 'quoted' : null;
}

/** A word of a text: what stands around it in quotes and brackets is not looked at. */
function keptOfText(word: string, place: Place, mark: Mark): string {
  const bare = word.replace(/^["'([{]{1,3}/, '').replace(/["')\]},;]{1,3}$/, '');
  if (/^["'()[\]{},;/:=]{0,3}$/.test(word)) return word;
  if (/^identified$|^by$|^password$/i.test(word) || announced(word, '') !== null) return word;
  if (isAddress(bare)) return keptAddress(bare, mark);
  if (bare !== '' && isPlain(bare, { ...place, names: 'none' }) && !/^\d{3,}$/.test(bare)) return word;
  const marked = word.indexOf('[redacted ');
  if (marked !== -1) return markedValue(word, marked);
  const isPathWord = /^(?:~|\.{1,2})?\/[\w./@+~:%,*-]{0,200}$/.test(bare) && bare !== '/';
  return isPathWord ? keptPath(bare) : WITHHELD;
}

/** A mark, with the name that stands before it. */
function markedValue(word: string, at: number): string {
  const end = endOfMark(word, at);
  if (end === at) return WITHHELD;
  const before = word.slice(Math.max(0, at - 100), at).replace(/["'=:]{1,4}$/, '');
  const name = before.split(/[^\w.-]/).at(-1) ?? '';
  return `${name === '' ? '' : `${name}=`}${word.slice(at, end)}`;
}

/** The words of a line that is no command, each as it is kept; blanks stay. */
export function keptNames(text: string, mark: Mark): string {
  return piecesOf(text)
    .map((piece) => (isBlank(piece) ? piece : keptWord(piece, { names: 'any', digests: true }, mark)))
    .join('');
}

function wordsOf(text: string): readonly string[] {
  return piecesOf(text).filter((piece) => !isBlank(piece));
}

function isBlank(piece: string): boolean {
  return /^\s/.test(piece);
}

/** Words and the blanks between them; that of a mark is none. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length;) {
    const end = endOfMark(text, at);
    const isWord = end > at || !isBlank(text.charAt(at));
    if (at > start && isWord === isBlank(text.slice(start, start + 1))) {
      pieces.push(text.slice(start, at));
      start = at;
    }
    at = Math.max(end, at + 1);
  }
  return start < text.length ? [...pieces, text.slice(start)] : pieces;
}
