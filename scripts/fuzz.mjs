// usage: npm run fuzz -- [SECONDS]: tries the properties of test/fuzz for so long altogether, an hour without. Prints the
// seed and the smallest text that breaks one.
import { spawnSync } from 'node:child_process';

const properties = 11;
const seconds = Number(process.argv[2] ?? 3600);
if (!(seconds > 0)) {
  console.error('usage: npm run fuzz -- [SECONDS]');
  process.exit(2);
}
const env = { ...process.env, FUZZ_SECONDS: String(Math.max(1, Math.round(seconds / properties))) };
const args = ['vitest', 'run', '--project', 'pure', '--no-file-parallelism', 'test/fuzz'];
process.exitCode = spawnSync('npx', args, { env, stdio: 'inherit' }).status ?? 1;
