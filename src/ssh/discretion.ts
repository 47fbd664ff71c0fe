import type { Failure } from '../lib/failure.ts';
import { visible } from '../lib/text.ts';
import type { RunResult, Secrets } from './types.ts';

/** Keeps secrets out of what is told: a host may repeat in a message what it was sent. */
export interface Discretion {
  /** The same secrets; what they give is remembered. */
  readonly watch: (secrets: Secrets) => Secrets;
  /** The result with every secret that was given so far taken out of its messages. */
  readonly mask: (result: RunResult) => RunResult;
}

/** Shorter ones would be found in every message. */
const SHORTEST = 4;

export function createDiscretion(): Discretion {
  const given = new Set<string>();
  const remember = async (work: Promise<string | undefined>): Promise<string | undefined> => {
    const secret = await work;
    if (secret !== undefined && secret.length >= SHORTEST) given.add(visible(secret));
    return secret;
  };
  const without = (text: string): string =>
    [...given]
      .toSorted((a, b) => b.length - a.length)
      .reduce((rest, secret) => rest.replaceAll(secret, '(secret)'), text);
  const masked = <T extends Failure>(failure: T): T => ({
    ...failure,
    message: without(failure.message),
    hint: without(failure.hint),
  });
  return {
    watch: (secrets) => ({
      password: () => remember(secrets.password()),
      sudoPassword: () => remember(secrets.sudoPassword()),
      passphrase: (keyFile) => remember(secrets.passphrase(keyFile)),
    }),
    mask(result) {
      if (!result.ok) return { ok: false, failure: masked(result.failure) };
      const { bytes, cut } = result.value;
      return cut === null ? result : { ok: true, value: { bytes, cut: masked(cut) } };
    },
  };
}
