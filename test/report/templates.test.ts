import { describe, expect, it } from 'vitest';
import { templates } from './templates.ts';

const markup = Object.entries(templates).filter(([path]) => path.endsWith('.hbs'));

/** A template with its mustaches taken out, so that quotes inside them do not count. */
function withoutMustaches(source: string): string {
  return source.replace(/\{\{[^}]*\}\}/g, '');
}

describe.each(markup)('%s', (_path, source) => {
  it('escapes everything', () => {
    expect(source).not.toMatch(/\{\{\{|\{\{~?&/);
  });

  it('has no inline style and no inline handler, which the policy forbids', () => {
    expect(source).not.toMatch(/\sstyle\s*=/i);
    expect(source).not.toMatch(/\son[a-z]+\s*=/i);
  });

  it('quotes every attribute', () => {
    const tags = withoutMustaches(source).match(/<[a-z][^>]*>/gi) ?? [];
    for (const tag of tags) expect(tag.replace(/="[^"]*"/g, '')).not.toContain('=');
  });

  it('puts into an address only what links.ts made, or a reference that was held to be a web address', () => {
    const addresses = [...source.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, value]) => value ?? '');
    for (const value of addresses.filter((address) => address.includes('{{'))) {
      expect(value).toMatch(
        /^(\{\{(href|about|changesHref)\}\}|\{\{vis this\}\}|\{\{root\}\}report\.(css|js))$/,
      );
    }
  });
});

it('neither the style nor the script can end its own element', () => {
  expect(templates['report/report.css']).not.toMatch(/<\/style|@import|url\(/i);
  expect(templates['report/report.js']).not.toMatch(/<\/script|<!--|innerHTML|outerHTML|insertAdjacentHTML/i);
});
