import type { Json } from '../lib/json.ts';
import type { CheckInfo } from '../result/types.ts';

/** A condition on a row or a value, in the closed vocabulary of check files. Validated before it gets here. */
export interface Condition {
  readonly fields?: Readonly<Record<string, Condition>>;
  readonly optionalFields?: Readonly<Record<string, Condition>>;
  readonly type?: 'string' | 'integer' | 'boolean' | 'array' | 'object' | 'null';
  readonly const?: Json;
  readonly in?: Operand<readonly Json[]>;
  readonly like?: Operand<readonly string[]>;
  readonly minimum?: Operand<number>;
  readonly maximum?: Operand<number>;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Condition;
  readonly contains?: Condition;
  readonly not?: Condition;
  readonly anyOf?: readonly Condition[];
  readonly allOf?: readonly Condition[];
  readonly maxMode?: string;
  readonly covers?: string;
  readonly startsWith?: string;
  readonly version?: Operand<string>;
}

/** A literal, or a reference to a parameter of the check. */
export type Operand<T> = T | { readonly $param: string };

export interface ParameterSpec {
  readonly type: 'string' | 'integer' | 'boolean' | 'strings';
  readonly description: string;
  /** Without a default the check is `manual` until the parameter is set. */
  readonly default?: Json;
}

/** A check as its file states it. */
export interface Check extends Omit<CheckInfo, 'section' | 'level' | 'cis' | 'assessment'> {
  /** Name of a table of the catalogue. */
  readonly each: string;
  readonly keys?: readonly string[];
  readonly when?: Condition;
  readonly match: 'every' | 'some' | 'none';
  readonly expect: Condition;
  readonly params: Readonly<Record<string, ParameterSpec>>;
}
