import fc from 'fast-check';

/** What parsers stumble over. */
const odd = [
  ...['', ' ', '\t', '\r', '\0', '\u001b[2J', '\u202e', '\ud800', '\uFEFF', '"', "'", '\\', '\\"', '{}', '[]', '{', '[', ']', '}'],
  ...['null', '-1', '1e999', '0x10', '__proto__', 'constructor', '$(reboot)', '<script>', '{{x}}', '../..', '/', ':', '=', '%', '#'],
  ...['!!js/function', '&a', '*a', '<<:', '---', '...', '? ', '- ', '| ', '> ', '@x', '~', '[1:99999999]', '*', '!x'],
  'x'.repeat(5000), '['.repeat(3000), '{"a":'.repeat(3000), '\\"'.repeat(3000), '-'.repeat(3000),
]; // prettier-ignore

const piece = fc.oneof(
  fc.constantFrom(...odd),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.nat().map(String),
);

interface Change {
  readonly at: number;
  readonly remove: number;
  readonly add: string;
  readonly times: number;
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.oneof(fc.nat(5), fc.nat(500)),
  add: piece,
  times: fc.oneof(fc.constant(1), fc.nat(50)),
});

/** Texts that are nearly right: one of the samples with a few changes, each anywhere. */
export function nearly(...samples: readonly string[]): fc.Arbitrary<string> {
  const changes = fc.array(change, { minLength: 1, maxLength: 6 });
  return fc.tuple(fc.constantFrom(...samples), changes).map(([sample, made]) => made.reduce(changed, sample));
}

function changed(text: string, { at, remove, add, times }: Change): string {
  const from = Math.floor(at * text.length);
  return text.slice(0, from) + add.repeat(times) + text.slice(from + remove);
}
