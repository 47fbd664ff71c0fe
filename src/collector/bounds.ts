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
  const short = text.length > maxBytes ? text.slice(0, maxBytes) : text;
  if (short.length <= maxLines) return short;
  let end = -1;
  for (let lines = 0; lines < maxLines; lines += 1) {
    end = short.indexOf('\n', end + 1);
    if (end === -1) return short;
  }
  return short.slice(0, end + 1);
}
