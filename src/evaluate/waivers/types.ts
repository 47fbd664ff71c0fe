export type { Waiver } from '../../result/types.ts';

/** What a waiver sees of the host it may apply to. */
export interface WaiverTarget {
  readonly name: string;
  readonly groups: readonly string[];
}
