import ssh2, { type BaseAgent, type ParsedKey } from 'ssh2';

/**
 * The agent behind a socket, with only those keys that `wanted` has, where that is given: a server counts each key
 * that is offered as an attempt, and IdentitiesOnly is there to keep the others to themselves.
 */
export function openAgent(socket: string, wanted: readonly ParsedKey[] | null): BaseAgent {
  const agent = ssh2.createAgent(socket);
  if (wanted === null) return agent;
  const blobs = wanted.map((key) => key.getPublicSSH());
  const all = agent.getIdentities.bind(agent);
  agent.getIdentities = (callback) =>
    all((error, keys) => {
      const list = (keys ?? []) as readonly (ParsedKey | Buffer)[];
      const chosen = list.filter((key) => blobs.some((blob) => blob.equals(blobOf(key))));
      callback(error, chosen);
    });
  return agent;
}

function blobOf(key: ParsedKey | Buffer): Buffer {
  return Buffer.isBuffer(key) ? key : key.getPublicSSH();
}
