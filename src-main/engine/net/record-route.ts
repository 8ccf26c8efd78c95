import { checksumOf, sum } from '../wire/checksum.ts';
import { read, write } from '../wire/field.ts';
import { IPV4, IPV4_HEADER_LENGTH, type Ipv4 } from '../wire/ipv4.ts';
import { OPTION_RECORD_ROUTE, ROUTE_OPTION, walkIpOptions } from '../wire/ipv4-options.ts';

/** Bytes of an address. */
const ADDRESS = 4;

/**
 * Writes the address by which a router sends a packet on into its record route option, where it has one with room left
 * (RFC 791 §3.1, RFC 1812 §5.3.13.5), and corrects the checksum of the header. `head` is the router's own copy. A full
 * option is left as it is: "the datagram is forwarded without inserting the address".
 */
export function recordRoute(head: Uint8Array, { at, headerLength }: Ipv4, address: number | null): void {
  if (headerLength === IPV4_HEADER_LENGTH || address === null || head.length < at + headerLength) return;
  const end = at + headerLength;
  for (const option of walkIpOptions(head, at + IPV4_HEADER_LENGTH, end).spans) {
    if (option.type !== OPTION_RECORD_ROUTE) continue;
    const pointer = read(head, option.at, ROUTE_OPTION.pointer);
    // The pointer counts from 1, at the first byte of the option.
    if (pointer + ADDRESS - 1 > option.length) continue;
    new DataView(head.buffer, head.byteOffset).setUint32(option.at + pointer - 1, address);
    write(head, option.at, ROUTE_OPTION.pointer, pointer + ADDRESS);
    write(head, at, IPV4.checksum, 0);
    write(head, at, IPV4.checksum, checksumOf(sum(head, at, end)));
  }
}
