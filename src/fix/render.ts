import Handlebars from 'handlebars';
import { inert } from '../lib/inert.ts';
import { comment, heredoc, sh } from './quote.ts';
import type { Templates } from './types.ts';

const partials = ['common', 'guards', 'backup', 'files', 'socket', 'audit', 'engine', 'containers', 'daemon'];
const compiled = new WeakMap<Templates, (context: object) => string>();

/**
 * Fills templates/fix/fix.sh.hbs. Handlebars escapes for HTML, which is wrong here, so every value goes through
 * one of three helpers: `sh` (a quoted word), `comment` (one harmless line), `heredoc` (checked lines).
 */
export function renderScript(templates: Templates, context: object): string {
  const render = compiled.get(templates) ?? compile(templates);
  compiled.set(templates, render);
  return render(context);
}

function compile(templates: Templates): (context: object) => string {
  const handlebars = Handlebars.create();
  handlebars.registerHelper({ sh, comment: (value: unknown) => inert(comment(value)), heredoc });
  for (const name of partials) handlebars.registerPartial(name, template(templates, name).trimEnd());
  return handlebars.compile(template(templates, 'fix'), {
    noEscape: true,
    strict: true,
    preventIndent: true,
  });
}

function template(templates: Templates, name: string): string {
  const file = `fix/${name}.sh.hbs`;
  const text = templates[file];
  if (text === undefined) throw new Error(`template ${file} is missing`);
  return text;
}
