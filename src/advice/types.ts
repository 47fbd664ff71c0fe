import type { JsonObject } from '../lib/json.ts';
import type { CheckInfo, ContainerChange } from '../result/types.ts';

/** What one failed check asks of one container or image, with what the audit found there. */
export interface Need {
  readonly check: CheckInfo;
  readonly change: ContainerChange;
  readonly dockerfile: readonly string[];
  readonly rows: readonly JsonObject[];
}

/** A text to adapt and use: a file, or a part of one, or of a command. Lines without line breaks. */
export interface Snippet {
  readonly title: string;
  readonly lines: readonly string[];
}

/** All that a person should change about one container or image. Names are straight from the host. */
export interface Fragment {
  /** As in `container:web`. */
  readonly subject: string;
  /** Its image and what made it, as in "image nginx:1, compose project shop, service web". */
  readonly about: string;
  /** The checks that ask for it. */
  readonly checks: readonly CheckInfo[];
  readonly snippets: readonly Snippet[];
}
