/**
 * `-i -` and `--inventory -` mean standard input. The parser of the command line takes a lone dash for a word of its
 * own, unless it is joined to the flag.
 */
export function joinStdinArgument(args: readonly string[]): readonly string[] {
  return args.flatMap((arg, index) => {
    const isInventory = (word: string | undefined): boolean => word === '-i' || word === '--inventory';
    if (arg === '-' && isInventory(args[index - 1])) return [];
    return isInventory(arg) && args[index + 1] === '-' ? ['--inventory=-'] : [arg];
  });
}
