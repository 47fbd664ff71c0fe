import type { AuditedState, Engine, Platform } from '../result/types.ts';
import { auditedContainer } from './audited-container.ts';
import type { Facts } from './facts.ts';
import { isRedacted } from '../facts/redact-mark.ts';
import { textAt } from './raw/json-access.ts';

/** What the report says about the host itself. */
export function platformOf(facts: Facts): Platform {
  return {
    os: facts.host.ok ? facts.host.value.os : null,
    kernel: facts.host.ok ? facts.host.value.kernel : null,
    engine: facts.info.ok ? (textAt(facts.info.value, 'ServerVersion') ?? null) : null,
  };
}

/** The engine that was judged; empty where none answered. */
export function enginesOf(facts: Facts, socket: string | null): readonly Engine[] {
  const { engine } = platformOf(facts);
  return engine === null ? [] : [{ kind: 'docker', socket, version: engine, state: 'audited', reason: null }];
}

/** What a fix script must find again before it changes anything. */
export function auditedState(facts: Facts): AuditedState {
  return {
    machineIdSha256: facts.host.ok ? facts.host.value.machineIdSha256 : null,
    dockerdPath: facts.dockerd.ok ? facts.dockerd.value.executable : null,
    dockerdFlags: facts.dockerd.ok ? facts.dockerd.value.args.slice(1).filter((arg) => !isRedacted(arg)) : [],
    daemonConfig: facts.config.ok
      ? {
          path: facts.config.value.path,
          sha256: facts.config.value.sha256,
          text: facts.config.value.text,
          withheld: facts.config.value.withheld,
        }
      : null,
    ...(facts.containers.ok ? { containers: facts.containers.value.map(auditedContainer) } : {}),
  };
}
