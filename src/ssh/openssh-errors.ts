import type { Host } from '../inventory/types.ts';
import { hostAndPort } from '../lib/host-and-port.ts';
import { shellWord } from '../lib/shell-word.ts';
import { failure, type SshCode, type SshFailure } from './codes.ts';
import { loginCommand, remoteText, showEndpoint } from './words.ts';

interface Meaning {
  readonly words: RegExp;
  readonly code: SshCode;
  readonly what: string;
  /** @param login the command that logs in by hand */
  readonly hint: (host: Host, login: string) => string;
}

const server =
  'See the log of sshd there: journalctl -u ssh; fewer connections at a time (--forks) help a busy one.';

/** What the client says (LC_ALL=C), and what it means; the first that matches counts. */
const meanings: readonly Meaning[] = [
  {
    words: /REVOKED HOST KEY|is marked as revoked|host key .*revoked/i,
    code: 'HOST_KEY_REVOKED',
    what: 'its host key is revoked',
    hint: () => 'Do not connect: whoever answers holds a key that was withdrawn.',
  },
  {
    words: /HOST IDENTIFICATION HAS CHANGED/,
    code: 'HOST_KEY_MISMATCH',
    what: 'its host key has changed',
    hint: () =>
      'Someone may be in between, or the host was reinstalled. Ask its administrator before you record the new key.',
  },
  {
    words: /Host key verification failed|host key is known for/,
    code: 'HOST_KEY_UNKNOWN',
    what: 'its host key is not known',
    hint: (_host, login) =>
      `Compare the fingerprint that this shows with what the host says on its console: ${login}`,
  },
  {
    words: /Could not resolve hostname/,
    code: 'DNS',
    what: 'its name could not be resolved',
    hint: ({ address }) => `Check it: getent hosts ${shellWord(address)}`,
  },
  {
    words: /administratively prohibited|stdio forwarding failed|UNKNOWN port 65535/,
    code: 'JUMP_FAILED',
    what: 'the jump host did not connect to it',
    hint: (_host, login) =>
      `Its sshd_config must allow it: AllowTcpForwarding yes (or local), PermitOpen. Try it by hand: ${login}`,
  },
  {
    words: /Connection refused/,
    code: 'REFUSED',
    what: 'it refused the connection',
    hint: (_host, login) => `Try it by hand: ${login}`,
  },
  {
    words: /No route to host|Network is unreachable/,
    code: 'UNREACHABLE',
    what: 'there is no way to it',
    hint: ({ address }) => `See the route: ip route get ${shellWord(address)}`,
  },
  {
    words: /timed out|not responding/,
    code: 'TIMEOUT',
    what: 'it did not answer in time',
    hint: (_host, login) => `Check route and firewall, and try it by hand: ${login}`,
  },
  {
    words: /no matching .* found|Unable to negotiate/,
    code: 'NO_COMMON_ALGORITHM',
    what: 'it has no algorithm in common with this ssh',
    hint: (_host, login) => `Compare with what the server offers: ${login}`,
  },
  {
    words: /Permission denied|authentication failures|no more authentication methods/i,
    code: 'AUTH_FAILED',
    what: 'it did not accept the login',
    hint: (_host, login) =>
      `With this transport only keys, the agent and the like can be used. By hand this must not ask for anything: ${login}`,
  },
];

/** What the client says where a server, or one behind a jump host, hangs up before the handshake. */
const dropped =
  /^(?:(?:kex|ssh)_exchange_identification: .*(?:closed by|reset by).*|Connection (?:closed|reset) by .*)$/i;

/** Whether the server hung up before the handshake, as a busy one does: then that is all the client has to say. */
export function wasDropped(stderr: string): boolean {
  const lines = linesOf(stderr);
  return (
    lines.some((line) => /_exchange_identification/.test(line)) && lines.every((line) => dropped.test(line))
  );
}

function linesOf(stderr: string): readonly string[] {
  return stderr.split('\n').flatMap((line) => line.trim() || []);
}

/** What a failure of the client means, from what it said on its standard error. */
export function explainClient(host: Host, stderr: string): SshFailure {
  const found = wasDropped(stderr) ? undefined : meanings.find(({ words }) => words.test(stderr));
  const said = remoteText(linesOf(stderr).slice(-3).join('\n'));
  const place = hostAndPort(host.address, host.port);
  if (found === undefined)
    return failure(
      'CONNECTION_LOST',
      `the connection to ${place} failed: ${said || 'ssh said nothing'}`,
      server,
    );
  // It stands before the last lines.
  const shown = /SHA256:[\w+/]{43}/.exec(stderr)?.[0];
  const key = shown !== undefined && found.code.startsWith('HOST_KEY') ? ` (found ${shown})` : '';
  const message = `${showEndpoint(host)}: ${found.what}${key}: ${said}`;
  return failure(found.code, message, found.hint(host, loginCommand(host, '-v')));
}
