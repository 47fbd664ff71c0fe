import { connect, type Socket } from 'node:net';
import type { Endpoint } from '../inventory/types.ts';
import { hostAndPort } from '../lib/host-and-port.ts';
import type { Failable } from '../lib/failure.ts';
import { shellWord } from '../lib/shell-word.ts';
import { failure, refuse, type SshFailure } from './codes.ts';
import type { Trip } from './trip.ts';

/** Opens a TCP connection. The caller owns the socket; on a failure it is closed already. */
export function dial(endpoint: Endpoint, trip: Trip): Promise<Failable<Socket>> {
  const { address: host, port } = endpoint;
  return new Promise((resolve) => {
    // Node gives each address of a name a quarter of a second only, too little for a host far away.
    const socket = connect({ host, port, noDelay: true, autoSelectFamilyAttemptTimeout: 3000 });
    // A socket that fails after the hand-over must not end the process; its 'close' tells.
    socket.on('error', (error: NodeJS.ErrnoException) => settle(refuse(explain(error, endpoint))));
    socket.once('connect', () => settle({ ok: true, value: socket }));
    const onAbort = (): void => settle(refuse(trip.signal.reason as SshFailure));
    const settle = (result: Failable<Socket>): void => {
      trip.signal.removeEventListener('abort', onAbort);
      if (!result.ok) socket.destroy();
      resolve(result);
    };
    trip.signal.addEventListener('abort', onAbort);
    if (trip.signal.aborted) onAbort();
  });
}

function explain(error: NodeJS.ErrnoException, { address, port }: Endpoint): SshFailure {
  const place = hostAndPort(address, port);
  switch (error.code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return failure(
        'DNS',
        `the name ${address} could not be resolved (${error.code})`,
        `Check it: getent hosts ${shellWord(address)}; or give the host an address in the inventory.`,
      );
    case 'ECONNREFUSED':
      return failure(
        'REFUSED',
        `${place} refused the connection`,
        `Is sshd running there, and on this port? nc -vz ${shellWord(address)} ${port}`,
      );
    case 'EHOSTUNREACH':
    case 'EHOSTDOWN':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return failure(
        'UNREACHABLE',
        `there is no way to ${place} (${error.code})`,
        `See the route: ip route get ${shellWord(address)}; a firewall may answer so, too.`,
      );
    case 'ETIMEDOUT':
      return failure(
        'TIMEOUT',
        `${place} did not answer (${error.code})`,
        `Check route and firewall: nc -vz ${shellWord(address)} ${port}`,
      );
    default:
      return failure(
        'CONNECTION_LOST',
        `the connection to ${place} failed (${error.code ?? error.message})`,
        `Try it by hand: nc -vz ${shellWord(address)} ${port}`,
      );
  }
}
