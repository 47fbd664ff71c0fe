// A worker that does as its task says; the frames are those of src/commands/work/frame.ts.
let left = Buffer.alloc(0);
let setup = null;

const deeds = {
  echo: (body) => body,
  hang: () => {
    for (;;);
  },
  eat: () => {
    const eaten = new Map();
    for (let bite = 0; ; bite += 1) eaten.set(bite, [bite]);
  },
  leave: () => process.exit(3),
};

process.stdin.on('data', (piece) => {
  left = Buffer.concat([left, piece]);
  while (left.length >= 8 && left.length >= 8 + left.readUInt32BE(0) + left.readUInt32BE(4)) {
    const bodyAt = 8 + left.readUInt32BE(0);
    const end = bodyAt + left.readUInt32BE(4);
    const order = JSON.parse(left.subarray(8, bodyAt).toString());
    const body = left.subarray(bodyAt, end);
    left = left.subarray(end);
    if (order.setup) setup = order.setup;
    else answer({ ok: true, told: { setup, pid: process.pid } }, deeds[order.kind](body));
  }
});

function answer(head, body) {
  const text = Buffer.from(JSON.stringify(head));
  const prefix = Buffer.alloc(8);
  prefix.writeUInt32BE(text.length, 0);
  prefix.writeUInt32BE(body.length, 4);
  process.stdout.write(Buffer.concat([prefix, text, body]));
}
