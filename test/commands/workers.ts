import { handle } from '../../src/commands/work/handle.ts';
import type { Setup, Workers } from '../../src/commands/work/tasks.ts';

/** Workers of this process: what they do, without the walls between them. */
export function workersHere(): Workers {
  let setup: Setup = { checks: [], waiving: null };
  return {
    prepare: (given) => {
      setup = given;
    },
    run: (kind, name, given, pieces) =>
      Promise.resolve(handle(kind, name, given, Buffer.concat(pieces), setup)),
    close: () => undefined,
  };
}
