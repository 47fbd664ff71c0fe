/** Room for what hosts send, until it is handled. */
export interface Room {
  /** For one host. `close` gives back all that it took. */
  readonly open: () => Share;
}

export interface Share {
  /** How many of so many bytes there is room for; less than asked for is all there was. */
  readonly take: (bytes: number) => number;
  readonly close: () => void;
}

/**
 * @param each bytes that every host has for itself, so that none can take them away
 * @param together bytes that all of them share, whoever comes first
 */
export function createRoom(each: number, together: number): Room {
  let left = together;
  return {
    open() {
      let own = each;
      let shared = 0;
      return {
        take(bytes) {
          const ofOwn = Math.min(bytes, own);
          const ofShared = Math.min(bytes - ofOwn, left);
          own -= ofOwn;
          left -= ofShared;
          shared += ofShared;
          return ofOwn + ofShared;
        },
        close() {
          left += shared;
          [own, shared] = [0, 0];
        },
      };
    },
  };
}
