import Handlebars from 'handlebars';
import type { Templates } from '../types.ts';
import { visible } from './visible.ts';

const folder = 'report/';
const options = {
  strict: true,
  preventIndent: true,
  knownHelpers: { vis: true },
  knownHelpersOnly: true,
} as const;

/** The style sheet and the script of the page, as the exact text between their tags. */
export interface Assets {
  readonly style: string;
  readonly script: string;
}

export function assets(templates: Templates): Assets {
  return { style: text(templates, 'report.css'), script: text(templates, 'report.js') };
}

/**
 * Compiles report/page.hbs. Every other report/*.hbs is a partial by its file name, and so are `style` and
 * `script`: only texts of ours are partials, only data goes through mustaches, and those always escape.
 */
export function compilePage(templates: Templates, { style, script }: Assets): (view: object) => string {
  const engine = Handlebars.create();
  engine.registerHelper('vis', (value: unknown) => visible(String(value)));
  engine.registerPartial({ style: () => style, script: () => script });
  for (const [path, source] of Object.entries(templates)) {
    if (!path.startsWith(folder) || !path.endsWith('.hbs')) continue;
    engine.registerPartial(path.slice(folder.length, -'.hbs'.length), engine.compile(source, options));
  }
  return engine.compile(text(templates, 'page.hbs'), options);
}

function text(templates: Templates, name: string): string {
  const content = templates[folder + name];
  if (content === undefined) throw new Error(`template ${folder}${name} was not given`);
  return content;
}
