/** Bytes that arrive in pieces of any length; what is here already is never moved, however much comes. */
export interface ByteStore {
  /** The piece may be kept as it is: whoever gives it writes to it no more. */
  readonly append: (piece: Uint8Array) => void;
  readonly size: () => number;
  /** A copy of what is there from `from` on. */
  readonly bytes: (from?: number) => Buffer;
  /** What is there, in order; good until the next append. */
  readonly pieces: () => readonly Uint8Array[];
}

/** Blocks for small pieces grow, so that what is short takes little and what is long takes few. */
const [LEAST, MOST] = [4096, 1 << 20];
/** A piece of so many bytes, and most of its memory, is kept as it is. */
const LARGE = 16_384;

export function createByteStore(): ByteStore {
  const whole: Uint8Array[] = [];
  let wholeSize = 0;
  let block = Buffer.alloc(0);
  // Of the block, what is not in `whole` yet.
  let [start, end] = [0, 0];

  function keep(piece: Uint8Array): void {
    if (piece.length > 0) whole.push(piece);
    wholeSize += piece.length;
  }
  function close(): void {
    keep(block.subarray(start, end));
    start = end;
  }
  function copy(piece: Uint8Array): void {
    let from = 0;
    while (from < piece.length) {
      if (end === block.length) {
        close();
        block = Buffer.allocUnsafeSlow(Math.min(MOST, Math.max(LEAST, 2 * block.length)));
        [start, end] = [0, 0];
      }
      const taken = piece.subarray(from, from + block.length - end);
      block.set(taken, end);
      end += taken.length;
      from += taken.length;
    }
  }
  const size = (): number => wholeSize + end - start;
  const pieces = (): readonly Uint8Array[] => [...whole, block.subarray(start, end)];
  return {
    append(piece) {
      if (piece.length < LARGE || 2 * piece.length < piece.buffer.byteLength) copy(piece);
      else {
        close();
        keep(piece);
      }
    },
    size,
    bytes(from = 0) {
      // The last ones are asked for most often.
      if (from >= wholeSize) return Buffer.from(block.subarray(start + from - wholeSize, end));
      return Buffer.concat(pieces(), size()).subarray(from);
    },
    pieces,
  };
}
