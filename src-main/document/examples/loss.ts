import type { HopDocument } from '../records.ts';
import { Draft } from './draft.ts';

/**
 * What UDP and TCP do about loss, side by side: the same media stream over both, through a cable that loses one frame in
 * twenty on its way to the viewers; and the lost query of a resolver.
 */
export function lossDocument(): HopDocument {
  const draft = new Draft();
  const viewer = { resolver: ['10.0.0.20'] };
  const pc1 = draft.device('host', { x: 90, y: 120 }, ['10.0.0.11'], viewer);
  const pc2 = draft.device('host', { x: 90, y: 300 }, ['10.0.0.12'], viewer);
  const near = draft.device('switch', { x: 300, y: 210 });
  const far = draft.device('switch', { x: 560, y: 210 });
  const server = draft.device('server', { x: 780, y: 210 }, ['10.0.0.20'], { name: 'media' });
  draft.join(pc1, near);
  draft.join(pc2, near);
  draft.joinWith({ delay: 10e6, directions: [{}, { loss: 0.05 }] }, near, far);
  draft.join(far, server);

  draft.command('names', 'DNS server', server, 0, 'dns-server media.example=10.0.0.20');
  draft.command('stream', 'stream server', server, 0, 'stream-server');
  draft.command('bulk-server', 'throughput server', server, 0, 'bulk -s');
  draft.command('watch-udp', 'watch over UDP', pc1, 1e9, 'stream-client -n 200 media.example');
  draft.command('watch-tcp', 'watch over TCP', pc2, 7e9, 'stream-client -t -n 200 media.example');
  draft.command('throughput', 'measure throughput', pc1, null, 'bulk -c media.example -t 5');
  return draft.document('UDP and TCP over a lossy cable');
}
