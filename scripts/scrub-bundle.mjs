// Takes out of a recorded bundle what tells about the machine it was recorded on, and nothing that is judged.
import { readFileSync, writeFileSync } from 'node:fs';

const [from, to] = process.argv.slice(2);
const bundle = JSON.parse(readFileSync(from, 'utf8'));
const { sections } = bundle;
const kernel = '6.1.0-42-amd64';

function edit(name, change) {
  if (sections[name] !== undefined) sections[name].text = change(sections[name].text);
}

edit('host', (text) => text.replace(/^kernel .*$/m, `kernel ${kernel}`));
edit('docker.info', (text) => {
  // A daemon that could not be asked has told nothing.
  if (text === '') return text;
  const info = { ...JSON.parse(text), Name: bundle.host.name, ID: 'scrubbed', KernelVersion: kernel };
  return JSON.stringify(info) + '\n';
});
edit('docker.version', (text) => text.replace(/"KernelVersion":"[^"]*"/g, `"KernelVersion":"${kernel}"`));
// Mounts of the machine that are no part of any host, also as a container sees them.
for (const name of ['mounts', 'container.processes'])
  edit(name, (text) =>
    text
      .split('\n')
      .filter((line) => !/ (\/host)?\/((mnt|tmp)\/|lab( |$))/.test(line))
      .join('\n'),
  );
// Accounts that its packages have brought: Debian gives them these numbers.
edit('accounts', (text) => text.replace(/^user [^:]*:(1\d\d|[2-9]\d\d|1000):.*\n/gm, ''));
bundle.host.address = '192.0.2.10:22';
writeFileSync(to, JSON.stringify(bundle, null, 2) + '\n');
