import { createHash } from 'node:crypto';
import type { RenderOptions } from '../types.ts';
import type { Assets } from './engine.ts';

/**
 * The Content-Security-Policy of a page: its one style and its one script, nothing else, from nowhere. Inside the
 * page they are named by the hash of their exact text. It is the second line of defence; escaping is the first.
 */
export function contentSecurityPolicy({ style, script }: Assets, assets: RenderOptions['assets']): string {
  const inline = assets === 'inline';
  return [
    "default-src 'none'",
    `style-src ${inline ? hashSource(style) : "'self'"}`,
    `script-src ${inline ? hashSource(script) : "'self'"}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
