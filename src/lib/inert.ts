/** What zsh acts on in a line whose first word is `#`: without INTERACTIVE_COMMENTS that is a command like any other. */
const active = /[$`|&<>!'{}*?[\]]|\\$/g;

/**
 * Text for a comment in what people paste into a shell: nothing in it is expanded, run, written to, or left open, even
 * where the shell takes no comments. What would be is spelled out, as in `\x24`; a semicolon before a blank becomes a
 * comma.
 */
export function inert(text: string): string {
  const spelled = text
    .replaceAll(/;(?= |$)/g, ',')
    .replaceAll(active, spell)
    .replaceAll(';', spell)
    // Behind a word these are what zsh calls qualifiers, and may run a command; behind a blank they match nothing.
    .replaceAll(/(?<=\S)\(/g, spell);
  return (spelled.split('"').length - 1) % 2 === 0 ? spelled : spelled.replaceAll('"', spell);
}

/** A line of a snippet, whose comments are inert. */
export function inertLine(line: string): string {
  return line.startsWith('#') ? `#${inert(line.slice(1))}` : line;
}

function spell(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16)}`;
}
