import { parseScript, type Command, type Pipeline, type Script, type Word } from './raw/shell-script.ts';

/** A command without what only says how it is run: `sudo -E env A=b /usr/bin/curl x` is `curl x` with A=b. */
export interface Invocation {
  /** Its program, without a folder. */
  readonly program: string;
  readonly args: readonly Word[];
  /** `NAME=value` before the program. */
  readonly assignments: readonly string[];
  /** The word of the program as it was written. */
  readonly word: Word | null;
}

/** Strings given to a shell in a string given to a shell: deeper ones are not looked at. */
const deepest = 5;

/** Every pipeline of a script: of substitutions, of what is in brackets, and of what is handed to a shell as text. */
export function pipelinesOf(text: string): readonly Pipeline[] {
  const found: Pipeline[] = [];
  const left: { readonly script: Script; readonly depth: number }[] = [
    { script: parseScript(text), depth: 0 },
  ];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { depth } = next;
    for (const pipeline of next.script) {
      found.push(pipeline);
      for (const command of pipeline) {
        const texts = depth < deepest ? shellTexts(command) : [];
        for (const text of texts) left.push({ script: parseScript(text), depth: depth + 1 });
        // What is substituted in such a text was read with it.
        if (texts.length === 0) for (const script of innerScripts(command)) left.push({ script, depth });
      }
    }
  }
  return found;
}

function innerScripts({ words, groups, input }: Command): readonly Script[] {
  return [...groups, ...[...words, ...input].flatMap(({ substitutions }) => substitutions)];
}

const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'mksh', 'su']);

export function isShell(program: string): boolean {
  return shells.has(program);
}

/** What a shell is given to run as text: after -c, as standard input, or with `eval`. */
function shellTexts(command: Command): readonly string[] {
  const { program, args } = invocationOf(command);
  if (program === 'eval') return [args.map(({ text }) => text).join(' ')];
  if (!isShell(program)) return [];
  const at = args.findIndex(({ text }) => /^-[a-z]*c$/.test(text));
  const given = at === -1 ? command.input : args.slice(at + 1, at + 2);
  return given.map(({ text }) => text);
}

const reserved: ReadonlySet<string> = new Set([
  'if',
  'then',
  'elif',
  'else',
  'while',
  'until',
  'do',
  'time',
  '!',
]);
const wrappers: ReadonlySet<string> = new Set([
  ...[
    'sudo',
    'doas',
    'env',
    'exec',
    'command',
    'builtin',
    'nohup',
    'nice',
    'ionice',
    'timeout',
    'stdbuf',
    'xargs',
  ],
  ...[
    'busybox',
    'retry',
    'setarch',
    'linux32',
    'eatmydata',
    'chronic',
    'gosu',
    'su-exec',
    'chroot',
    'unbuffer',
  ],
]);
/** Wrappers with one word of their own before the command, and options that take one. */
const withWord: ReadonlySet<string> = new Set(['gosu', 'su-exec', 'chroot', 'setarch', 'timeout', 'retry']);
const withValue: ReadonlySet<string> = new Set([
  ...['-u', '-g', '-h', '-n', '-I', '-P', '-L', '-a', '-d', '-s', '-k', '-C', '-p', '-r', '-t', '-c', '-U'],
]);
const assignment = /^[A-Za-z_]\w*\+?=/;

export function invocationOf({ words }: Command): Invocation {
  const assignments: string[] = [];
  let at = 0;
  for (; at < words.length; at++) {
    const text = words[at]?.text ?? '';
    if (assignment.test(text)) assignments.push(text);
    else if (wrappers.has(baseName(text)) && at + 1 < words.length) at = afterWrapper(words, at) - 1;
    else if (!reserved.has(text)) break;
  }
  const word = words[at] ?? null;
  return { program: baseName(word?.text ?? ''), args: words.slice(at + 1), assignments, word };
}

/** Where the options of a wrapper end. */
function afterWrapper(words: readonly Word[], start: number): number {
  let at = start + 1;
  let own = withWord.has(baseName(words[start]?.text ?? '')) ? 1 : 0;
  for (; at < words.length; at++) {
    const text = words[at]?.text ?? '';
    if (withValue.has(text)) at += 1;
    else if (!text.startsWith('-') && own-- <= 0) break;
  }
  return at;
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
