import { createFrameReader, framePieces } from './frame.ts';
import { handle } from './handle.ts';
import type { Kind, Setup, Work } from './tasks.ts';

// The process of one worker: a task at a time comes on standard input, its answer goes to standard output.

interface Task {
  readonly kind: Kind;
  readonly name: string;
  readonly given: Work[Kind]['given'];
}

let setup: Setup = { checks: [], waiving: null };

const read = createFrameReader(({ head, body }) => {
  const order = head as Task | { readonly setup: Setup };
  if ('setup' in order) {
    setup = order.setup;
    return;
  }
  for (const piece of answerTo(order, body)) process.stdout.write(piece);
});
process.stdin.on('data', read);

function answerTo({ kind, name, given }: Task, body: Uint8Array): readonly Uint8Array[] {
  const done = handle(kind, name, given, body, setup);
  return done.ok
    ? framePieces({ ok: true, told: done.value.told }, [done.value.bytes])
    : framePieces(done, []);
}
