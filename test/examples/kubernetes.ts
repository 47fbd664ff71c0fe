import ts from 'typescript';
import { packageFile } from '../../src/lib/package.ts';

/**
 * What of a Kubernetes object does not fit the API, in words of the TypeScript compiler. The API's types are closed for
 * literals, so a key that there is not is found as well as a value of the wrong type.
 * @param api where the type is, as in `batch/v1`
 */
export function misfits(kind: string, api: string, object: unknown): readonly string[] {
  const file = packageFile('test/examples/object.ts');
  const source = `import type { ${kind} } from 'kubernetes-types/${api}';
export const object: ${kind} = ${JSON.stringify(object)};`;
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    module: ts.ModuleKind.NodeNext,
  };
  const host = ts.createCompilerHost(options);
  const onDisk = { ...host };
  host.fileExists = (name) => name === file || onDisk.fileExists(name);
  host.readFile = (name) => (name === file ? source : onDisk.readFile(name));
  host.getSourceFile = (name, ...rest) =>
    name === file
      ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022)
      : onDisk.getSourceFile(name, ...rest);
  const program = ts.createProgram([file], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
