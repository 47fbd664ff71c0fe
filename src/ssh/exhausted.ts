import type { Host } from '../inventory/types.ts';
import { failure, type SshFailure } from './codes.ts';
import { remoteText } from './words.ts';

/** What shells and sudo say (LC_ALL=C) when the kernel gives them no process: dash, bash, busybox, ksh. */
const words =
  /^.*(?:(?:can't|cannot|unable to) fork|\bfork: |Resource temporarily unavailable|Cannot allocate memory).*$/im;

/** The host that is out of processes or memory, by what was said there; undefined when nothing of the kind was. */
export function exhausted({ name, user }: Pick<Host, 'name' | 'user'>, said: string): SshFailure | undefined {
  const line = words.exec(said)?.[0];
  if (line === undefined) return undefined;
  return failure(
    'HOST_EXHAUSTED',
    `${name}: the host could not start another process for ${user}: ${remoteText(line)}`,
    'See there what runs (ps -eo user= | sort | uniq -c), which limits hold (ulimit -u, TasksMax of the slice) and ' +
      'how much memory is left (free -m); then run it again for this host (--limit).',
  );
}
