// What hostile hosts print: each trap gives the whole output for a script, in pieces.
import { frameMark } from '../dist/collector/assemble.js';
import { sectionSpecs } from '../dist/collector/sections.js';

const MIB = 1024 * 1024;
const markOf = (script) => frameMark(/^ {2}mark=plimsoll:([\w-]+)$/m.exec(script)?.[1] ?? '');

/** The same text over and over, `bytes` long, without ever being in memory as a whole. */
function* repeated(text, bytes = Infinity) {
  const block = Buffer.from(text.repeat(Math.ceil(65_536 / text.length)));
  for (let sent = 0; sent < bytes; sent += block.length) yield block;
}

/** What a recorded host prints, but for one section. */
function* recorded(script, bundle, [name, pieces] = []) {
  const mark = markOf(script);
  yield `${mark} start\n`;
  for (const spec of sectionSpecs.filter((one) => script.includes(`\n  section ${one.name} `))) {
    const { status = 1, text = '', stderr = '' } = bundle.sections[spec.name] ?? {};
    // A cap of the host's own: it is ours that holds.
    yield `${mark} begin ${spec.name} 999999999\n`;
    if (spec.name === name) yield* pieces();
    else yield text;
    yield `\n${mark} about\nstatus ${status}\n${stderr}\n${mark} end\n`;
  }
  yield `${mark} complete\n`;
}

export const honest = (bundle) => (script) => recorded(script, bundle);

const sections = {
  '130,000 limits': [
    'container.processes',
    () => ['all\ncontainer a 1\n', ...repeated('memory 1\n', 1.2 * MIB)],
  ],
  'a step of 12 MiB': ['docker.history', () => ['image a\n"RUN ', ...repeated('\\"', 12 * MIB), '"']],
  '15 MiB of bars': ['daemon.config', () => repeated('| \n', 15 * MIB)],
  '100 MiB of {}': ['docker.containers', () => repeated('{}\n', 100 * MIB)],
  'one line of {}': ['docker.containers', () => ['[', ...repeated('{},', 45 * MIB), '1]']],
  'one deep line': ['docker.containers', () => repeated('[', 10 * MIB)],
  'an open string': ['docker.images', () => ['{"Id":"', ...repeated('x', 20 * MIB)]],
  escapes: ['docker.images', () => ['{"Id":"', ...repeated('\\"', 12 * MIB), '"}']],
  'junk processes': ['processes', () => repeated('arg junk\n', 36 * MIB)],
  'junk files': ['files', () => repeated('stat junk\n', 36 * MIB)],
  'junk mounts': ['mounts', () => repeated('1 2 0:1 / /a rw - b c d\n', 36 * MIB)],
  'junk accounts': ['accounts', () => repeated('user a:1:1\n', 36 * MIB)],
  'curl and quotes': ['docker.images', () => ['{"Id":"', ...repeated('curl \\"', 15 * MIB), '"}']],
  proxies: ['docker.containers', () => ['{"Id":"', ...repeated('proxy=', 40 * MIB), '"}']],
  tokens: ['docker.history', () => ['image a\n"RUN ', ...repeated('-token ', 15 * MIB), '"']],
};

const streams = {
  *endless(script) {
    yield `${markOf(script)} start\n${markOf(script)} begin docker.images 1\n`;
    yield* repeated('{"Id":"a"}\n');
  },
  'frame lines alone': (script) => repeated(`${markOf(script)} begin host 1\n`, 60 * MIB),
  noise: () => repeated('\0\u001b[2J\xff', 50 * MIB),
  *'ends in the middle'(script) {
    yield `${markOf(script)} start\n${markOf(script)} begin host 99\nuid 0\n`;
  },
  nothing: () => [],
};

/** By name, what each does with the script that it is sent. */
export function traps(bundle) {
  const cut = Object.entries(sections).map(([name, section]) => [
    name,
    (script) => recorded(script, bundle, section),
  ]);
  return Object.fromEntries([...cut, ...Object.entries(streams)]);
}
