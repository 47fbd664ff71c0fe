/** What one row and several rows of a table are called in a sentence. */
export interface Noun {
  readonly one: string;
  readonly many: string;
}

const nouns: ReadonlyMap<string, Noun> = new Map([
  ['audit.rules', { one: 'audit rule', many: 'audit rules' }],
  ['audit.targets', { one: 'path to audit', many: 'paths to audit' }],
  ['docker.containerMounts', { one: 'bind mount', many: 'bind mounts' }],
  ['docker.containers', { one: 'container', many: 'containers' }],
  ['docker.daemonSettings', { one: 'daemon setting', many: 'daemon settings' }],
  ['docker.files', { one: 'file', many: 'files' }],
  ['docker.groupMembers', { one: 'account with access to Docker', many: 'accounts with access to Docker' }],
  ['docker.imageUsage', { one: 'stock of images', many: 'stocks of images' }],
  ['docker.images', { one: 'image', many: 'images' }],
  ['docker.listeners', { one: 'API listener', many: 'API listeners' }],
  ['docker.publishedPorts', { one: 'published port', many: 'published ports' }],
  ['docker.storage', { one: 'storage directory', many: 'storage directories' }],
  ['docker.containerContents', { one: 'running container', many: 'running containers' }],
  ['docker.containerImages', { one: 'container', many: 'containers' }],
  ['docker.containerMembers', { one: 'running container', many: 'running containers' }],
  ['docker.containerUsage', { one: 'stock of containers', many: 'stocks of containers' }],
  ['docker.contentTrust', { one: 'Docker client', many: 'Docker clients' }],
  ['docker.daemon', { one: 'daemon', many: 'daemons' }],
  ['docker.imageHistory', { one: 'image', many: 'images' }],
  ['docker.logDrivers', { one: 'log driver', many: 'log drivers' }],
  ['docker.networks', { one: 'network', many: 'networks' }],
  ['docker.services', { one: 'service', many: 'services' }],
  ['docker.swarmListeners', { one: 'swarm listener', many: 'swarm listeners' }],
  ['docker.versions', { one: 'component', many: 'components' }],
  ['host.hardening', { one: 'host', many: 'hosts' }],
  ['docker.swarm', { one: 'swarm state', many: 'swarm states' }],
]);

/** The noun of a table; a table that has none of its own has rows. */
export function nounOf(table: string): Noun {
  return nouns.get(table) ?? { one: 'row', many: 'rows' };
}

/** "1 image", "3 images" */
export function counted(count: number, noun: Noun): string {
  return `${count} ${count === 1 ? noun.one : noun.many}`;
}
