import type { Flags } from './command.ts';

/**
 * A lone dash means standard input. The parser of the command line loses it, unless it is joined to the flag in front
 * of it; as a word by itself it becomes the file that standard input is.
 */
export function joinStdinArgument(args: readonly string[], flags: Flags): readonly string[] {
  const takesDash = (word = ''): boolean =>
    Object.entries(flags).some(
      ([name, { alias, type }]) =>
        type !== 'boolean' &&
        [`--${name}`, ...[alias ?? []].flat().map((letter) => `-${letter}`)].includes(word),
    );
  return args.flatMap((arg, index) => {
    if (args[index + 1] === '-' && takesDash(arg)) return [`${arg}=-`];
    if (arg !== '-') return [arg];
    return takesDash(args[index - 1]) ? [] : ['/dev/stdin'];
  });
}
