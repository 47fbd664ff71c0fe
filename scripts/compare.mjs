// Judges this host with docker-bench-security, from a checkout of it, and with plimsoll, and shows where they differ.
import { join } from './compare/join.mjs';
import { runOurs, runTheirs, scriptOf } from './compare/run.mjs';
import { tableOf } from './compare/table.mjs';
import { editionOf, parseLog } from './compare/their-log.mjs';
import { visible } from '../dist/lib/text.js';

const usage =
  'usage: npm run compare -- CHECKOUT-OF-DOCKER-BENCH-SECURITY [--json] [flags of plimsoll audit]';

function compare([checkout, ...rest]) {
  if (checkout === undefined || checkout.startsWith('-')) throw new Error(usage);
  const edition = editionOf(scriptOf(checkout));
  if (edition === null) throw new Error(`${checkout} does not say which edition it implements`);
  console.error(`Running plimsoll with the numbers of CIS Docker Benchmark ${edition} ...`);
  const report = runOurs(
    edition,
    rest.filter((flag) => flag !== '--json'),
  );
  console.error('Running docker-bench-security, which takes a minute or more ...');
  const log = runTheirs(checkout);
  const comparison = join(parseLog(log), report);
  return rest.includes('--json')
    ? [JSON.stringify(comparison, null, 2)]
    : tableOf(comparison).map((line) => visible(line, 400));
}

try {
  for (const line of compare(process.argv.slice(2))) console.log(line);
} catch (error) {
  console.error(`compare: ${error.message}`);
  process.exitCode = 2;
}
