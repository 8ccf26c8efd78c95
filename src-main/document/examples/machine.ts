import type { HopDocument } from '../records.ts';
import { Draft } from './draft.ts';

/**
 * A subnet with room for a real machine: a tunnel on its switch, a router that gives addresses away by DHCP and leads to a
 * second subnet, and a web server to be looked at. What is plugged in asks for an address like any other computer. The
 * tunnel is off until somebody switches it on.
 */
export function machineDocument(): HopDocument {
  const draft = new Draft();
  const lan = draft.device('switch', { x: 330, y: 210 });
  const tunnel = draft.device('tunnel', { x: 120, y: 210 });
  const pc1 = draft.device('host', { x: 330, y: 10 }, ['192.168.1.11'], { gateway: '192.168.1.1' });
  const web = draft.device('server', { x: 330, y: 360 }, ['192.168.1.80'], {
    name: 'web',
    gateway: '192.168.1.1',
    files: [{ path: '/index.html', text: '<h1>Drawn, and looked at for real</h1>\n' }],
  });
  const pool = { first: '192.168.1.100', last: '192.168.1.199', prefix: 24, gateway: '192.168.1.1' };
  const router = draft.device('router', { x: 520, y: 210 }, ['192.168.1.1', '192.168.2.1'], {
    dhcp: { server: { pools: [pool] } },
  });
  const pc2 = draft.device('host', { x: 700, y: 210 }, ['192.168.2.11'], { gateway: '192.168.2.1' });
  draft.join(tunnel, lan, router, pc2);
  draft.join(pc1, lan);
  draft.join(web, lan);

  draft.command('web-server', 'web server', web, 0, 'http-server');
  draft.command('ping-machine', 'ping the first machine', pc2, null, 'ping -c 4 192.168.1.100');
  return draft.document('A real machine on a drawn switch');
}
