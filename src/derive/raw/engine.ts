import { fail, type Failable } from '../../lib/failure.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { FileLookup } from './file-facts.ts';
import { listAt, textAt } from './json-access.ts';

/** Why what answers on the socket cannot be judged as a Docker daemon; null where it can, or does not answer. */
export function foreignEngine(
  info: Failable<JsonObject>,
  version: Failable<JsonObject>,
  socket: string,
): Failable<never> | null {
  const parts = version.ok ? listAt(version.value, 'Server', 'Components') : [];
  const podman = parts.map((part) => textAt(part, 'Name') ?? '').find((name) => /podman/i.test(name));
  // The podman command under docker's name answers in words of its own.
  const unversioned = info.ok && textAt(info.value, 'ServerVersion') === undefined;
  if (podman === undefined && !unversioned) return null;
  return fail(
    'NOT_DOCKER',
    `what answers on ${socket} is ${podman ?? 'no Docker daemon'}: only Docker's own is judged`,
    'name the socket of a Docker daemon with dockerSocket in the inventory (--docker-socket)',
  );
}

const podmanSocket = '/run/podman/podman.sock';

/** Why there is no Docker to judge where Podman alone is installed; null elsewhere. */
export function podmanAlone(
  info: Failable<JsonObject>,
  dockerd: Failable<unknown>,
  files: Failable<FileLookup>,
): Failable<never> | null {
  const without = !info.ok && info.failure.code === 'TOOL_MISSING';
  if (!without || dockerd.ok || dockerd.failure.code !== 'NO_DOCKERD') return null;
  const socket = files.ok ? files.value(podmanSocket) : files;
  if (!socket.ok || socket.value.stat?.kind !== 'socket') return null;
  return fail(
    'NOT_DOCKER',
    `the containers of this host are Podman's (${podmanSocket}), and Docker is not installed: only Docker's own are judged`,
    'leave the host out (--limit), or install Docker if it is meant to have it',
  );
}
