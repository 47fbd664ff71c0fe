import { extname } from 'node:path';
import { parseAllDocuments, visit } from 'yaml';
import { runCommandLine } from '../../src/commands/command-line/run.ts';

/** The command lines of plimsoll that a document shows, without its name: those of code, or of any line. */
export function commandLines(path: string, text: string): readonly (readonly string[])[] {
  const shown = extname(path) === '.md' ? codeOf(text) : text;
  // Lines that go on behind a backslash, or in a folded scalar, are one.
  const joined = shown.replaceAll(/\\\n\s*/g, '').replaceAll(/\n\s+(?=--)/g, ' ');
  // In a crontab the user comes before the command.
  const written = [...joined.matchAll(/(?:^|[\s/])plimsoll ((?!flock )[a-z]+ .*)$/gm)].map(([, line = '']) =>
    wordsOf(line),
  );
  return [...written, ...argumentLists(path, text)];
}

function codeOf(markdown: string): string {
  return [...markdown.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, code = '']) => code).join('\n');
}

/** The words of a simple command of a shell, up to where it ends; an ellipsis stands for what is left out. */
function wordsOf(line: string): readonly string[] {
  const [command = ''] = line.split(/ (?=[|&;#<>])/);
  const words = command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.map((word) => word.replaceAll(/["']/g, '')).filter((word) => word !== '…');
}

/** `args` of containers. */
function argumentLists(path: string, text: string): readonly (readonly string[])[] {
  const lists: (readonly string[])[] = [];
  if (!path.includes('kubernetes')) return lists;
  for (const document of parseAllDocuments(text)) {
    visit(document, {
      Pair: (_key, { key, value }) => {
        if (String(key) === 'args') lists.push((value as { toJSON: () => string[] }).toJSON());
      },
    });
  }
  return lists;
}

const understood = new Error('understood');

/** Gives a command line to the real parser, which gets no further; rejects when it cannot be understood. */
export async function understand(args: readonly string[]): Promise<void> {
  const contextFor = (): never => {
    throw understood;
  };
  await runCommandLine(args, {}, contextFor).catch((error: unknown) => {
    if (error !== understood) throw error;
  });
}
