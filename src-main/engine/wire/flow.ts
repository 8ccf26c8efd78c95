import { ETHERNET_HEADER_LENGTH } from './datagram.ts';
import { ETHERNET, ETHERTYPE_IPV4 } from './ethernet.ts';
import { read } from './field.ts';
import type { Frame } from './frame.ts';
import { IPV4, PROTOCOL_TCP, PROTOCOL_UDP } from './ipv4.ts';
import { UDP } from './udp.ts';
import { ETHERTYPE_VLAN, VLAN } from './vlan.ts';

/**
 * A number that tells flows apart: the same for both directions between two addresses and, of TCP and UDP, two ports; 0
 * for what is part of none. Different flows may share one, very rarely: it is for pictures, never for decisions.
 */
export function flowOf({ head }: Frame): number {
  if (head.length < ETHERNET_HEADER_LENGTH) return 0;
  let type = read(head, 0, ETHERNET.type);
  let at = ETHERNET_HEADER_LENGTH;
  if (type === ETHERTYPE_VLAN && head.length >= at + VLAN.length) {
    type = read(head, at, VLAN.type);
    at += VLAN.length;
  }
  if (type !== ETHERTYPE_IPV4 || head.length < at + IPV4.length) return 0;
  const protocol = read(head, at, IPV4.protocol);
  const ends = [read(head, at, IPV4.source), read(head, at, IPV4.destination)];
  // TCP begins with the same two ports as UDP (RFC 9293 §3.1, RFC 768); a later fragment has none.
  const upper = at + read(head, at, IPV4.headerLength);
  const ports =
    (protocol === PROTOCOL_TCP || protocol === PROTOCOL_UDP) &&
    read(head, at, IPV4.fragmentOffset) === 0 &&
    head.length >= upper + UDP.length
      ? [read(head, upper, UDP.sourcePort), read(head, upper, UDP.destinationPort)]
      : [0, 0];
  const [one, other] = [mixed(ends[0]!, ports[0]!), mixed(ends[1]!, ports[1]!)];
  // Added, it does not matter which of them comes first.
  return (mixed((one + other) >>> 0, protocol) || 1) >>> 0;
}

/** One round of MurmurHash3's finalizer over two numbers. */
function mixed(a: number, b: number): number {
  let hash = (a ^ Math.imul(b + 1, 0x9e3779b1)) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
