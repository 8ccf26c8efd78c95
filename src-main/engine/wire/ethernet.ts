import type { MacAddress } from './address.ts';
import { ETHERNET_HEADER_LENGTH } from './datagram.ts';
import type { Datagram } from './datagram.ts';
import { truncated } from './fault.ts';
import type { Fault } from './fault.ts';
import { field, layout, readHalf, readLong, writeHalf, writeLong } from './field.ts';
import { MINIMUM_LENGTH } from './frame.ts';
import type { Frame } from './frame.ts';

/** EtherType of IPv4 (RFC 894). */
export const ETHERTYPE_IPV4 = 0x0800;
/** EtherType of ARP (RFC 826). */
export const ETHERTYPE_ARP = 0x0806;

/** The Ethernet II header, IEEE 802.3 §3.1.1 and §3.2.6. */
export const ETHERNET = layout({
  destination: field('eth.dst', 48, 'mac'),
  source: field('eth.src', 48, 'mac'),
  type: field('eth.type', 16, 'named-hex', {
    names: { 0x0800: 'IPv4', 0x0806: 'ARP', 0x8100: '802.1Q', 0x86dd: 'IPv6', 0x88cc: 'LLDP' },
  }),
});

/** What an Ethernet header says. A `type` below 0x0600 is a length (IEEE 802.3 §3.2.6), which nothing here answers to. */
export interface Ethernet {
  readonly destination: MacAddress;
  readonly source: MacAddress;
  readonly type: number;
}

/** Reads the header. The FCS is the adapter's business: see `Frame.intact`. */
export function parseEthernet(frame: Frame): Ethernet | Fault {
  if (frame.length < ETHERNET.length) return truncated('ethernet.truncated', 0, ETHERNET.length, frame.length);
  const bytes = bytesUpTo(frame, ETHERNET.length);
  return {
    destination: readLong(bytes, 0, ETHERNET.destination),
    source: readLong(bytes, 0, ETHERNET.source),
    type: readHalf(bytes, 0, ETHERNET.type),
  };
}

/**
 * Writes the header into the free bytes at the start of `datagram.head`, in place, and pads what is too short for
 * Ethernet with zeros. The result is what `Station.frame` takes. A datagram becomes a frame once: to send it again, or
 * on several ports, make a new head of it.
 */
export function encapsulate(datagram: Datagram, header: Ethernet): Datagram {
  writeEthernet(datagram.head, header);
  const { head, body } = datagram;
  const missing = MINIMUM_LENGTH - head.length;
  if (body.length >= missing) return datagram;
  if (body.length === 0) return { head, body: PADDING[missing]! };
  const padded = new Uint8Array(missing);
  padded.set(body);
  return { head, body: padded };
}

/** Writes a header into the first {@link ETHERNET_HEADER_LENGTH} bytes. */
export function writeEthernet(head: Uint8Array, header: Ethernet): void {
  writeLong(head, 0, ETHERNET.destination, header.destination);
  writeLong(head, 0, ETHERNET.source, header.source);
  writeHalf(head, 0, ETHERNET.type, header.type);
}

/** A body of no bytes, shared by everything that has none. */
export const EMPTY = new Uint8Array(0);

// One array of zeros a length, so that its CRC is worked out once too.
const PADDING = Array.from({ length: MINIMUM_LENGTH - ETHERNET_HEADER_LENGTH + 1 }, (_, length) =>
  length === 0 ? EMPTY : new Uint8Array(length),
);

/** Bytes of a frame that hold at least the first `end`, with the same offsets: its head, wherever that is enough. */
export function bytesUpTo(frame: Frame, end: number): Uint8Array {
  return frame.head.length >= end ? frame.head : frame.bytes();
}
