import type { KeyPath, YamlFile } from '../lib/yaml.ts';

/** Something wrong with a YAML file, and the key that it is about. */
export interface Problem {
  readonly path: KeyPath;
  readonly message: string;
}

/** `file:line: message` */
export function located(yaml: YamlFile, { path, message }: Problem): string {
  return `${yaml.at(path)}: ${message}`;
}
