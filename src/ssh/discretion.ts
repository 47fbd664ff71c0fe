import type { Failure } from '../lib/failure.ts';
import { visible } from '../lib/text.ts';
import type { Secrets } from './types.ts';

/** Secrets that are kept out of what is told: a host may repeat in a message what it was sent. */
export interface DiscreetSecrets extends Secrets {
  /** @param said what the host said; of the secrets given so far, those in it are taken out of the failure. */
  readonly hush: <T extends Failure>(failure: T, said: string) => T;
}

/** Shorter ones would be found in every message. */
const SHORTEST = 4;

/** Makes secrets discreet; what is given to one host is kept out of the messages about all. */
export function createDiscretion(): (secrets: Secrets) => DiscreetSecrets {
  const given = new Set<string>();
  const remember = async (work: Promise<string | undefined>): Promise<string | undefined> => {
    const secret = await work;
    if (secret !== undefined && secret.length >= SHORTEST) given.add(secret);
    return secret;
  };
  return (secrets) => ({
    password: () => remember(secrets.password()),
    sudoPassword: () => remember(secrets.sudoPassword()),
    passphrase: (keyFile) => remember(secrets.passphrase(keyFile)),
    hush(failure, said) {
      const repeated = [...given].filter((secret) => said.includes(secret));
      const longestFirst = repeated.toSorted((a, b) => b.length - a.length);
      const without = (text: string): string =>
        longestFirst.reduce((rest, secret) => rest.replaceAll(visible(secret), '(secret)'), text);
      return { ...failure, message: without(failure.message), hint: without(failure.hint) };
    },
  });
}
