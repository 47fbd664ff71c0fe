import { readFileSync } from 'node:fs';
import type { Outcome } from '../../src/result/types.ts';

const words: Readonly<Record<string, Outcome>> = { '-': 'notApplicable' };
const [header = [], ...rows] = readFileSync(new URL('./truth.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split(/ +/));

/** The true verdict of every check, by its id, on a host of truth.txt. */
export function truth(name: string): Readonly<Record<string, Outcome>> {
  const column = header.indexOf(name);
  if (column < 1) throw new Error(`truth.txt says nothing of ${name}`);
  return Object.fromEntries(
    rows.map(([check = '', ...verdicts]) => {
      const verdict = verdicts[column - 1] ?? '';
      return [check, words[verdict] ?? (verdict as Outcome)];
    }),
  );
}

/** What hosts are hardened with every night: it changes no setting, and much that a clock can see. */
export const hardening = `mkdir -p /etc/docker/certs.d/registry.example:5000
chmod 755 /etc/docker /etc/docker/certs.d
find /etc/docker -name daemon.json -exec chmod 644 {} + -exec chown root:root {} + -exec touch -a {} +
kill -HUP "$(cat /run/docker.pid)"`.replaceAll('\n', ';');
