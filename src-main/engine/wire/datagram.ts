import type { Frame } from './frame.ts';

/** Bytes of an Ethernet II header without a VLAN tag. */
export const ETHERNET_HEADER_LENGTH = 14;

/**
 * A packet that does not know its next hop yet: headers from the network layer up, and payload.
 * The first {@link ETHERNET_HEADER_LENGTH} bytes of `head` are kept free for the Ethernet header that the link layer
 * writes once ARP has given the address, so that nothing is copied.
 */
export interface Datagram {
  readonly head: Uint8Array;
  /** Shared, never written. */
  readonly body: Uint8Array;
  /** The frame it came in, when it is passed on: what it has in common with that is kept, and computed, once. */
  readonly before?: Frame;
}
