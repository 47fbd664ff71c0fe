import { parse } from 'csv-parse/sync';
import { lexer, type Token } from 'marked';

/** The records of a CSV file with CRLF at every line's end and nowhere else; throws where it is none. */
export function parseCsv(text: string): readonly Readonly<Record<string, string>>[] {
  if (!text.endsWith('\r\n') || /[\r\n]/.test(text.replaceAll('\r\n', ''))) {
    throw new Error('a line end that is not CRLF');
  }
  return parse(text, { columns: true, record_delimiter: '\r\n' });
}

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const sampleLine = /^([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (-?[0-9.e+-]+)$/;

/** Reads the Prometheus text format as strictly as node_exporter: one HELP and TYPE a name, and no series twice. */
export function parsePrometheus(text: string): readonly Sample[] {
  if (!text.endsWith('\n')) throw new Error('no newline at the end');
  const seen = new Set<string>();
  let current = '';
  return text
    .slice(0, -1)
    .split('\n')
    .flatMap((line) => {
      const head = /^# (HELP|TYPE) ([a-z_]+) (.+)$/.exec(line);
      if (head !== null) {
        const key = `${head[1] ?? ''} ${head[2] ?? ''}`;
        if (seen.has(key)) throw new Error(`twice: ${key}`);
        seen.add(key);
        current = head[2] ?? '';
        return [];
      }
      const [, name = '', labels = '', value = ''] = sampleLine.exec(line) ?? [];
      if (name === '' || name !== current) throw new Error(`unexpected line: ${line.slice(0, 200)}`);
      const series = `${name}{${labels}}`;
      if (seen.has(series)) throw new Error(`twice: ${series}`);
      seen.add(series);
      return [{ name, labels: parseLabels(labels), value: Number(value) }];
    });
}

function parseLabels(text: string): Readonly<Record<string, string>> {
  const pairs = [...text.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)];
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value.replace(/\\(.)/g, '$1')]));
}

/** What a Markdown text is made of, and its table rows as cells. */
export interface Markdown {
  readonly kinds: ReadonlySet<string>;
  /** Per table: the cells of every line, split as GitHub splits them. */
  readonly tables: readonly (readonly (readonly string[])[])[];
}

export function parseMarkdown(text: string): Markdown {
  const kinds = new Set<string>();
  const visit = (tokens: readonly Token[]): void => {
    for (const token of tokens) {
      kinds.add(token.type);
      if ('tokens' in token) visit(token.tokens ?? []);
      if (token.type !== 'table') continue;
      const cells = [...token.header, ...token.rows.flat()] as readonly {
        readonly tokens: readonly Token[];
      }[];
      for (const cell of cells) visit(cell.tokens);
    }
  };
  const top = lexer(text, { gfm: true });
  visit(top);
  const tables = top.filter((token) => token.type === 'table').map((token) => rawRows(token.raw));
  return { kinds, tables };
}

function rawRows(raw: string): readonly (readonly string[])[] {
  return raw
    .trim()
    .split('\n')
    .map((line) =>
      line
        .replace(/^\| | \|$/g, '')
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );
}
