import { ETHERNET_HEADER_LENGTH } from './datagram.ts';
import type { Datagram } from './datagram.ts';
import { EMPTY, ETHERNET, ETHERTYPE_IPV4 } from './ethernet.ts';
import { read } from './field.ts';
import { ICMP_HEADER_LENGTH } from './icmp.ts';
import { IPV4, PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from './ipv4.ts';
import { TCP } from './tcp.ts';
import { UDP } from './udp.ts';

/** Below this many bytes a body of its own is worth nothing. */
const WORTH_SHARING = 64;

/**
 * Cuts a frame from outside, without its FCS, where its payload starts, so that routers need not copy the payload.
 * Any bytes will do: what is not understood stays whole in the head. Head and body are views of `bytes`, which must not
 * be written afterwards.
 */
export function splitFrame(bytes: Uint8Array): Datagram {
  const cut = payloadOf(bytes);
  if (bytes.length - cut < WORTH_SHARING) return { head: bytes, body: EMPTY };
  return { head: bytes.subarray(0, cut), body: bytes.subarray(cut) };
}

/** Where the innermost payload starts, or the length where no packet with a payload is found. */
function payloadOf(bytes: Uint8Array): number {
  const at = ETHERNET_HEADER_LENGTH;
  if (bytes.length < at + IPV4.length || read(bytes, 0, ETHERNET.type) !== ETHERTYPE_IPV4) return bytes.length;
  const headerLength = read(bytes, at, IPV4.headerLength);
  const next = at + headerLength;
  if (headerLength < IPV4.length || next > bytes.length) return bytes.length;
  if (read(bytes, at, IPV4.fragmentOffset) !== 0) return next;
  const end = next + transportHeaderLength(bytes, next, read(bytes, at, IPV4.protocol));
  return end <= bytes.length ? end : next;
}

function transportHeaderLength(bytes: Uint8Array, at: number, protocol: number): number {
  switch (protocol) {
    case PROTOCOL_ICMP:
      return ICMP_HEADER_LENGTH;
    case PROTOCOL_UDP:
      return UDP.length;
    case PROTOCOL_TCP:
      if (at + TCP.length > bytes.length) return 0;
      return Math.max(TCP.length, read(bytes, at, TCP.dataOffset));
    default:
      return 0;
  }
}
