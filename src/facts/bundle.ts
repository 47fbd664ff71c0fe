import type { JsonObject } from '../lib/json.ts';

/** What one section of the collector printed, after redaction. */
export interface Section {
  /** Exit status of the section; null when its end never arrived. */
  readonly status: number | null;
  /** Standard output, decoded as UTF-8 with U+FFFD for what is not. */
  readonly text: string;
  /** The last 2000 bytes of standard error. */
  readonly stderr: string;
  /** The output was longer than its cap, or the stream ended inside the section. */
  readonly truncated: boolean;
}

/** The facts of one host as they were gathered: what `collect` stores and `evaluate` judges. */
export interface Bundle {
  readonly schemaVersion: 1;
  readonly host: {
    readonly name: string;
    readonly address: string;
    readonly groups: readonly string[];
    readonly labels: Readonly<Record<string, string>>;
    /** Path of the Docker API socket that was asked; of several daemons, the one behind it is judged. */
    readonly dockerSocket: string;
    /** Values for the parameters of checks that the inventory gave this host. */
    readonly parameters: JsonObject;
  };
  /** UTC, when the connection was begun. */
  readonly collectedAt: string;
  /** Why there are no sections, or not all; null when the collector ran to its end. */
  readonly failure: { readonly code: string; readonly message: string; readonly hint: string } | null;
  readonly sections: Readonly<Record<string, Section>>;
}
