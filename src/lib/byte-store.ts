/** Bytes that arrive in pieces, kept as one: a piece of one byte by itself takes a hundred times the memory. */
export interface ByteStore {
  readonly append: (piece: Uint8Array) => void;
  readonly size: () => number;
  /** A view of what is there from `from` on; good until the next piece. */
  readonly bytes: (from?: number) => Buffer;
}

const LEAST = 4096;

export function createByteStore(): ByteStore {
  let store = Buffer.alloc(0);
  let size = 0;
  return {
    append(piece) {
      if (size + piece.length > store.length) {
        // Twice as much each time, so that every byte is moved only a few times.
        const larger = Buffer.allocUnsafeSlow(Math.max(LEAST, 2 * store.length, size + piece.length));
        store.copy(larger, 0, 0, size);
        store = larger;
      }
      store.set(piece, size);
      size += piece.length;
    },
    size: () => size,
    bytes: (from = 0) => store.subarray(from, size),
  };
}
