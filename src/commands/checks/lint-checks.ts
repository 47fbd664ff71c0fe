import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { readCases } from '../../checks/case-file.ts';
import { checkFiles, readChecks, readInside, shippedChecks } from '../../checks/load.ts';
import type { Check } from '../../checks/types.ts';
import { runCases } from '../../evaluate/cases.ts';

/**
 * Everything that is wrong with the checks of a directory, beside those that are shipped, and with their cases,
 * `<id>.yaml` each: what keeps a check from loading, a check without cases, cases that do not come true, cases without
 * a check.
 * @param casesDirectory null to leave the cases out
 * @returns one line each, empty when all is well. Throws PlimsollError FILE_UNREADABLE.
 */
export async function lintChecks(
  directory: string,
  casesDirectory: string | null,
): Promise<readonly string[]> {
  const { checks, problems } = await readChecks([directory]);
  const found = [...problems, ...(await clashes(directory, new Set(problems)))];
  if (casesDirectory === null) return found;
  const caseFiles = await checkFiles(casesDirectory);
  found.push(...(await orphans(directory, casesDirectory, caseFiles)));
  for (const check of checks) found.push(...(await lintCases(check, casesDirectory, caseFiles)));
  return found;
}

/** What is wrong with the checks only because there are those that are shipped. */
async function clashes(directory: string, known: ReadonlySet<string>): Promise<readonly string[]> {
  if ((await realpath(directory)) === (await realpath(shippedChecks))) return [];
  const { problems } = await readChecks([shippedChecks, directory]);
  return problems.filter((problem) => !known.has(problem));
}

async function lintCases(
  check: Check,
  directory: string,
  caseFiles: readonly string[],
): Promise<readonly string[]> {
  const name = `${check.id}.yaml`;
  const file = path.join(directory, name);
  if (!caseFiles.includes(name)) return [`${file}: the check ${check.id} has no cases`];
  const { cases, problems } = readCases(file, await readInside(directory, name));
  return problems.length > 0 ? problems : runCases(check, cases).map((problem) => `${file}: ${problem}`);
}

/** A check that does not load still owns its cases, so file names are compared. */
async function orphans(
  directory: string,
  casesDirectory: string,
  caseFiles: readonly string[],
): Promise<readonly string[]> {
  const checkNames = new Set(await checkFiles(directory));
  const lonely = caseFiles.filter((name) => !checkNames.has(name));
  return lonely.map((name) => `${path.join(casesDirectory, name)}: there is no check of this name`);
}
