import type { Bundle } from '../facts/bundle.ts';
import { succeed, type Failable } from '../lib/failure.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { mapFailable } from './build-row.ts';
import { isPrivileged, needsRoot, securityOption, type Container } from './container-security.ts';
import { textAt, textsAt } from './raw/json-access.ts';
import { sectionText, wordLines } from './raw/section.ts';
import { securityOptions } from './setting-sources.ts';

export interface Lsm {
  readonly appArmor: Failable<boolean>;
  readonly selinux: Failable<boolean>;
  readonly selinuxEnforcing: Failable<boolean>;
  /** Whether the kernel loads modules that nobody signed. */
  readonly modules: Failable<boolean>;
}

/** The Linux security modules of the host: only those that it has are judged. */
export function lsmOf(bundle: Bundle, info: Failable<JsonObject>): Lsm {
  const values = mapFailable(sectionText(bundle, 'lsm'), (text) => new Map(wordLines(text)));
  const inDocker = (name: string): boolean => info.ok && securityOptions(info.value).has(name);
  return {
    // A rootless daemon cannot apply AppArmor profiles.
    appArmor: mapFailable(
      values,
      (found) => (found.get('apparmor') === 'Y' || inDocker('apparmor')) && !inDocker('rootless'),
    ),
    selinux: mapFailable(values, (found) => found.has('selinux-enforce') || inDocker('selinux')),
    selinuxEnforcing: mapFailable(values, (found) => found.get('selinux-enforce') === '1'),
    modules: mapFailable(values, takesModules),
  };
}

/** See kernel_lockdown(7) and Documentation/admin-guide/module-signing.rst. */
function takesModules(found: ReadonlyMap<string, string>): boolean {
  const lockdown = /\[(\w+)\]/.exec(found.get('lockdown') ?? '')?.[1] ?? 'none';
  return lockdown === 'none' && found.get('modules-disabled') !== '1' && found.get('modules-signed') !== 'Y';
}

/** `docker-default (enforce)` and `unconfined` are AppArmor labels; see apparmor(7). */
const appArmorLabel = /^(.*) \((enforce|complain|kill|unconfined|mixed)\)$/;

/** SELinux types that confine nothing: Docker's own for privileged containers, and those of plain services. */
const unconfinedTypes: ReadonlySet<string> = new Set([
  'spc_t',
  'unconfined_t',
  'unconfined_service_t',
  'container_runtime_t',
  'kernel_t',
  'init_t',
  'initrc_t',
]);

export function lsmColumns(container: Container, lsm: Lsm): Readonly<Record<string, Failable<Json>>> {
  const label = labelOf(container);
  return {
    appArmorHost: lsm.appArmor,
    appArmorProfile: appArmor(container, lsm, label, (name) => name),
    appArmorMode: appArmor(container, lsm, label, (_name, mode) => mode),
    selinuxHost: lsm.selinux,
    selinuxEnforcing: lsm.selinuxEnforcing,
    selinuxLabel: mapFailable(label, (text) => (lsm.selinux.ok && lsm.selinux.value ? text : null)),
    selinuxConfined: mapFailable(label, (text) => text !== null && isConfined(text)),
    selinuxOptOut: succeed(optsOutOfSelinux(container)),
  };
}

/** The label of the process, or what inspect says for one that does not run. */
export function labelOf(container: Container): Failable<string | null> {
  if (container.process === null) return succeed(textAt(container.inspect, 'ProcessLabel') || null);
  if (container.sandbox !== null) return container.sandbox;
  if (!container.process.ok) return container.process;
  const { label } = container.process.value;
  return label === null ? needsRoot : succeed(label || null);
}

function appArmor(
  container: Container,
  lsm: Lsm,
  label: Failable<string | null>,
  pick: (profile: string, mode: string) => string,
): Failable<Json> {
  if (!lsm.appArmor.ok) return lsm.appArmor;
  if (!lsm.appArmor.value) return succeed(null);
  if (container.process === null) {
    return succeed(optsOutOfAppArmor(container) ? pick('unconfined', 'unconfined') : null);
  }
  return mapFailable(label, (text) => {
    if (text === null) return null;
    const match = appArmorLabel.exec(text);
    return match === null ? pick(text, 'unconfined') : pick(match[1] ?? '', match[2] ?? '');
  });
}

/** The profile that is in force, or will be from the start on; null for none, and for one that only complains. */
export function appliedProfile(container: Container): Failable<string | null> {
  if (container.process === null) {
    return succeed(
      optsOutOfAppArmor(container) ? null : securityOption(container, 'apparmor') || 'docker-default',
    );
  }
  return mapFailable(labelOf(container), (label) => {
    const [, profile = null, mode] = appArmorLabel.exec(label ?? '') ?? [];
    return mode === 'enforce' || mode === 'kill' ? profile : null;
  });
}

/**
 * The profile comes with the start; that there will be none can be told before. An option beats --privileged, and each
 * start forgets the profile of the last one: moby daemon/container_operations_unix.go, saveAppArmorConfig.
 */
function optsOutOfAppArmor(container: Container): boolean {
  const profile = securityOption(container, 'apparmor') || (isPrivileged(container) ? 'unconfined' : '');
  return profile === 'unconfined';
}

/**
 * Docker writes `label=disable` itself for a container that is privileged, or shares processes or IPC with the host,
 * unless it has a label of its own: moby daemon/create.go, generateSecurityOpt.
 */
export function optsOutOfSelinux(container: Container): boolean {
  const label = textAt(container.inspect, 'ProcessLabel') ?? '';
  const options = textsAt(container.inspect, 'HostConfig', 'SecurityOpt');
  const labelled = options.some((option) => option.startsWith('label='));
  return (
    (isPrivileged(container) && !labelled) ||
    options.some((option) => /^label[=:]disable$/.test(option)) ||
    (label !== '' && !isConfined(label))
  );
}

/** `user:role:type:level`; see selinux(8). */
export function isConfined(label: string): boolean {
  const type = label.split(':')[2];
  return type !== undefined && !unconfinedTypes.has(type);
}
