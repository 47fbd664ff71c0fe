import { html } from './html.ts';
import { json } from './json.ts';
import type { Renderer } from './types.ts';

/** Every format there is. */
export const renderers = { html, json } as const satisfies Record<string, Renderer>;

export type Format = keyof typeof renderers;
