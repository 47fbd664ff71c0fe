/** What a shell would run, as far as its text tells: nothing is expanded. */
export type Script = readonly Pipeline[];

/** Commands of which each reads what the one before it writes. */
export type Pipeline = readonly Command[];

export interface Command {
  readonly words: readonly Word[];
  /** In brackets, as in `(a; b)` and `{ a; b; }`. */
  readonly groups: readonly Script[];
  /** What stands after `<<<`, or between `<<EOF` and `EOF`. */
  readonly input: readonly Word[];
  /** The file after `>`. */
  readonly output: string | null;
}

export interface Word {
  /** Without its quotes; substitutions stand in it as they were written. */
  readonly text: string;
  /** Of `$(…)`, backticks and `<(…)`. */
  readonly substitutions: readonly Script[];
}

/** Deeper nesting is taken for plain text. */
const deepest = 20;

/** Looks at each character once, whatever the text is. */
export function parseScript(text: string): Script {
  return new Parser(text).script('', 0);
}

type End = '' | ')' | '}' | '`';

const blank = /[ \t\r]/;
const endsWord = /[ \t\r\n;&|<>()]/;

class Parser {
  private at = 0;
  /** Heredocs that were announced on the line. */
  private pending: { readonly end: string; readonly dashed: boolean; readonly input: Word[] }[] = [];

  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Up to a closing bracket or backtick, which is taken along. */
  script(end: End, depth: number): Script {
    const pipelines: Pipeline[] = [];
    let pipeline: Command[] = [];
    let command = new CommandParts();
    const close = (): void => {
      if (!command.isEmpty()) pipeline.push(command);
      command = new CommandParts();
    };
    const closePipeline = (): void => {
      close();
      if (pipeline.length > 0) pipelines.push(pipeline);
      pipeline = [];
    };
    for (;;) {
      const character = this.peek();
      if (character === '' || (character === end && (end !== '}' || command.isEmpty()))) {
        this.at += 1;
        break;
      }
      if (blank.test(character) || this.skipped('\\\n')) this.at += blank.test(character) ? 1 : 0;
      else if (character === '#') this.skipTo('\n');
      else if (character === '\n') {
        closePipeline();
        this.at += 1;
        this.readHeredocs();
      } else if (character === '|' && this.text[this.at + 1] !== '|') {
        this.at += this.text[this.at + 1] === '&' ? 2 : 1;
        close();
      } else if (/[;&|]/.test(character) && this.text[this.at + 1] !== '>') {
        this.at += 1;
        if (this.peek() === character) this.at += 1;
        closePipeline();
      } else if (this.opensGroup(character) && command.words.length === 0 && depth < deepest) {
        this.at += 1;
        command.groups.push(this.script(character === '(' ? ')' : '}', depth + 1));
      } else if (/[<>&]/.test(character) && !this.opensSubstitution()) this.redirect(command, end, depth);
      else if (/[()]/.test(character)) this.at += 1;
      else command.words.push(this.word(end, depth));
    }
    closePipeline();
    return pipelines;
  }

  private peek(): string {
    return this.text[this.at] ?? '';
  }

  private skipped(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  private skipTo(end: string): void {
    const found = this.text.indexOf(end, this.at);
    this.at = found === -1 ? this.text.length : found;
  }

  private opensGroup(character: string): boolean {
    return character === '(' || (character === '{' && /\s/.test(this.text[this.at + 1] ?? ''));
  }

  private opensSubstitution(): boolean {
    return /[<>]/.test(this.peek()) && this.text[this.at + 1] === '(';
  }

  private redirect(command: CommandParts, end: End, depth: number): void {
    const operator = /(?:&>>?|<<<|<<-?|>>|>&|<&|>\||<>|<|>|&)/y;
    operator.lastIndex = this.at;
    const sign = operator.exec(this.text)?.[0] ?? '';
    this.at += Math.max(1, sign.length);
    while (blank.test(this.peek())) this.at += 1;
    const target = this.word(end, depth);
    // The number of a descriptor stands before it as a word of its own.
    if (/^\d$/.test(command.words.at(-1)?.text ?? '')) command.words.pop();
    if (sign === '<<' || sign === '<<-')
      this.pending.push({ end: target.text, dashed: sign === '<<-', input: command.input });
    else if (sign === '<<<') command.input.push(target);
    else if (sign.includes('>')) command.output = target.text;
  }

  private readHeredocs(): void {
    for (const { end, dashed, input } of this.pending.splice(0)) {
      const lines: string[] = [];
      while (this.at < this.text.length) {
        const start = this.at;
        this.skipTo('\n');
        const line = this.text.slice(start, this.at);
        this.at += 1;
        if ((dashed ? line.replace(/^\t+/, '') : line).trimEnd() === end) break;
        lines.push(line);
      }
      input.push({ text: lines.join('\n'), substitutions: [] });
    }
  }

  private word(end: End, depth: number): Word {
    const substitutions: Script[] = [];
    let text = '';
    let quoted = false;
    for (;;) {
      const character = this.peek();
      if (character === '' || (character === '`' && end === '`')) break;
      if (!quoted && endsWord.test(character) && !this.opensSubstitution()) break;
      if (character === '"') {
        quoted = !quoted;
        this.at += 1;
      } else if (character === '\\') {
        const next = this.text[this.at + 1] ?? '';
        text += next === '\n' ? '' : quoted && !/["$`\\]/.test(next) ? `\\${next}` : next;
        this.at += 2;
      } else if (character === "'" && !quoted) {
        const start = this.at + 1;
        this.at = start;
        this.skipTo("'");
        text += this.text.slice(start, this.at);
        this.at += 1;
      } else if (this.startsSubstitution(quoted) && depth < deepest) {
        const start = this.at;
        this.at += character === '`' ? 1 : 2;
        substitutions.push(this.script(character === '`' ? '`' : ')', depth + 1));
        text += this.text.slice(start, this.at);
      } else {
        text += character;
        this.at += 1;
      }
    }
    return { text, substitutions };
  }

  private startsSubstitution(quoted: boolean): boolean {
    const [character, next] = [this.peek(), this.text[this.at + 1]];
    return character === '`' || (character === '$' && next === '(') || (!quoted && this.opensSubstitution());
  }
}

class CommandParts implements Command {
  readonly words: Word[] = [];
  readonly groups: Script[] = [];
  readonly input: Word[] = [];
  output: string | null = null;

  isEmpty(): boolean {
    return this.words.length === 0 && this.groups.length === 0;
  }
}
