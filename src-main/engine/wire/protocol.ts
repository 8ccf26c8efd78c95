import { isBpdu } from './bpdu.ts';
import { ETHERNET_HEADER_LENGTH } from './datagram.ts';
import { ETHERNET, ETHERTYPE_ARP, ETHERTYPE_IPV4 } from './ethernet.ts';
import { read } from './field.ts';
import type { Frame } from './frame.ts';
import { IPV4, PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from './ipv4.ts';
import { UDP } from './udp.ts';
import { udpPayloadOf } from './udp-payload.ts';
import { ETHERTYPE_VLAN, VLAN } from './vlan.ts';

/** The protocols a picture tells apart, in the order of their numbers. */
export const FRAME_PROTOCOLS = ['ethernet', 'arp', 'ipv4', 'icmp', 'udp', 'tcp', 'stp', 'rip', 'dhcp', 'dns'] as const;

const [ETHERNET_FRAME, ARP, IP, ICMP, UDP_DATAGRAM, TCP, STP] = [0, 1, 2, 3, 4, 5, 6];

/** Index into FRAME_PROTOCOLS of the highest protocol the headers name. Looks at a few fields; judges nothing. */
export function protocolOf(frame: Frame): number {
  const { head } = frame;
  if (head.length < ETHERNET_HEADER_LENGTH) return ETHERNET_FRAME;
  let type = read(head, 0, ETHERNET.type);
  let at = ETHERNET_HEADER_LENGTH;
  if (type === ETHERTYPE_VLAN && head.length >= at + VLAN.length) {
    type = read(head, at, VLAN.type);
    at += VLAN.length;
  }
  if (type === ETHERTYPE_ARP) return ARP;
  if (type !== ETHERTYPE_IPV4 || head.length < at + IPV4.length) {
    return isBpdu(read(head, 0, ETHERNET.destination), type) ? STP : ETHERNET_FRAME;
  }
  // A later fragment holds data and no header of the protocol it names.
  if (read(head, at, IPV4.fragmentOffset) !== 0) return IP;
  switch (read(head, at, IPV4.protocol)) {
    case PROTOCOL_ICMP:
      return ICMP;
    case PROTOCOL_UDP:
      return datagramProtocol(head, at + read(head, at, IPV4.headerLength));
    case PROTOCOL_TCP:
      return TCP;
    default:
      return IP;
  }
}

/** What a datagram carries is told by its ports; where its header is not at hand, it is a datagram. */
function datagramProtocol(head: Uint8Array, at: number): number {
  if (head.length < at + UDP.length) return UDP_DATAGRAM;
  const payload = udpPayloadOf(read(head, at, UDP.sourcePort), read(head, at, UDP.destinationPort));
  return payload === undefined ? UDP_DATAGRAM : FRAME_PROTOCOLS.indexOf(payload.protocol);
}
