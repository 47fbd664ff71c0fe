// Writes docs/dependencies.md: what plimsoll is made of, and why. Ends with 1 where a direct dependency has no reason
// here, or a package no licence that goes with Apache-2.0.
import { readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const json = (file) => JSON.parse(readFileSync(new URL(file, root), 'utf8'));

const reasons = {
  ajv: 'JSON Schema: check files, inventories, waivers, stored facts and reports are held to one each',
  handlebars: 'templates of pages, fix scripts and the playbook',
  'p-limit': 'how many hosts are asked at once',
  ssh2: 'SSH without a program of the system',
  yaml: 'YAML with the line of every value, and bounds for what comes from elsewhere',
  yargs: 'the command line, its help and its completion',
};

/** Of packages that name none in package.json: what their LICENSE file says. */
const read = { buildcheck: 'MIT', 'cpu-features': 'MIT', ssh2: 'MIT' };
const permissive = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'Unlicense',
];
/** Tools are not passed on, so that the terms on passing them on do not matter. */
const forTools = [...permissive, 'CC-BY-4.0', 'MPL-2.0', 'Python-2.0'];

const direct = json('package.json').dependencies;
const packages = Object.entries(json('package-lock.json').packages)
  .filter(([path]) => path !== '')
  .map(([path, about]) => {
    const name = path.replace(/^.*node_modules\//, '');
    return { ...about, path, name, license: about.license ?? read[name] ?? 'none' };
  });
const shipped = packages.filter(({ dev }) => !dev);

const faults = [
  ...Object.keys(direct)
    .filter((name) => !(name in reasons))
    .map((name) => `${name}: say in scripts/dependencies.mjs why it is needed`),
  ...packages
    .filter(({ dev, license }) => !(dev ? forTools : permissive).includes(license))
    .map(({ name, license }) => `${name}: its licence is ${license}`),
];
for (const fault of faults) process.stderr.write(`${fault}\n`);
if (faults.length > 0) process.exitCode = 1;

/** Who asks for a package: names of others, optional ones too. */
const askedBy = (name) =>
  shipped
    .filter(({ dependencies, optionalDependencies }) => name in { ...dependencies, ...optionalDependencies })
    .map((other) => other.name);

const row = ({ name, version, license, optional }) => {
  const why = reasons[name] ?? `of ${[...new Set(askedBy(name))].sort().join(', ')}`;
  return `| ${name} | ${version} | ${license} | ${why}${optional ? '; may be missing' : ''} |`;
};
const rows = (list) => list.map(row).join('\n');
const head = '| package | version | licence | why |\n| --- | --- | --- | --- |';

writeFileSync(
  new URL('docs/dependencies.md', root),
  `# Dependencies

Everything that is installed with plimsoll, from package-lock.json; made by \`npm run generate\`. Versions are exact, and
package-lock.json holds the digest of each package. No package needs an install script: \`.npmrc\` switches them off
here, and \`npm install --ignore-scripts\` does elsewhere. ssh2 then does in JavaScript what its native parts would do.

## Asked for by plimsoll

${head}
${rows(shipped.filter(({ path, name }) => name in direct && path === `node_modules/${name}`))}

## Asked for by those

${head}
${rows(shipped.filter(({ path, name }) => !(name in direct && path === `node_modules/${name}`)))}
`,
);
