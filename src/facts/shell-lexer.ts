import { endOfMark } from './redact-mark.ts';

/**
 * One part of a command line. The parts together are the line.
 * - `blank`: between words, a continued line included
 * - `operator`: ends a command or opens one
 * - `redirect`: `<` and `>` with what belongs to them
 * - `word`: a word, or a part of one beside a `$(…)`
 * - `quote`: opens or closes a text in which there is a `$(…)`
 * - `comment`, and `heredoc`: the lines up to, and not with, the word that ends them
 */
export interface Part {
  readonly kind: 'blank' | 'operator' | 'redirect' | 'word' | 'quote' | 'comment' | 'heredoc';
  readonly raw: string;
  /** Of a word: what the shell makes of it. */
  readonly value: string;
  /** Of a word: it is one text in quotes, or part of one. */
  readonly quote: '' | '"' | "'";
}

/** Deeper commands in commands are read as text. */
const deepest = 100;

/** Takes a command line apart. Every character is looked at a bounded number of times. */
export function lex(text: string): readonly Part[] {
  return new Lexer(text).parts();
}

type Mode = '"' | '(' | '`';

class Lexer {
  readonly #text: string;
  readonly #parts: Part[] = [];
  readonly #modes: Mode[] = [];
  readonly #heredocs: string[] = [];
  #at = 0;
  /** Where the word began that is being read, and what it says so far. */
  #start = 0;
  #value = '';
  #quotes = 0;
  #awaitsEnd = false;

  constructor(text: string) {
    this.#text = text;
  }

  parts(): readonly Part[] {
    while (this.#at < this.#text.length) this.#step();
    this.#flush();
    return this.#parts;
  }

  #step(): void {
    const character = this.#text.charAt(this.#at);
    const next = this.#text.charAt(this.#at + 1);
    const mode = this.#modes.at(-1);
    const mark = character === '[' ? endOfMark(this.#text, this.#at) : this.#at;
    if (mark > this.#at) return this.#take(mark - this.#at, this.#text.slice(this.#at, mark));
    if (character === '\\') return next === '\n' ? this.#emit('blank', 2) : this.#take(2, next);
    if (character === '$' && next === '(') return this.#open('(', 2);
    if (character === '$' && (next === "'" || next === '"') && mode !== '"') return this.#take(1, '');
    if (character === '`') return mode === '`' ? this.#close(1) : this.#open('`', 1);
    if (mode === '"') return character === '"' ? this.#closeQuote() : this.#take(1, character);
    if (character === '"') return this.#double();
    if (character === "'") return this.#single();
    if (character === '(') return this.#open('(', 1);
    if (character === ')') return mode === '(' ? this.#close(1) : this.#emit('operator', 1);
    return this.#plain(character, next);
  }

  #plain(character: string, next: string): void {
    if (character === ' ' || character === '\t' || character === '\r') return this.#emit('blank', 1);
    if (character === '\n') return this.#newline();
    if (character === '#' && this.#at === this.#start) return this.#comment();
    if ((character === '<' || character === '>') && next === '(') return this.#open('(', 2);
    if (character === '<' || character === '>') return this.#redirect();
    if (character === '&' && next === '>') return this.#redirect();
    if (character === ';' || character === '&' || character === '|')
      return this.#emit('operator', character === next || (character === '|' && next === '&') ? 2 : 1);
    return this.#take(1, character);
  }

  #take(length: number, value: string): void {
    this.#value += value;
    this.#at += length;
  }

  /** Ends the word before, and adds a part of its own. */
  #emit(kind: Part['kind'], length: number): void {
    this.#flush();
    const end = Math.min(this.#at + length, this.#text.length);
    this.#parts.push({ kind, raw: this.#text.slice(this.#at, end), value: '', quote: '' });
    this.#at = this.#start = end;
  }

  #flush(): void {
    const raw = this.#text.slice(this.#start, this.#at);
    if (raw !== '') this.#parts.push({ kind: 'word', raw, value: this.#value, quote: this.#quoteOf(raw) });
    if (raw !== '' && this.#awaitsEnd) this.#heredocs.push(this.#value);
    if (raw !== '') this.#awaitsEnd = false;
    this.#start = this.#at;
    this.#value = '';
    this.#quotes = 0;
  }

  #quoteOf(raw: string): Part['quote'] {
    if (this.#modes.at(-1) === '"') return '"';
    const first = raw.charAt(0);
    const isOne = this.#quotes === 1 && raw.length > 1 && raw.endsWith(first);
    return isOne && (first === '"' || first === "'") ? first : '';
  }

  #open(mode: Mode, length: number): void {
    if (this.#modes.length === deepest)
      return this.#take(length, this.#text.slice(this.#at, this.#at + length));
    this.#emit('operator', length);
    this.#modes.push(mode);
  }

  #close(length: number): void {
    this.#flush();
    this.#modes.pop();
    this.#emit('operator', length);
  }

  #closeQuote(): void {
    this.#flush();
    this.#modes.pop();
    this.#emit('quote', 1);
  }

  /** A text with a command in it is read in parts. */
  #double(): void {
    const end = this.#endOfDouble();
    const inside = this.#text.slice(this.#at + 1, end);
    if ((inside.includes('$(') || inside.includes('`')) && this.#modes.length < deepest) {
      this.#emit('quote', 1);
      this.#modes.push('"');
      return;
    }
    this.#quotes += 1;
    this.#take(end + 1 - this.#at, unescaped(inside));
    this.#at = Math.min(this.#at, this.#text.length);
  }

  #endOfDouble(): number {
    let end = this.#at + 1;
    while (end < this.#text.length && this.#text.charAt(end) !== '"')
      end += this.#text.charAt(end) === '\\' ? 2 : 1;
    return end;
  }

  #single(): void {
    const found = this.#text.indexOf("'", this.#at + 1);
    const end = found === -1 ? this.#text.length : found;
    this.#quotes += 1;
    this.#take(end + 1 - this.#at, this.#text.slice(this.#at + 1, end));
    this.#at = Math.min(this.#at, this.#text.length);
  }

  #comment(): void {
    const found = this.#text.indexOf('\n', this.#at);
    this.#emit('comment', (found === -1 ? this.#text.length : found) - this.#at);
  }

  #redirect(): void {
    const start = this.#at;
    let end = start;
    while (end - start < 3 && /[<>&|-]/.test(this.#text.charAt(end))) end += 1;
    const isNumbered = /^\d$/.test(this.#text.slice(this.#start, start));
    if (isNumbered) {
      this.#at = this.#start;
      this.#value = '';
    }
    this.#emit('redirect', end - this.#at);
    this.#awaitsEnd = /<<-?$/.test(this.#text.slice(start, end));
  }

  #newline(): void {
    this.#emit('operator', 1);
    for (const word of this.#heredocs.splice(0)) this.#heredoc(word);
  }

  #heredoc(word: string): void {
    let end = this.#at;
    while (end < this.#text.length) {
      const found = this.#text.indexOf('\n', end);
      const line = this.#text.slice(end, found === -1 ? this.#text.length : found);
      if (line.replace(/^\t*/, '').trimEnd() === word) break;
      end = found === -1 ? this.#text.length : found + 1;
    }
    if (end > this.#at) this.#emit('heredoc', end - this.#at);
  }
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(["\\$`])/g, '$1');
}
