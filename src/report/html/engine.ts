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

/** The style sheet and the script of the pages, as the exact text between their tags or in their files. */
export interface Assets {
  readonly style: string;
  readonly script: string;
}

/** @param run its id stands at the foot of every printed sheet, which may be taken out from among the others */
export function assetsOf(templates: Templates, run: string): Assets {
  // In a style sheet, other than in a script, the end of a line means nothing.
  const style = compact(text(templates, 'report.css')).replace(/\s*([{};,])\s*/g, '$1');
  return { style: style + footOf(run), script: compact(text(templates, 'report.js')) };
}

/** A report may be of anyone's making: nothing in its id ends the text. */
function footOf(run: string): string {
  const word = run.replace(/[^\w.:-]/g, '').slice(0, 80);
  return `@media print{@page{@bottom-left{content:'plimsoll run ${word}';font-size:8pt}}}\n`;
}

/** Without indentation, remarks and empty lines, which a report of 500 pages would carry 500 times. */
function compact(source: string): string {
  return source.replace(/^ +/gm, '').replace(/^(?:\/\/.*|\/\*(?:(?!\*\/)[^])*\*\/)?\n/gm, '');
}

/** Template name, `fleet-page`, and view -> page. */
export type Engine = (page: string, view: object) => string;

/**
 * Every report/*.hbs is a partial by its file name, and so are `style` and `script`: only texts of ours are
 * partials, only data goes through mustaches, and those always escape. The pages are the partials whose name
 * ends in -page.
 */
export function createEngine(templates: Templates, { style, script }: Assets): Engine {
  const engine = Handlebars.create();
  const compiled = new Map<string, (view: object) => string>();
  engine.registerHelper('vis', (value: unknown) => visible(String(value)));
  engine.registerPartial({ style: () => style, script: () => script });
  for (const [path, source] of Object.entries(templates)) {
    if (!path.startsWith(folder) || !path.endsWith('.hbs')) continue;
    const template = engine.compile<object>(source, options);
    const name = path.slice(folder.length, -'.hbs'.length);
    engine.registerPartial(name, template);
    compiled.set(name, (view) => template(view));
  }
  return (page, view) => {
    const template = compiled.get(page);
    if (template === undefined) throw new Error(`template ${folder}${page}.hbs was not given`);
    return template(view);
  };
}

function text(templates: Templates, name: string): string {
  const content = templates[folder + name];
  if (content === undefined) throw new Error(`template ${folder}${name} was not given`);
  return content;
}
