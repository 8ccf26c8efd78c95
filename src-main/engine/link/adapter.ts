import type { Frame } from '../wire/frame.ts';
import { BROADCAST_MAC, isMulticastMac } from '../wire/address.ts';
import { parseEthernet, type Ethernet } from '../wire/ethernet.ts';
import { isFault } from '../wire/fault.ts';
import type { Station } from './station.ts';

/**
 * What every adapter does before anything looks inside a frame: it throws away damaged ones (IEEE 802.3 §3.2.9 and
 * §4.2.4.1.2, frameCheckError). It never repairs. Returns the header, or null when the frame went no further; the drop
 * is on record then.
 */
export function received(station: Station, port: number, frame: Frame): Ethernet | null {
  if (!frame.intact) {
    station.record('frame.dropped', { port, frame: frame.id, packet: frame.packet, reason: 'ethernet.bad-fcs' });
    return null;
  }
  const ethernet = parseEthernet(frame);
  if (isFault(ethernet)) {
    station.record('frame.dropped', { port, frame: frame.id, packet: frame.packet, reason: ethernet.fault });
    return null;
  }
  return ethernet;
}

/** Whether an adapter with address `mac` takes a frame up: its own address, broadcast, or a group address. */
export function isFor(mac: number, ethernet: Ethernet): boolean {
  return ethernet.destination === mac || ethernet.destination === BROADCAST_MAC || isMulticastMac(ethernet.destination);
}
