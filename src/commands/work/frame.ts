/** One message between a run and a worker: a value, and bytes that need no decoding. */
export interface Frame {
  readonly head: unknown;
  readonly body: Uint8Array;
}

/** The lengths of both parts, 4 bytes each. */
const PREFIX = 8;

/** What to write for a frame whose body is in pieces, one after the other; none is copied. */
export function framePieces(head: unknown, body: readonly Uint8Array[]): readonly Uint8Array[] {
  const text = Buffer.from(JSON.stringify(head));
  const prefix = Buffer.alloc(PREFIX);
  prefix.writeUInt32BE(text.length, 0);
  prefix.writeUInt32BE(
    body.reduce((length, piece) => length + piece.length, 0),
    4,
  );
  return [prefix, text, ...body];
}

/** Puts frames together again from pieces of any length; every byte is moved once. */
export function createFrameReader(onFrame: (frame: Frame) => void): (piece: Uint8Array) => void {
  const lengths = [PREFIX, 0, 0];
  let parts: Buffer[] = [];
  let part = Buffer.alloc(PREFIX);
  let filled = 0;

  function finish(): void {
    parts.push(part);
    const [prefix, head, body] = parts;
    if (parts.length === 1 && prefix !== undefined) {
      [lengths[1], lengths[2]] = [prefix.readUInt32BE(0), prefix.readUInt32BE(4)];
    }
    if (head !== undefined && body !== undefined) {
      parts = [];
      onFrame({ head: JSON.parse(head.toString('utf8')) as unknown, body });
    }
    part = Buffer.allocUnsafeSlow(lengths[parts.length] ?? 0);
    filled = 0;
  }

  return (piece) => {
    let from = 0;
    while (from < piece.length) {
      const taken = piece.subarray(from, from + part.length - filled);
      part.set(taken, filled);
      filled += taken.length;
      from += taken.length;
      while (filled === part.length) finish();
    }
  };
}
