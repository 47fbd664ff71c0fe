import { homedir, userInfo } from 'node:os';

/** Whose process this is. */
export interface Account {
  /** Null for a number without a name, as of `docker run --user 4242`; OpenSSH's client refuses to run for such. */
  readonly name: string | null;
  readonly home: string;
}

/** The account as the system knows it, whatever HOME and USER say; but HOME is all that one without a name has. */
export function ownAccount(): Account {
  try {
    const { username, homedir: home } = userInfo();
    return { name: username, home };
  } catch {
    return { name: null, home: homedir() };
  }
}
