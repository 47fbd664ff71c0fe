import { fail, type Failable } from '../lib/failure.ts';
import type { JsonObject } from '../lib/json.ts';
import { at, textAt } from './raw/json-access.ts';

/** Runtimes under which a container is a process of the host like any other, by program, type or name. */
const plain =
  /^(docker-)?(runc|crun(?!-vm)|youki)([-.@\d].*)?$|^(nvidia|amd|habana)-container-runtime(\.\w+)?$|^sysbox-runc$|^io\.containerd\.runc\.v\d$/;

/** Why /proc does not show the processes of a container; null where it does, or an older collector did not ask. */
export function sandboxOf(inspect: JsonObject, info: Failable<JsonObject>): Failable<never> | null {
  const asked = textAt(inspect, 'HostConfig', 'Runtime');
  if (asked === undefined) return null;
  const known = info.ok ? info.value : {};
  const name = asked || textAt(known, 'DefaultRuntime') || 'runc';
  const entry = at(known, 'Runtimes', name);
  const program =
    textAt(entry, 'options', 'BinaryName') || textAt(entry, 'path') || textAt(entry, 'runtimeType') || name;
  if (plain.test(program.slice(program.lastIndexOf('/') + 1))) return null;
  return fail(
    'SANDBOXED',
    `the runtime ${name} runs the container: what the host sees of it need not be the container`,
    'see it with the tools of that runtime; only runc, crun, youki and what builds on them are judged from outside',
  );
}
