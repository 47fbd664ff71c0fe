import { expect, it } from 'vitest';
import { factsOf } from '../../src/derive/facts.ts';
import { whyNoEngine } from '../../src/derive/no-engine.ts';
import type { Bundle } from '../../src/facts/bundle.ts';
import { loadBundle } from '../../src/facts/load.ts';
import { packageFile } from '../../src/lib/package.ts';
import { withSection } from '../relations/recorded.ts';

const recorded = await loadBundle(packageFile('test/fixtures/bundles/no-docker.json'));
const text = (name: string): string => recorded.sections[name]?.text ?? '';
const why = (bundle: Bundle): string | null => whyNoEngine(factsOf(bundle));
const found = (path: string): string =>
  text('files').replace(
    `absent ${path}\n`,
    `lstat 81ed 0 0 root root 1 0 ${path}\nstat 81ed 0 0 root root 1 0 ${path}\n`,
  );

it('a host on which nothing of the kind is has no engine', () => {
  expect(why(recorded)).toMatch(/^neither Docker nor another/);
  expect(why(withSection(recorded, 'containerd.processes', null))).not.toBeNull();
});

it.each<[string, Bundle]>([
  ['dockerd is installed and stopped', withSection(recorded, 'files', { text: found('/usr/bin/dockerd') })],
  ['containerd is installed', withSection(recorded, 'files', { text: found('/usr/bin/containerd') })],
  ['what Docker was told is left', withSection(recorded, 'files', { text: found('/etc/docker') })],
  ['Podman listens', withSection(recorded, 'files', { text: found('/run/podman/podman.sock') })],
  ['a file was not looked for', withSection(recorded, 'files', { text: text('files').replace('absences listed\n', '') })],
  ['files are not known', withSection(recorded, 'files', { status: 1 })],
  ['a dockerd runs', withSection(recorded, 'processes', { text: 'process 5\nexe /opt/dockerd\n' })],
  ['something answers', withSection(recorded, 'processes', { text: 'asked /x.sock\nanswers yes\n' })],
  ['the processes are not known', withSection(recorded, 'processes', null)],
  ['a containerd runs', withSection(recorded, 'containerd.processes', { text: 'process 7\n' })],
  ['the client is there', withSection(recorded, 'docker.info', { status: 1, stderr: 'Cannot connect to the Docker daemon' })],
  ['whoever looked was not root', withSection(recorded, 'host', { text: text('host').replace('uid 0\n', 'uid 1000\n') })],
  ['the run was cut', { ...recorded, failure: { code: 'TIMEOUT', message: 'x', hint: 'y' } }],
])('it is not said of one where %s', (_what, bundle) => {
  expect(why(bundle)).toBeNull();
}); // prettier-ignore
