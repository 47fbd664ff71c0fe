import type { Bundle } from '../../facts/bundle.ts';
import type { Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import { sectionText, wordLines } from './section.ts';

/** What a node of a swarm keeps about itself; all null where swarm is off. */
export interface SwarmState {
  /** host:port on which it waits for other nodes. */
  readonly listenAddress: string | null;
  readonly advertiseAddress: string | null;
  /** Address for the traffic of containers, null where it is that of the managers. */
  readonly dataPathAddress: string | null;
  /** The certificate of the node in PEM. */
  readonly certificate: string | null;
}

export function swarmStateFile(bundle: Bundle): Failable<SwarmState> {
  return mapFailable(sectionText(bundle, 'swarm.state'), (text) => {
    const lines = wordLines(text);
    const value = (wanted: string): string | null => lines.find(([word]) => word === wanted)?.[1] || null;
    const certificate = lines.filter(([word]) => word === 'certificate').map(([, line]) => line);
    return {
      listenAddress: value('ListenAddr'),
      advertiseAddress: value('AdvertiseAddr'),
      dataPathAddress: value('DataPathAddr'),
      certificate: certificate.length === 0 ? null : certificate.join('\n'),
    };
  });
}
