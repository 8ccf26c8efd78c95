/**
 * This room turns bytes into meaning and meaning into bytes, one file a protocol.
 * It must never keep state, know time, or decide what to do with a frame: that is what the rooms to its right are for.
 */

/** A MAC address as a whole number, 0 … 2^48-1 (first octet most significant). */
export type MacAddress = number;
/** An IPv4 address as an unsigned 32-bit number (first octet most significant). */
export type Ipv4Address = number;

/** ff:ff:ff:ff:ff:ff: every station of the segment (IEEE 802.3 §3.2.3). */
export const BROADCAST_MAC: MacAddress = 0xffff_ffff_ffff;
/** 255.255.255.255: every host of this link, never forwarded (RFC 919 §7, RFC 1122 §3.2.1.3). */
export const LIMITED_BROADCAST: Ipv4Address = 0xffff_ffff;

const MAC = /^[0-9a-f]{2}(?:([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4})$/i;
const DOTTED = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/;

/** Reads six pairs of hexadecimal digits with one kind of separator, `:` or `-`; anything else is null. */
export function parseMac(text: string): MacAddress | null {
  return MAC.test(text) ? Number.parseInt(text.replace(/[:-]/g, ''), 16) : null;
}

/** `02:00:00:00:00:01`. */
export function formatMac(address: MacAddress): string {
  const digits = address.toString(16).padStart(12, '0');
  return `${digits.slice(0, 2)}:${digits.slice(2, 4)}:${digits.slice(4, 6)}:${digits.slice(6, 8)}:${digits.slice(8, 10)}:${digits.slice(10, 12)}`;
}

/**
 * Reads four decimal octets with dots. Leading zeros are refused: some programs would read them as octal
 * (RFC 6943 §3.1.1). Anything else is null.
 */
export function parseAddress(text: string): Ipv4Address | null {
  if (!DOTTED.test(text)) return null;
  let address = 0;
  for (const part of text.split('.')) {
    const octet = Number(part);
    if (octet > 255) return null;
    address = address * 256 + octet;
  }
  return address;
}

/** `192.168.0.1`. */
export function formatAddress(address: Ipv4Address): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/** The mask of a prefix length 0 … 32. */
export function maskOf(prefix: number): Ipv4Address {
  // A shift by 32 is a shift by 0 in JavaScript.
  return prefix === 0 ? 0 : (-1 << (32 - prefix)) >>> 0;
}

/** The first address of the subnet `address`/`prefix` (prefix 0 … 32). */
export function networkOf(address: Ipv4Address, prefix: number): Ipv4Address {
  return (address & maskOf(prefix)) >>> 0;
}

/** The last address of the subnet: its directed broadcast where the prefix is at most 30 (RFC 919 §7, RFC 3021). */
export function broadcastOf(address: Ipv4Address, prefix: number): Ipv4Address {
  return (address | ~maskOf(prefix)) >>> 0;
}

/** The prefix length of a mask, or null when its ones are not contiguous (RFC 4632 §5.1). */
export function prefixOfMask(mask: Ipv4Address): number | null {
  const prefix = Math.clz32(~mask);
  return maskOf(prefix) === mask >>> 0 ? prefix : null;
}

/** Whether a MAC address names a group, broadcast included: the first bit on the wire (IEEE 802.3 §3.2.3.1). */
export function isMulticastMac(address: MacAddress): boolean {
  return Math.floor(address / 2 ** 40) % 2 === 1;
}

/** Whether an address is in 224.0.0.0/4 (RFC 1112 §4). */
export function isMulticast(address: Ipv4Address): boolean {
  return address >>> 28 === 0xe;
}

/** The MAC address that carries a multicast group: the low 23 bits of the group behind 01-00-5E (RFC 1112 §6.4). */
export function multicastMac(group: Ipv4Address): MacAddress {
  return 0x0100_5e00_0000 + (group & 0x7f_ffff);
}

/** Whether an address is in 127.0.0.0/8 (RFC 1122 §3.2.1.3). */
export function isLoopback(address: Ipv4Address): boolean {
  return address >>> 24 === 127;
}
