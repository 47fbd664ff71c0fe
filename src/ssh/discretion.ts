import type { Failure } from '../lib/failure.ts';
import { spellingsOf, withoutSpellings } from '../lib/spellings.ts';
import { visible } from '../lib/text.ts';
import type { Secrets } from './types.ts';

/** Secrets that are kept out of what is told: a host may repeat in a message what it was sent. */
export interface DiscreetSecrets extends Secrets {
  /** @param said what the host said; of the secrets given so far, those in it are taken out of the failure. */
  readonly hush: <T extends Failure>(failure: T, said: string) => T;
  /** Those that were given so far, to whatever host. */
  readonly given: () => readonly string[];
}

/** Makes secrets discreet; what is given to one host is kept out of the messages about all. */
export function createDiscretion(): (secrets: Secrets) => DiscreetSecrets {
  const given = new Set<string>();
  const remember = async (work: Promise<string | undefined>): Promise<string | undefined> => {
    const secret = await work;
    if (secret !== undefined) given.add(secret);
    return secret;
  };
  return (secrets) => ({
    password: () => remember(secrets.password()),
    sudoPassword: () => remember(secrets.sudoPassword()),
    passphrase: (keyFile) => remember(secrets.passphrase(keyFile)),
    given: () => [...given],
    hush(failure, said) {
      const repeated = spellingsOf([...given]).filter((spelling) => said.includes(spelling));
      const without = (text: string): string =>
        withoutSpellings(
          text,
          repeated.map((spelling) => visible(spelling)),
          '(secret)',
        );
      return { ...failure, message: without(failure.message), hint: without(failure.hint) };
    },
  });
}
