import { succeed, type Failable } from '../lib/failure.ts';
import { isObject, type Json, type JsonObject } from '../lib/json.ts';
import { both, mapFailable } from './build-row.ts';
import { appliedProfile, isConfined, labelOf, optsOutOfSelinux, type Lsm } from './container-lsm.ts';
import { isLet, securityOption, type Container } from './container-security.ts';
import type { Power } from './host-powers.ts';
import { listAt, textAt, textsAt } from './raw/json-access.ts';
import { parseJson } from './raw/section.ts';

/** What of the policies in force on its host holds for a container. */
export interface Confinement {
  /** An AppArmor profile that enforces, or the SELinux type of a confined container; null without either. */
  readonly policy: { readonly name: string; readonly kind: 'docker-default' | 'profile' | 'type' } | null;
  /** Whether no filter of system calls keeps this one, which takes these capabilities, from it. */
  readonly lets: (call: string, capabilities: ReadonlySet<string>) => boolean;
  /** Whether the kernel takes unsigned modules. */
  readonly modules: boolean;
}

/** @param daemonFilter whether the daemon has Docker's own profile for containers without an option */
export function confinementOf(
  container: Container,
  lsm: Lsm,
  filter: string,
  daemonFilter: Failable<boolean>,
): Failable<Confinement> {
  const own = securityOption(container, 'seccomp');
  const profile = own === undefined || own === 'builtin' ? null : parseJson(own);
  return mapFailable(both(policyOf(container, lsm), lsm.modules), ([policy, modules]) => ({
    policy,
    modules,
    lets: (call, capabilities) => {
      if (filter === 'disabled') return true;
      if (profile === null) return daemonFilter.ok && daemonFilter.value;
      return isObject(profile) && profileLets(profile, call, capabilities);
    },
  }));
}

/** What keeps a container from using a power, in words; null for nothing. */
export function obstacle(
  power: Power,
  confinement: Confinement,
  capabilities: ReadonlySet<string>,
): string | null {
  const { policy } = confinement;
  if (policy?.kind === 'type') return `SELinux (${policy.name})`;
  if (policy?.kind === 'profile' || (policy !== null && power.deniedByAppArmor))
    return `AppArmor (${policy.name})`;
  if (power.calls?.some((call) => !confinement.lets(call, capabilities)) === true)
    return 'its seccomp profile';
  if (power.module === true && !confinement.modules) return 'the kernel, which takes signed modules only';
  return null;
}

/** The label of the process, or what the start will come to. */
function policyOf(container: Container, lsm: Lsm): Failable<Confinement['policy']> {
  const known = both(both(lsm.appArmor, lsm.selinux), lsm.selinuxEnforcing);
  return known.ok ? policyOn(container, known.value[0][0], known.value[0][1] && known.value[1]) : known;
}

function policyOn(
  container: Container,
  appArmor: boolean,
  selinux: boolean,
): Failable<Confinement['policy']> {
  if (appArmor) {
    return mapFailable(appliedProfile(container), (profile) =>
      profile === null
        ? null
        : { name: profile, kind: profile === 'docker-default' ? 'docker-default' : 'profile' },
    );
  }
  if (!selinux) return succeed(null);
  return mapFailable(labelOf(container), (label) => {
    const confined = label === null ? !optsOutOfSelinux(container) : isConfined(label);
    return confined ? { name: label?.split(':')[2] ?? 'container_t', kind: 'type' } : null;
  });
}

/** As Docker reads a profile: moby/profiles, seccomp. Of conditions on arguments it is not known what they let through. */
function profileLets(profile: JsonObject, call: string, capabilities: ReadonlySet<string>): boolean {
  const rules = listAt(profile, 'syscalls').filter(
    (rule) =>
      (textsAt(rule, 'names').includes(call) || textAt(rule, 'name') === call) && applies(rule, capabilities),
  );
  if (rules.length === 0) return isLet(textAt(profile, 'defaultAction'));
  return rules.some((rule) => isLet(textAt(rule, 'action')) && listAt(rule, 'args').length === 0);
}

function applies(rule: Json, capabilities: ReadonlySet<string>): boolean {
  const [wanted, unwanted] = [textsAt(rule, 'includes', 'caps'), textsAt(rule, 'excludes', 'caps')];
  return wanted.every((name) => capabilities.has(name)) && !unwanted.some((name) => capabilities.has(name));
}
