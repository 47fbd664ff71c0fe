import type { Failure } from '../lib/failure.ts';
import type { Json } from '../lib/json.ts';

export type ColumnType = 'string' | 'integer' | 'boolean' | 'array' | 'object' | 'any' | 'mode';

export interface Column {
  readonly type: ColumnType;
  /** The host may not have a value here; null then means "not set", never "not known". */
  readonly nullable?: true;
  readonly description: string;
}

/** What the rows of a table are about; it opens the subject of every finding, as in `container:web`. */
export type SubjectKind =
  | 'container'
  | 'image'
  | 'file'
  | 'daemon'
  | 'network'
  | 'user'
  | 'audit'
  | 'storage'
  | 'swarm'
  | 'listener'
  | 'host'
  | 'service';

/** One table of the catalogue. A fact that is not in the catalogue does not exist. */
export interface TableSpec {
  readonly name: string;
  /** One sentence. */
  readonly description: string;
  /** The column that `keys` of a check selects by. */
  readonly key: string;
  readonly subject: { readonly kind: SubjectKind; readonly column: string };
  readonly columns: Readonly<Record<string, Column>>;
  /** The sections of the collector that the table is derived from. */
  readonly sections: readonly string[];
}

export interface Row {
  readonly values: Readonly<Record<string, Json>>;
  /** Columns that could not be determined, with the reason and the cure. They have no value. */
  readonly errors?: Readonly<Record<string, Failure>>;
  /** What a reader should know about this row, for example "pending restart". */
  readonly note?: string;
}

/** A table as one host filled it, or why it could not be filled at all. */
export type Table = { readonly rows: readonly Row[] } | { readonly error: Failure };

export type Tables = Readonly<Record<string, Table>>;
