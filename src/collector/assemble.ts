import { readFileSync } from 'node:fs';
import { needsInOrder, sectionSpecs } from './sections.ts';

export interface ScriptOptions {
  /** Section names; sections are emitted in their own order whatever the order here. */
  readonly sections: ReadonlySet<string>;
  /** Word that marks the frame lines: unguessable, or what a container prints could pass for one. */
  readonly nonce: string;
  /** Path of the Docker API socket; null for Docker's default. */
  readonly dockerSocket: string | null;
  /** Seconds that one external command may take. */
  readonly commandLimit: number;
  /** Seconds after which no further section is started, however well they go. */
  readonly runLimit: number;
}

/** Where Docker serves its API unless it is told otherwise. */
export const DEFAULT_SOCKET = '/var/run/docker.sock';

/**
 * The collector for one host: one POSIX shell script for `sh -s` that prints framed sections.
 * @throws when the nonce or the socket path could not stand in the script as they are.
 */
export function assembleScript(options: ScriptOptions): string {
  const wanted = sectionSpecs.filter((spec) => options.sections.has(spec.name));
  const socket = options.dockerSocket ?? DEFAULT_SOCKET;
  if (!/^[\w-]+$/.test(options.nonce)) throw new Error('the nonce must be letters, digits, _ and - only');
  if (!/^\/[\w./@:+-]*$/.test(socket)) throw new Error(`unusable Docker socket path: ${socket}`);
  const steps = wanted.map((spec) => `  section ${spec.name} ${spec.maxBytes} ${spec.function}`);
  const asked = new Set(wanted.flatMap(({ needs }) => needs));
  const needed = needsInOrder.filter((need) => asked.has(need)).map((need) => `  ${need}`);
  return [
    ...sharedFiles.map(readSection),
    ...wanted.map((spec) => readSection(spec.file)),
    `main() {
  set_up
  mark=${frameMark(options.nonce)}
  api_socket=${socket}
  socket_given=${options.dockerSocket === null ? '' : 'yes'}
  command_limit=${options.commandLimit}
  run_limit=${options.runLimit}
  printf '%s start\\n' "$mark" >&3
  watch_session
  find_daemon 2>/dev/null
${[...needed, ...steps].join('\n')}
  printf '%s complete\\n' "$mark" >&3
}

main 3>&1 </dev/null
`,
  ].join('\n');
}

/** The word that opens every frame line. */
export function frameMark(nonce: string): string {
  return `plimsoll:${nonce}`;
}

/** Files under sections/ that all sections use. */
export const sharedFiles = [
  ...['prelude.sh', 'limits.sh', 'reading.sh', 'engine.sh', 'units.sh', 'containerd.sh', 'docker.sh'],
];

function readSection(file: string): string {
  return readFileSync(new URL(`./sections/${file}`, import.meta.url), 'utf8');
}
