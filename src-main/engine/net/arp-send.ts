import type { Datagram } from '../wire/datagram.ts';
import { encapsulate, ETHERTYPE_ARP, ETHERTYPE_IPV4 } from '../wire/ethernet.ts';
import type { Station } from '../link/station.ts';
import type { Interface } from './state.ts';

/** Puts the Ethernet header on a packet and hands the frame to the adapter. */
export function transmit(
  one: Interface,
  station: Station,
  port: number,
  mac: number,
  datagram: Datagram,
  packet: number,
): void {
  const { head, body } = encapsulate(datagram, { destination: mac, source: one.mac, type: ETHERTYPE_IPV4 });
  one.counters.packetsOut++;
  one.counters.bytesOut += head.length + body.length;
  station.send(port, station.frame(head, body, packet, datagram.before));
}

/** Puts the Ethernet header on an ARP packet and hands the frame to the adapter. */
export function sendArp(
  one: Interface,
  station: Station,
  port: number,
  to: number,
  arp: Datagram,
  packet: number,
): void {
  const { head, body } = encapsulate(arp, { destination: to, source: one.mac, type: ETHERTYPE_ARP });
  one.counters.packetsOut++;
  one.counters.bytesOut += head.length + body.length;
  station.send(port, station.frame(head, body, packet));
}
