/** A page without the two texts that are ours to the last byte. */
export function markupOf(page: string): string {
  return page.replace(/<style>[^]*?<\/style>/, '').replace(/<script>[^]*?<\/script>/, '');
}

const closedByThemselves = new Set(['!doctype', 'meta', 'link', 'input']);

/**
 * The names of all elements, and of all attributes with an @ before them.
 * Throws unless the page is written as strictly as our templates are: every element closed in its turn, every
 * attribute quoted, and no other `<` or `>` anywhere.
 */
export function partsOf(page: string): ReadonlySet<string> {
  const parts = new Set<string>();
  const open: string[] = [];
  const rest = markupOf(page).replace(/<([^<>]*)>/g, (tag, inside: string) => {
    const [, closing, name = '', attributes = ''] =
      /^(\/?)([!a-z][a-z0-9]*)((?: [a-zA-Z-]+(?:="[^"]*")?)*)\/?$/.exec(inside) ?? [];
    if (name === '') throw new Error(`not a tag of ours: ${tag.slice(0, 200)}`);
    parts.add(name);
    for (const [, attribute] of attributes.matchAll(/ ([a-zA-Z-]+)(?:="[^"]*")?/g))
      parts.add(`@${attribute ?? ''}`);
    if (closing === '/') {
      const last = open.pop();
      if (last !== name) throw new Error(`</${name}> closes <${last ?? ''}>`);
    } else if (!closedByThemselves.has(name) && !inside.endsWith('/')) {
      open.push(name);
    }
    return '';
  });
  if (open.length > 0) throw new Error(`never closed: ${open.join(' ')}`);
  if (/[<>]/.test(rest)) throw new Error('a < or > stands outside of a tag');
  return parts;
}
