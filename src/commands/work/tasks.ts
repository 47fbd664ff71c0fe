import type { Check } from '../../checks/types.ts';
import type { Waiving } from '../../evaluate/waivers/apply.ts';
import type { Bundle } from '../../facts/bundle.ts';
import type { Failable, Failure } from '../../lib/failure.ts';
import type { JsonObject } from '../../lib/json.ts';

/** Whose facts they are, and when they were asked for. */
export type Identity = Pick<Bundle, 'schemaVersion' | 'host' | 'collectedAt'>;

/** What is known of the bytes that a host sent; all of it goes through JSON. */
export interface Arrival {
  readonly identity: Identity;
  /** Who was logged in. */
  readonly user: string;
  readonly nonce: string;
  readonly sections: readonly string[];
  /** Base64, of this run: for the digests that stand for secrets. */
  readonly redactionKey: string;
  /** What hosts were given and may send back; nothing that is kept or told of this one holds it. */
  readonly secrets: readonly string[];
  /** Why the bytes end where they do; null when the remote shell ended by itself. */
  readonly cut: Failure | null;
}

/** How whole a host's facts are. */
export interface Wholeness {
  readonly failure: Failure | null;
  /** How many sections there are. */
  readonly sections: number;
}

/** What a run needs to know of a stored bundle before it is judged, or why it is none. */
export type Stored =
  | { readonly identity: Identity; readonly digest: string }
  | {
      readonly problem: {
        readonly code: 'BUNDLE_INVALID';
        readonly message: string;
        readonly details: readonly string[];
      };
    };

/**
 * What a worker does with bytes, by the name of the task: what it is given besides them, and what it tells besides the
 * bytes that it makes of them.
 */
export interface Work {
  /** Bytes from a host to the text of its bundle. */
  readonly collect: { readonly given: Arrival; readonly told: Wholeness };
  /** Bytes from a host to the JSON of its result. */
  readonly audit: { readonly given: Arrival & { readonly parameters: JsonObject }; readonly told: Wholeness };
  /** A bundle's text to nothing else. */
  readonly read: { readonly given: { readonly path: string }; readonly told: Stored };
  /** A bundle's text to the JSON of its host's result. */
  readonly evaluate: {
    readonly given: { readonly path: string; readonly parameters: JsonObject };
    readonly told: null;
  };
}

export type Kind = keyof Work;

export interface Answer<K extends Kind> {
  readonly told: Work[K]['told'];
  readonly bytes: Uint8Array;
}

/** What every host of a run is judged by. */
export interface Setup {
  readonly checks: readonly Check[];
  readonly waiving: Waiving | null;
}

/** Where bytes that nobody vouches for are handled: apart from the run, so that they can cost no more than their host. */
export interface Workers {
  /** Before any task that judges. */
  readonly prepare: (setup: Setup) => void;
  /** Never rejects. `name` is the host, or the file. */
  readonly run: <K extends Kind>(
    kind: K,
    name: string,
    given: Work[K]['given'],
    pieces: readonly Uint8Array[],
  ) => Promise<Failable<Answer<K>>>;
  /** Without it the process does not end. */
  readonly close: () => void;
}
