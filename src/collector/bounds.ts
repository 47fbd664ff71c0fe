import type { Bundle, Section } from '../facts/bundle.ts';
import { sectionSpecs, type SectionSpec } from './sections.ts';

const specs = new Map(sectionSpecs.map((spec) => [spec.name, spec]));

/** Most bytes of a section, whatever the host says that its cap is. */
export function capOf(name: string): number {
  return specs.get(name)?.maxBytes ?? 0;
}

/** The section with no more than a host that keeps to our script can have sent; one that is cut says so. */
export function boundedSection(name: string, section: Section): Section {
  const spec = specs.get(name);
  if (spec === undefined) return section;
  const text = boundedText(section.text, spec);
  return text === section.text ? section : { ...section, text, truncated: true };
}

/** A bundle may come from anywhere, and redaction may have made a section longer than it came. */
export function boundedBundle(bundle: Bundle): Bundle {
  const known = Object.entries(bundle.sections).filter(([name]) => specs.has(name));
  const sections = known.map(([name, section]) => [name, boundedSection(name, section)] as const);
  return { ...bundle, sections: Object.fromEntries(sections) };
}

function boundedText(text: string, { maxBytes, maxLines }: SectionSpec): string {
  const short = text.slice(0, maxBytes);
  const end = Math.min(endOfLines(short, maxLines), endOfItems(short));
  return end >= text.length ? text : short.slice(0, end);
}

function endOfLines(text: string, maxLines: number): number {
  if (text.length <= maxLines) return text.length;
  let end = -1;
  for (let lines = 0; lines < maxLines; lines += 1) {
    end = text.indexOf('\n', end + 1);
    if (end === -1) return text.length;
  }
  return end + 1;
}

/** Members and items of JSON in one section: each takes many times as much memory as text. */
const MOST_ITEMS = 2_000_000;
const [LINE_END, COMMA, BRACKET, BRACE] = [0x0a, 0x2c, 0x5b, 0x7b];

/** The end of the last line up to which there are no more than that, by what may stand before each. */
function endOfItems(text: string): number {
  if (text.length <= MOST_ITEMS) return text.length;
  let end = 0;
  let items = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LINE_END) end = at + 1;
    else if (code === COMMA || code === BRACKET || code === BRACE) items += 1;
    if (items > MOST_ITEMS) return end;
  }
  return text.length;
}
