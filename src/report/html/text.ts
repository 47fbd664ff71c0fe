/** The paragraphs of a text of a check file. */
export function paragraphs(text: string): readonly string[] {
  return text.split(/\n+/).filter((line) => line.trim() !== '');
}

/** The lines of a command or listing of a check file, for a <pre>. */
export function lines(text: string): readonly string[] {
  return text.trimEnd().replaceAll('\t', '    ').split('\n');
}

/** The references that may become links: absolute web addresses, nothing else. */
export function webAddresses(references: readonly string[]): readonly string[] {
  return references.filter((reference) => /^https?:\/\/[a-z0-9]/i.test(reference) && URL.canParse(reference));
}

/** A text that stands among others and must not drive them off the page, cut where it is long. */
export function shortened(text: string): string {
  const longest = 240;
  if (text.length <= longest) return text;
  const cut = text.slice(0, longest).replace(/[\ud800-\udbff]$/, '');
  return `${cut}… (${text.length - cut.length} characters more in report.json)`;
}
