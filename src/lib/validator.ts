import { Ajv, type Options, type ValidateFunction } from 'ajv';

/**
 * The validator of one of our own schemas, compiled when it is first asked for: that takes longer than many a command.
 * Its schema is not held against the meta-schema each time; a test of the published ones does that.
 */
export function validator<T = unknown>(schema: object, options: Options = {}): () => ValidateFunction<T> {
  let compiled: ValidateFunction<T> | null = null;
  return () => (compiled ??= new Ajv({ ...options, validateSchema: false }).compile<T>(schema));
}
