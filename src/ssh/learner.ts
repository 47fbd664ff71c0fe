import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { encodeKey, keyType } from './known-hosts.ts';

/** Takes the keys of hosts that are not known yet into a known_hosts file. */
export interface Learner {
  readonly file: string;
  /** The key, as base64, that this run has taken for a name. */
  readonly learned: (name: string) => string | undefined;
  /** @throws what the file system says when the file cannot be written. */
  readonly learn: (name: string, key: Uint8Array) => void;
}

export function createLearner(file: string): Learner {
  const taken = new Map<string, string>();
  return {
    file,
    learned: (name) => taken.get(name),
    // At once, before the host gets anything: a key that is not written down would not be checked the next time.
    learn(name, key) {
      const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
      const start = text === '' || text.endsWith('\n') ? '' : '\n';
      const line = `${name} ${keyType(key)} ${Buffer.from(key).toString('base64')}\n`;
      appendFileSync(file, start + line, { mode: 0o600 });
      taken.set(name, encodeKey(key));
    },
  };
}
