import { catalogue } from '../facts/catalogue/index.ts';
import { isObject, property, type Json, type JsonObject } from '../lib/json.ts';
import { didYouMean } from '../lib/nearest.ts';
import type { KeyPath, YamlFile } from '../lib/yaml.ts';
import { fitsParameter, parameterTypes } from './parameters.ts';
import type { Problem } from './problem.ts';
import type { ParameterSpec } from './types.ts';
import { unseenProblems } from './unseen.ts';
import { validateCondition } from './validate-condition.ts';
import { actionProblems, settingProblems, validateFix } from './validate-fix.ts';

/** What is wrong with a check beyond its shape. Works on a file of any shape; what is misshapen is skipped. */
export function validateCheck(yaml: YamlFile, name: string): readonly Problem[] {
  const { value } = yaml;
  return [
    ...idProblems(value, name),
    ...titleProblems(value),
    ...unseenProblems(value, []),
    ...tableProblems(value),
    ...actionProblems(value),
    ...settingProblems(value),
    ...conditionProblems(yaml),
  ];
}

function idProblems(value: Json, name: string): readonly Problem[] {
  const id = property(value, 'id');
  if (typeof id !== 'string' || id === name) return [];
  return [{ path: ['id'], message: `id: must be "${name}", like the file` }];
}

function titleProblems(value: Json): readonly Problem[] {
  const title = property(value, 'title');
  if (typeof title !== 'string' || !title.toLowerCase().startsWith('ensure')) return [];
  return [{ path: ['title'], message: 'title: say what is true when the check passes, without "Ensure"' }];
}

function tableProblems(value: Json): readonly Problem[] {
  const each = property(value, 'each');
  if (typeof each !== 'string' || catalogue.has(each)) return [];
  const hint = didYouMean(each, catalogue.keys());
  return [{ path: ['each'], message: `each: there is no table "${each}"${hint}` }];
}

function conditionProblems({ value, source }: YamlFile): readonly Problem[] {
  const problems: Problem[] = [];
  const report = (path: KeyPath, message: string) => void problems.push({ path, message });
  const each = property(value, 'each');
  const table = (typeof each === 'string' && catalogue.get(each)) || null;
  const params = property(value, 'params');
  const parameters: JsonObject = isObject(params) ? params : {};
  const used = new Set<string>();
  for (const key of ['when', 'expect']) {
    validateCondition(property(value, key) ?? null, [key], { table, parameters, used, source, report });
  }
  validateFix(property(value, 'fix') ?? null, { table, parameters, used, report });
  return [
    ...problems,
    ...Object.entries(parameters).flatMap(([name, spec]) => parameterProblems(name, spec, used)),
  ];
}

function parameterProblems(name: string, spec: Json, used: ReadonlySet<string>): readonly Problem[] {
  const path = ['params', name];
  const unused = used.has(name) ? [] : [{ path, message: `params.${name}: is declared but not used` }];
  const type = property(spec, 'type');
  const value = property(spec, 'default');
  if (value === undefined || !isParameterType(type) || fitsParameter(type, value)) return unused;
  const message = `params.${name}.default: must be ${parameterTypes[type]}`;
  return [...unused, { path: [...path, 'default'], message }];
}

function isParameterType(type: Json | undefined): type is ParameterSpec['type'] {
  return typeof type === 'string' && Object.hasOwn(parameterTypes, type);
}
