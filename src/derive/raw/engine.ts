import { fail, type Failable } from '../../lib/failure.ts';
import type { JsonObject } from '../../lib/json.ts';
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
