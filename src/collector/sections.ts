/** A section of the collector: one shell function that prints raw values of one kind. */
export interface SectionSpec {
  readonly name: string;
  /** File under sections/, which defines the function. */
  readonly file: string;
  readonly function: string;
  /** Most bytes of output; more is cut and said to be. */
  readonly maxBytes: number;
  /** What is found out or asked for it before the first section, for all that go by it. */
  readonly needs: readonly Need[];
  /** Most lines that are read of it, more than the largest host has; the script knows nothing of it. */
  readonly maxLines: number;
}

/** Functions of the script that keep what several sections go by, each in a variable; in the order in which they build on one another. */
export const needsInOrder = [
  'find_units',
  'find_containerd',
  'ask_version',
  'ask_info',
  'ask_containers',
  'ask_images',
  'ask_networks',
  'ask_volumes',
] as const;

export type Need = (typeof needsInOrder)[number];

const KIB = 1024;
const MIB = 1024 * KIB;

/** Each of these lines is an object of its own, and much larger as one than as text. */
const objectLines = new Set([
  'docker.containers',
  'docker.images',
  'docker.info',
  'docker.networks',
  'docker.version',
  'docker.volumes',
  'swarm.services',
]);

/** In the order in which they run. */
export const sectionSpecs: readonly SectionSpec[] = [
  section('host', 16 * KIB),
  section('docker.version', 64 * KIB, 'ask_version'),
  section('docker.info', MIB, 'ask_info'),
  section('docker.listed', 4 * MIB, 'ask_containers', 'ask_images', 'ask_networks'),
  section('processes', MIB),
  section('containerd.processes', 64 * KIB, 'find_containerd'),
  section('systemd', 64 * KIB, 'find_units'),
  section('systemd.command', 64 * KIB, 'find_units'),
  section('daemon.config', MIB),
  section('files', 8 * MIB, 'find_units', 'find_containerd', 'ask_info', 'ask_containers', 'ask_volumes'),
  section('registry.certs', MIB),
  section('accounts', 4 * MIB, 'find_units'),
  section('mounts', 8 * MIB),
  section('zfs.quotas', MIB),
  section('lsm', 16 * KIB),
  section('hardening', 64 * KIB),
  section('content.trust', 64 * KIB),
  section('audit.kernel', MIB),
  section('audit.status', 16 * KIB),
  section('audit.files', 2 * MIB),
  section('docker.containers', 48 * MIB, 'ask_containers'),
  section('container.processes', 16 * MIB, 'ask_containers'),
  section('container.stopped', 16 * MIB, 'ask_info', 'ask_containers'),
  section('container.members', 16 * MIB, 'ask_containers'),
  section('docker.images', 16 * MIB, 'ask_containers', 'ask_images'),
  section('docker.history', 16 * MIB, 'ask_containers'),
  section('docker.networks', 4 * MIB, 'ask_networks'),
  section('docker.volumes', 4 * MIB, 'ask_volumes'),
  section('swarm.state', 64 * KIB, 'ask_info'),
  section('swarm.services', 4 * MIB, 'ask_info'),
  section('container.contents', 16 * MIB, 'ask_containers'),
  section('docker.remaining', 4 * MIB),
];

function section(name: string, maxBytes: number, ...needs: readonly Need[]): SectionSpec {
  const file = `${name.replaceAll('.', '-')}.sh`;
  const maxLines = objectLines.has(name) ? 50_000 : 500_000;
  return { name, file, function: `section_${name.replaceAll('.', '_')}`, maxBytes, needs, maxLines };
}
