import { basename, join } from 'node:path';
import { checkFolder } from '../lib/files.ts';
import { matchesGlob } from '../lib/glob.ts';
import { PlimsollError } from '../lib/errors.ts';
import { exit, type Context } from './context.ts';
import { fixFiles } from './deliver/formats.ts';
import { writeOne } from './deliver/output-folder.ts';
import { readReport } from './deliver/read-report.ts';
import { loadTemplates } from './deliver/templates.ts';

export interface FixArguments {
  readonly report: string;
  readonly host: readonly string[];
  readonly out: string;
  readonly 'allow-edited': boolean;
}

/** Writes the fix scripts of a report.json again. */
export async function fix(args: FixArguments, context: Context): Promise<number> {
  const report = await readReport(args.report, args['allow-edited']);
  const wanted = report.hosts.filter(
    (host) => args.host.length === 0 || args.host.some((pattern) => matchesGlob(pattern, host.name)),
  );
  if (wanted.length === 0) {
    throw new PlimsollError(
      'USAGE',
      'no host of the report fits --host',
      report.hosts.map((host) => host.name),
    );
  }
  await checkFolder(args.out);
  context.begin();
  for (const file of fixFiles(report, await loadTemplates(), wanted)) {
    const path = join(args.out, basename(file.path));
    await writeOne(path, file.content);
    context.log.info(path);
  }
  return exit.clean;
}
