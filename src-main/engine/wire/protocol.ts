import { ETHERNET_HEADER_LENGTH } from './datagram.ts';
import { ETHERNET, ETHERTYPE_ARP, ETHERTYPE_IPV4 } from './ethernet.ts';
import { read } from './field.ts';
import type { Frame } from './frame.ts';
import { IPV4, PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from './ipv4.ts';
import { ETHERTYPE_VLAN, VLAN } from './vlan.ts';

/** The protocols a picture tells apart, in the order of their numbers. */
export const FRAME_PROTOCOLS = ['ethernet', 'arp', 'ipv4', 'icmp', 'udp', 'tcp'] as const;

/** Index into FRAME_PROTOCOLS of the highest protocol the headers name. Looks at three fields; judges nothing. */
export function protocolOf(frame: Frame): number {
  const { head } = frame;
  if (head.length < ETHERNET_HEADER_LENGTH) return 0;
  let type = read(head, 0, ETHERNET.type);
  let at = ETHERNET_HEADER_LENGTH;
  if (type === ETHERTYPE_VLAN && head.length >= at + VLAN.length) {
    type = read(head, at, VLAN.type);
    at += VLAN.length;
  }
  if (type === ETHERTYPE_ARP) return 1;
  if (type !== ETHERTYPE_IPV4 || head.length < at + IPV4.length) return 0;
  // A later fragment holds data and no header of the protocol it names.
  if (read(head, at, IPV4.fragmentOffset) !== 0) return 2;
  switch (read(head, at, IPV4.protocol)) {
    case PROTOCOL_ICMP:
      return 3;
    case PROTOCOL_UDP:
      return 4;
    case PROTOCOL_TCP:
      return 5;
    default:
      return 2;
  }
}
