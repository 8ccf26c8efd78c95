import type { HopDocument } from '../records.ts';
import { Draft } from './draft.ts';

const FLOORS = 10;
/** Hosts on a floor, half of them on each side of its switch. */
const HOSTS = 10;

/** A building: ten floors with a switch and ten hosts each, one subnet, one server. Large enough to need search and a map. */
export function hundredHostsDocument(): HopDocument {
  const draft = new Draft();
  const core = draft.device('switch', { x: 760, y: 80 }, [], { name: 'core', ports: FLOORS + 1 });
  const server = draft.device('server', { x: 960, y: 80 }, ['10.0.0.250']);
  draft.join(server, core);
  let first = '';
  for (let floor = 0; floor < FLOORS; floor++) {
    const [x, y] = [floor % 2 === 0 ? 340 : 1180, 340 + Math.floor(floor / 2) * 400];
    const lan = draft.device('switch', { x, y }, [], { name: `floor${floor + 1}`, ports: HOSTS + 1 });
    draft.join(core, lan);
    for (let host = 0; host < HOSTS; host++) {
      const place = { x: x + ((host % 5) - 2) * 130, y: y + (host < 5 ? -130 : 130) };
      const id = draft.device('host', place, [`10.0.0.${1 + floor * HOSTS + host}`]);
      draft.join(id, lan);
      if (first === '') first = id;
    }
  }
  draft.command('web-server', 'web server', server, 0, 'http-server');
  draft.command('ping', 'ping the server', first, null, 'ping -c 2 10.0.0.250');
  draft.command('fetch', 'fetch a page', first, null, 'curl -o /dev/null http://10.0.0.250/bytes/100000');
  return draft.document('A hundred hosts');
}
