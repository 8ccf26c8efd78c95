import { ETHERNET_HEADER_LENGTH } from './datagram.ts';
import { ETHERNET, ETHERTYPE_ARP, ETHERTYPE_IPV4 } from './ethernet.ts';
import { read } from './field.ts';
import type { Frame } from './frame.ts';
import { IPV4, PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from './ipv4.ts';

/** The protocols a picture tells apart, in the order of their numbers. */
export const FRAME_PROTOCOLS = ['ethernet', 'arp', 'ipv4', 'icmp', 'udp', 'tcp'] as const;

/** Index into FRAME_PROTOCOLS of the highest protocol the headers name. Looks at two fields; judges nothing. */
export function protocolOf(frame: Frame): number {
  const { head } = frame;
  if (head.length < ETHERNET_HEADER_LENGTH) return 0;
  const type = read(head, 0, ETHERNET.type);
  if (type === ETHERTYPE_ARP) return 1;
  if (type !== ETHERTYPE_IPV4 || head.length < ETHERNET_HEADER_LENGTH + IPV4.length) return 0;
  switch (read(head, ETHERNET_HEADER_LENGTH, IPV4.protocol)) {
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
