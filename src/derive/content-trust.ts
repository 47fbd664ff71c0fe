import type { Table } from '../facts/types.ts';
import { fail, succeed, type Failable } from '../lib/failure.ts';
import { both, buildRow, tableOf } from './build-row.ts';
import type { Facts } from './facts.ts';
import { parseGoBoolean } from './raw/dockerd-flags.ts';
import { textAt } from './raw/json-access.ts';
import { sectionText, wordLines } from './raw/section.ts';

/** The release of the client that dropped content trust. */
const withoutTrust = 29;

/** One row: whether pulls by the client of this host are verified. */
export function contentTrust(facts: Facts): Table {
  return tableOf(both(facts.version, sectionText(facts.bundle, 'content.trust')), ([version, text]) => {
    const client = textAt(version, 'Client', 'Version') ?? '';
    const lines = wordLines(text);
    // The client takes every value but those that mean false for true.
    const values = lines
      .filter(([word]) => word === 'value')
      .map(([, rest]) => ({
        file: rest.slice(rest.indexOf(' ') + 1),
        on: parseGoBoolean(rest.split(' ')[0] ?? '') !== false,
      }));
    const setIn = values.filter(({ on }) => on).map(({ file }) => file);
    const turnedOffIn = values.filter(({ on }) => !on).map(({ file }) => file);
    const unreadable = lines.filter(([word]) => word === 'unreadable').map(([, file]) => file);
    const enabled: Failable<boolean> =
      turnedOffIn.length === 0 && unreadable.length > 0
        ? fail('NEEDS_ROOT', `${unreadable.join(', ')} may not be read`, 'audit as root, or with --sudo')
        : succeed(turnedOffIn.length === 0 && setIn.length > 0);
    const release = Number.parseInt(client, 10);
    const supported: Failable<boolean> = Number.isNaN(release)
      ? fail('NOT_SHOWN', 'docker version does not name the client', 'see docker version on the host')
      : succeed(release < withoutTrust);
    const notes = turnedOffIn.map((file) => `turned off in ${file}`);
    return [
      buildRow({ scope: 'docker-client', client, setIn: [...new Set(setIn)] }, { supported, enabled }, notes),
    ];
  });
}
