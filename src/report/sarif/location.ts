import type { Location } from 'sarif';
import { visible } from '../../lib/text.ts';
import { digest } from '../machine/identity.ts';

/** Longest subject in an address, in characters. */
const longestSubject = 500;

/**
 * GitHub refuses a file in which one result has no location, and a host is no file of the repository: so the place is
 * an address that stays the same from run to run, as in `plimsoll/web-01/etc/docker/daemon.json`.
 */
export function locationOf(
  host: { readonly name: string; readonly slug: string },
  subject: string,
): Location {
  const name = visible(subject, longestSubject).trim() || 'host';
  return {
    physicalLocation: {
      artifactLocation: { uri: ['plimsoll', host.slug, ...segments(name)].join('/') },
      region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
    },
    logicalLocations: [
      { name, fullyQualifiedName: `${visible(host.name, longestSubject)}/${name}`, kind: 'resource' },
    ],
  };
}

/** `file:/etc/docker` as etc, docker; `container:web` as container, web. Nothing in it climbs out of its host. */
function segments(subject: string): readonly string[] {
  const path = subject
    .replace(/^file:/, '')
    .replace(':', '/')
    .split('/');
  const down = path.filter((segment) => !['', '.', '..'].includes(segment));
  return (down.length > 0 ? down : ['host']).map((segment) => encodeURIComponent(segment));
}

/** What makes a result the same one in the next run. GitHub reads the first only. */
export function fingerprints(rule: string, host: string, subject: string) {
  const fingerprint = digest([rule, host, subject]);
  return { primaryLocationLineHash: `${fingerprint.slice(0, 16)}:1`, 'plimsoll/v1': fingerprint };
}
