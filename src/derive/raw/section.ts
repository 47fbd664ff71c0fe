import type { Bundle, Section } from '../../facts/bundle.ts';
import { fail, succeed, type Failable, type Failure } from '../../lib/failure.ts';
import { isObject, parseJson as parseAnyJson, type Json, type JsonObject } from '../../lib/json.ts';

const asRoot = 'audit as root, or with sudo: true in the inventory (--sudo)';

/** The output of one section, or why there is none to rely on. */
export function sectionText(bundle: Bundle, name: string): Failable<string> {
  const section = Object.hasOwn(bundle.sections, name) ? bundle.sections[name] : undefined;
  if (section === undefined) return missingSection(bundle, name);
  if (section.status === 0 && !section.truncated) return succeed(section.text);
  const failure = sectionFailure(name, section);
  const withoutClient = failure.code === 'TOOL_MISSING' && isOfDocker(name) && runsDockerd(bundle);
  return { ok: false, failure: withoutClient ? noClient : failure };
}

function isOfDocker(name: string): boolean {
  return /^(docker|container|swarm)\./.test(name);
}

function runsDockerd({ sections }: Bundle): boolean {
  return /^process \d/m.test(sections['processes']?.text ?? '');
}

const noClient: Failure = {
  code: 'TOOL_MISSING',
  message:
    'dockerd runs on the host, and the docker command is in none of the directories where it is looked for (/usr/local/bin, /usr/bin, /snap/bin, beside dockerd)',
  hint: 'link it into /usr/local/bin, then audit again',
};

function missingSection(bundle: Bundle, name: string): Failable<string> {
  if (bundle.failure !== null) {
    return fail(
      bundle.failure.code,
      `${name} was not collected: ${bundle.failure.message}`,
      bundle.failure.hint,
    );
  }
  return fail('NOT_COLLECTED', `${name} is not in the bundle`, 'collect the facts of this host again');
}

function sectionFailure(name: string, section: Section): Failure {
  const said = section.stderr.trim().split('\n').at(-1) ?? '';
  const because = said === '' ? '' : `: ${said.slice(0, 300)}`;
  const docker = isOfDocker(name);
  if (section.status === 124 || section.status === 137 || section.status === 143) {
    return failure(
      'TIMEOUT',
      `${name} took too long${because}`,
      'see what hangs on the host, then audit again',
    );
  }
  if (section.truncated) {
    return failure(
      'TRUNCATED',
      `${name} is incomplete: its output was cut`,
      'audit again, with a longer --timeout if it was cut by it',
    );
  }
  if (/permission denied|must be root|not permitted|need to be root/i.test(section.stderr)) {
    const hint = docker ? `${asRoot}, or as a member of the group of the Docker socket` : asRoot;
    return failure('NEEDS_ROOT', `${name} needs root${because}`, hint);
  }
  if (
    /cannot connect to the docker daemon|docker daemon running|failed to connect to the docker API/i.test(
      section.stderr,
    )
  ) {
    return failure(
      'DAEMON_DOWN',
      `the Docker daemon does not answer${because}`,
      'start it, or name its socket with dockerSocket in the inventory (--docker-socket)',
    );
  }
  if (section.status === 127) {
    const tool = docker ? 'docker' : name === 'zfs.quotas' ? 'zfs' : 'auditctl';
    return failure(
      'TOOL_MISSING',
      `${tool} is not installed on the host`,
      `install the package that ships ${tool}`,
    );
  }
  return failure(
    'FAILED',
    `${name} failed with status ${section.status ?? 'unknown'}${because}`,
    'run it by hand on the host (plimsoll plan prints it)',
  );
}

function failure(code: string, message: string, hint: string): Failure {
  return { code, message, hint };
}

/** The lines of a section that open with one of the given words, as [word, rest]. */
export function wordLines(text: string): readonly (readonly [string, string])[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const space = line.indexOf(' ');
      return space === -1 ? [line, ''] : [line.slice(0, space), line.slice(space + 1)];
    });
}

/** One JSON object a line. */
export function sectionObjects(bundle: Bundle, name: string): Failable<readonly JsonObject[]> {
  const text = sectionText(bundle, name);
  if (!text.ok) return text;
  const objects: JsonObject[] = [];
  for (const line of text.value.split('\n')) {
    if (line.trim() === '') continue;
    const value = parseJson(line);
    if (!isObject(value)) {
      return fail(
        'MALFORMED',
        `${name} holds a line that is not a JSON object`,
        'run it by hand on the host (plimsoll plan prints it)',
      );
    }
    objects.push(value);
  }
  return succeed(objects);
}

/** The one JSON object of a section. */
export function sectionObject(bundle: Bundle, name: string): Failable<JsonObject> {
  const objects = sectionObjects(bundle, name);
  if (!objects.ok) return objects;
  const [first] = objects.value;
  return first === undefined
    ? fail('MALFORMED', `${name} is empty`, 'run it by hand on the host (plimsoll plan prints it)')
    : succeed(first);
}

/** Undefined where the text is not JSON, or so deep that walking it would exhaust the stack. */
export function parseJson(text: string): Json | undefined {
  return parseAnyJson(text, MAX_DEPTH) as Json | undefined;
}

const MAX_DEPTH = 200;
