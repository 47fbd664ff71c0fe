import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, it } from 'vitest';

const folder = new URL('../../src/facts/', import.meta.url);
const files = readdirSync(folder).filter((name) => /^(?:redact|shell-lexer)/.test(name));

/** The regular expressions of a file, as they are written. */
function patternsOf(name: string): readonly string[] {
  const source = ts.createSourceFile(
    name,
    readFileSync(new URL(name, folder), 'utf8'),
    ts.ScriptTarget.Latest,
  );
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.RegularExpressionLiteral) found.push(node.getText(source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/**
 * Whether a pattern looks at a character more often the longer a text is: one that may begin anywhere and repeats
 * without bound before its end begins anew in the middle of what it gave up, and a repetition in a repetition tries
 * every way to share.
 */
function isCostly(pattern: string): boolean {
  const plain = pattern
    .replaceAll(/\\./g, 'x')
    .replaceAll(/\[[^\]]*\]/g, 'x')
    .slice(1, pattern.lastIndexOf('/'));
  const unbounded = /[^(][*+]|\{\d+,\}|\{(?:\d+,)?\d{3,}\}/;
  const alternatives = plain.replace(/\/[a-z]*$/, '').split('|');
  const nested = /\((?:[^()]*(?:[^(][*+]|\{\d+,\}))[^()]*\)(?:[*+]|\{\d+,)/.test(plain);
  const isAnchored = plain.startsWith('^') || /\/[a-z]*y[a-z]*$/.test(pattern);
  return (
    nested ||
    (!isAnchored && alternatives.some((one) => !one.startsWith('^') && unbounded.test(one.slice(0, -1))))
  );
}

it('no pattern of redaction is slow on what a host may repeat', () => {
  expect(files.length).toBeGreaterThan(8);
  expect(files.flatMap(patternsOf).filter(isCostly)).toEqual([]);
});

it('a costly pattern is told from one that is not', () => {
  for (const costly of ['/a+b/', '/(x\\s+)*y/', '/proxy\\s*[^@]{1,1024}@/', '/-[\\w-]*token/g']) expect(isCostly(costly), costly).toBe(true); // prettier-ignore
  for (const cheap of ['/^a+b/', '/x{0,8}y/', '/[=:]/g', '/a[bc]?d/', '/ab+/']) expect(isCostly(cheap), cheap).toBe(false); // prettier-ignore
});
