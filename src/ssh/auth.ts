import type { AnyAuthMethod, AuthenticationType, AuthHandlerMiddleware, ParsedKey } from 'ssh2';
import type { Endpoint } from '../inventory/types.ts';
import { openAgent } from './agent.ts';
import { failure, type SshFailure } from './codes.ts';
import { usualKeyFiles, type KeyRing } from './keys.ts';
import { answerOnce } from './password.ts';
import type { Trip } from './trip.ts';
import { loginCommand, remoteText, showEndpoint } from './words.ts';

/** One way to log in. `method` gives nothing when the way turns out not to be open. */
interface Candidate {
  readonly label: string;
  readonly type: AuthenticationType;
  readonly method: () => Promise<AnyAuthMethod | undefined>;
}

export interface Authentication {
  readonly handler: AuthHandlerMiddleware;
  /** Why nothing worked, once the handler has nothing left. */
  readonly explain: () => SshFailure;
}

/** More attempts than any honest server allows: one that answers "partly accepted" for ever ends here. */
const MOST_ATTEMPTS = 30;

/**
 * Logs in with keys first, then the agent, then keys that need a passphrase (the agent usually holds them), and a
 * password last: it goes out only when the server asks for one, and only once.
 * ssh2's own order would send the password before any key, and fails where a server wants two ways in turn.
 * @throws never; a key file named by the user that cannot be used is told in `explain`.
 */
export async function createAuthentication(
  endpoint: Endpoint,
  keys: KeyRing,
  trip: Trip,
): Promise<Authentication> {
  const problems: SshFailure[] = [];
  const certificates: string[] = [];
  const all = await listCandidates(endpoint, keys, trip, { problems, certificates });
  const tried: string[] = [];
  let queue = [...all];
  let last: Candidate | undefined;
  let left: readonly AuthenticationType[] | null = null;
  let attempts = 0;

  async function next(): Promise<AnyAuthMethod | false> {
    for (let candidate = pick(); candidate !== undefined && attempts < MOST_ATTEMPTS; candidate = pick()) {
      last = candidate;
      attempts++;
      const method = await candidate.method();
      if (method === undefined) continue;
      if (candidate.type !== 'none') tried.push(candidate.label);
      return method;
    }
    return false;
  }
  function pick(): Candidate | undefined {
    const index = queue.findIndex(({ type }) => left === null || left.includes(wireType(type)));
    const candidate = queue[index];
    // Which kind of password the server takes, if any, only it can say: "none" makes it list its methods.
    if (candidate !== undefined && isPassword(candidate) && left === null) return asking(endpoint);
    if (candidate !== undefined) queue.splice(index, 1);
    return candidate ?? (attempts === 0 ? asking(endpoint) : undefined);
  }
  const handler: AuthHandlerMiddleware = (offered, partial, proceed) => {
    // ssh2 does not pass on the answer to an agent's key: what the server takes next is then not known.
    left = last?.type === 'agent' ? null : offered;
    // Of ssh2's answers to "none" and to an agent's key, "partly accepted" is about an earlier attempt.
    if (partial && last?.type !== 'none' && last?.type !== 'agent')
      queue = all.filter((candidate) => candidate !== last);
    // ssh2 takes false for "nothing left", its types do not know it.
    const go = (method: AnyAuthMethod | false): void => {
      if (!trip.signal.aborted) proceed(method as AnyAuthMethod);
    };
    next()
      .then(go, () => go(false))
      .catch(() => undefined);
  };
  return { handler, explain: () => problems[0] ?? rejected(endpoint, tried, left, certificates) };
}

function isPassword({ type }: Candidate): boolean {
  return type === 'password' || type === 'keyboard-interactive';
}

function wireType(type: AuthenticationType): AuthenticationType {
  return type === 'agent' ? 'publickey' : type;
}

function asking({ user }: Endpoint): Candidate {
  return { label: 'none', type: 'none', method: () => Promise.resolve({ type: 'none', username: user }) };
}

async function listCandidates(
  endpoint: Endpoint,
  keys: KeyRing,
  trip: Trip,
  { problems, certificates }: { readonly problems: SshFailure[]; readonly certificates: string[] },
): Promise<readonly Candidate[]> {
  const username = endpoint.user;
  const named = endpoint.identityFiles.length > 0;
  const open: Candidate[] = [];
  const locked: Candidate[] = [];
  const wanted: ParsedKey[] = [];
  for (const file of named ? endpoint.identityFiles : usualKeyFiles()) {
    const found = await keys.read(file);
    const publicKey = await keys.publicKey(file);
    if (publicKey !== undefined) wanted.push(publicKey);
    certificates.push(...[await keys.certificate(file)].filter((name) => name !== undefined));
    const offer = (key: ParsedKey): AnyAuthMethod => ({ type: 'publickey', username, key });
    if (found.state === 'usable') {
      open.push({ label: `key ${file}`, type: 'publickey', method: () => Promise.resolve(offer(found.key)) });
    } else if (found.state === 'locked') {
      const method = async (): Promise<AnyAuthMethod | undefined> => {
        const unlocked = await trip.aside(keys.unlock(file, found.data, trip.options.secrets));
        if (unlocked.ok) return offer(unlocked.value);
        problems.push(unlocked.failure as SshFailure);
        return undefined;
      };
      locked.push({ label: `key ${file}`, type: 'publickey', method });
    } else if (named && (publicKey === undefined || endpoint.agent === null)) {
      problems.push(found.failure);
    }
  }
  return [
    ...open,
    ...agentCandidates(endpoint, endpoint.identitiesOnly ? wanted : null),
    ...locked,
    ...passwordCandidates(username, trip),
  ];
}

function agentCandidates({ user, agent }: Endpoint, wanted: readonly ParsedKey[] | null): Candidate[] {
  if (agent === null || wanted?.length === 0) return [];
  const method = (): Promise<AnyAuthMethod> =>
    Promise.resolve({ type: 'agent', username: user, agent: openAgent(agent, wanted) });
  return [{ label: 'agent', type: 'agent', method }];
}

function passwordCandidates(username: string, trip: Trip): Candidate[] {
  const ask = (): Promise<string | undefined> => trip.aside(trip.options.secrets.password());
  let isSent = false;
  return [
    {
      label: 'keyboard-interactive',
      type: 'keyboard-interactive',
      async method() {
        const password = await ask();
        if (password === undefined || isSent) return undefined;
        const prompt = answerOnce(password, () => (isSent = true));
        return { type: 'keyboard-interactive', username, prompt };
      },
    },
    {
      label: 'password',
      type: 'password',
      async method() {
        const password = await ask();
        if (password === undefined || isSent) return undefined;
        isSent = true;
        return { type: 'password', username, password };
      },
    },
  ];
}

function rejected(
  endpoint: Endpoint,
  tried: readonly string[],
  left: readonly string[] | null,
  certificates: readonly string[],
): SshFailure {
  const methods = left === null ? '' : `; it accepts ${remoteText(left.join(', '))}`;
  const attempts =
    tried.length === 0 ? 'no key and no password to try' : `tried ${[...new Set(tried)].join(', ')}`;
  return failure(
    'AUTH_FAILED',
    `${showEndpoint(endpoint)} did not accept the login: ${attempts}${methods}`,
    `Try it by hand: ${loginCommand(endpoint, '-v')}. ` +
      'Name a key (--identity-file), or ask for the password (--ask-password).' +
      certificates
        .map((file) => ` The certificate ${file} was not shown: that needs --transport openssh.`)
        .join(''),
  );
}
