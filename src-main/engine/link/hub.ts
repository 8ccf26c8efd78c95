import type { Frame } from '../wire/frame.ts';
import type { Station } from './station.ts';

/**
 * A hub is a repeater (IEEE 802.3 clause 9): what comes in at one port goes out at all others, whoever it is for and
 * whether it is damaged or not. It has no addresses, keeps no table and checks nothing. Ports without a link take no part.
 * A repeater passes bits on as they come; here a frame is passed on when its last bit is in.
 */
export function repeat(station: Station, ports: number, port: number, frame: Frame): void {
  station.cause = station.record('hub.repeated', { port, frame: frame.id, packet: frame.packet });
  for (let other = 0; other < ports; other++) {
    if (other !== port && station.linked(other)) station.send(other, frame);
  }
}
