import { mkdtempSync, rmdirSync } from 'node:fs';
import { startSshd, type Sshd } from './sshd.ts';

/**
 * A server whose sessions see a copy of a folder as their root, with a megabyte for what is written there. The copy is
 * an overlay in the server's own mount namespace: nothing of it is left behind.
 * @param prepare shell commands that are run first, beside the copy, which is called `root`
 */
export async function startInOverlay(
  lower: string,
  prepare: string,
  settings: readonly string[] = [],
): Promise<{ readonly server: Sshd; readonly stop: () => Promise<void> }> {
  // Every folder above it must be root's alone, or sshd does not take it.
  const folder = mkdtempSync('/run/plimsoll-overlay-');
  const before = `
    mount -t tmpfs -o size=1m,mode=755 tmpfs ${folder}
    cd ${folder}
    mkdir upper work root
    mount -t overlay overlay -o lowerdir=${lower},upperdir=upper,workdir=work root
    for point in dev proc sys run; do mount --rbind /$point root/$point; done
    ${prepare}`;
  const server = await startSshd([`ChrootDirectory ${folder}/root`, ...settings], before);
  const stop = async (): Promise<void> => {
    await server.stop();
    rmdirSync(folder);
  };
  return { server, stop };
}
