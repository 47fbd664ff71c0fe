import { parseStream, type Recording } from '../../collector/parse.ts';
import type { Bundle } from '../../facts/bundle.ts';
import { redactSection } from '../../facts/redact.ts';
import type { Failure } from '../../lib/failure.ts';
import { spellingsOf, withoutSpellings } from '../../lib/spellings.ts';
import { visible } from '../../lib/text.ts';
import { exhausted } from '../../ssh/exhausted.ts';
import type { Arrival } from '../work/tasks.ts';

/** The bundle that a host's bytes come to: taken apart, without what the host was given, and redacted. */
export function bundleOf(arrival: Arrival, bytes: Uint8Array): Bundle {
  const recording = withoutSecrets(
    parseStream(bytes, arrival.nonce, new Set(arrival.sections)),
    arrival.secrets,
  );
  const key = Buffer.from(arrival.redactionKey, 'base64');
  const sections = Object.entries(recording.sections).map(
    ([name, section]) => [name, redactSection(name, section, key)] as const,
  );
  return {
    ...arrival.identity,
    failure: whatIsMissing(arrival, recording),
    sections: Object.fromEntries(sections),
  };
}

/** Before anything else reads it: where a secret comes back, in whatever spelling, nobody can tell what it would be. */
function withoutSecrets(recording: Recording, secrets: readonly string[]): Recording {
  const spellings = spellingsOf(secrets);
  const without = (text: string): string => withoutSpellings(text, spellings, '(secret)');
  const sections = Object.entries(recording.sections).map(
    ([name, section]) =>
      [name, { ...section, text: without(section.text), stderr: without(section.stderr) }] as const,
  );
  return { ...recording, noise: without(recording.noise), sections: Object.fromEntries(sections) };
}

function whatIsMissing({ identity, user, cut, sections }: Arrival, recording: Recording): Failure | null {
  const { name } = identity.host;
  // Where a process could not be started, what a section printed need not be all of it.
  const complaints = Object.values(recording.sections).map(({ stderr }) => stderr);
  const poor = cut?.code === 'HOST_EXHAUSTED' ? cut : exhausted({ name, user }, complaints.join('\n'));
  if (poor !== undefined) return poor;
  if (recording.complete) return null;
  const came = howFar(recording, sections.length);
  if (cut !== null) return { ...cut, message: `${cut.message}; ${came}` };
  if (!recording.started) {
    const said = visible(recording.noise.trim(), 200);
    return {
      code: 'NO_SHELL',
      message: `${name}: the login runs no shell that reads our script${said === '' ? '' : `; it says: ${said}`}`,
      hint: 'log in by hand; the account needs a POSIX shell and no forced command',
    };
  }
  return {
    code: 'CONNECTION_LOST',
    message: `${name}: the output ended before the collector did; ${came}`,
    hint: 'audit again; see the log of sshd on the host if it happens again',
  };
}

/** How much of what was asked for came before the end. */
function howFar({ sections }: Recording, wanted: number): string {
  const whole = Object.entries(sections).filter(([, section]) => section.status !== null);
  const last = whole.at(-1)?.[0];
  return `${whole.length} of ${wanted} sections came whole${last === undefined ? '' : `, ${last} the last of them`}`;
}
