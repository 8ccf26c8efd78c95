import type { HopDocument } from '../records.ts';
import { Draft } from './draft.ts';

/** The smallest network: two hosts and a cable. One asks by ARP, and pings. */
export function twoHostsDocument(): HopDocument {
  const draft = new Draft();
  const pc1 = draft.device('host', { x: 160, y: 200 }, ['192.168.1.1']);
  const pc2 = draft.device('host', { x: 480, y: 200 }, ['192.168.1.2']);
  draft.join(pc1, pc2);
  draft.command('ping', 'ping pc2', pc1, null, 'ping -c 3 192.168.1.2');
  return draft.document('Two hosts');
}
