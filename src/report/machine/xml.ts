import { visible } from '../../lib/text.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * Any text as XML 1.0 content or attribute. Most control characters are forbidden there even as references
 * (section 2.2), so they are spelled out, as are the noncharacters U+FFFE and U+FFFF.
 */
export function escapeXml(text: string, max: number, options?: { readonly keepNewlines: boolean }): string {
  return visible(text, max, options)
    .replace(/[\ufffe\uffff]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`)
    .replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** ` name="value"` for each; a value is cut at 1,000 characters. */
export function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value), 1000)}"`)
    .join('');
}
