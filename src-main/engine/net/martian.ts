import type { Detail } from '../trace/kinds.ts';
import { formatAddress, formatMac, isLoopback, isMulticast } from '../wire/address.ts';
import type { Ipv4 } from '../wire/ipv4.ts';
import { isBroadcastOf } from './interface.ts';
import type { NetworkState } from './state.ts';

/**
 * Addresses that a packet may not carry ("martian", RFC 1812 §5.3.7). Each check says what it found and what it would have
 * let pass in the words of the filter language, `ip.src == 127.0.0.1` and `ip.src != 127.0.0.0/8`: so it can be read in
 * every language, and asked of every other packet.
 */
export function martian(field: string, address: number, excluded: string): Detail {
  return { found: `${field} == ${formatAddress(address)}`, expected: `${field} != ${excluded}` };
}

const LOOPBACK = '127.0.0.0/8';
const MULTICAST = '224.0.0.0/4';

/**
 * Why a packet from a cable cannot be: loopback never appears there, and nobody sends from a group, a broadcast address, or
 * this host's own address, which would then answer itself (RFC 1122 §3.2.1.3, RFC 1812 §5.3.7). Null: it can.
 */
export function martianOnCable(state: NetworkState, { source, destination }: Ipv4): Detail | null {
  if (isLoopback(destination)) return martian('ip.dst', destination, LOOPBACK);
  if (isLoopback(source)) return martian('ip.src', source, LOOPBACK);
  if (isMulticast(source)) return martian('ip.src', source, MULTICAST);
  for (const one of state.interfaces) {
    if (one.address === source || isBroadcastOf(one, source)) return martian('ip.src', source, formatAddress(source));
  }
  return source === 0xffff_ffff ? martian('ip.src', source, formatAddress(source)) : null;
}

/** Why no router passes a packet on: network 0 and the reserved class E (RFC 1112 §4) are nobody's. Null: it may. */
export function nobodys({ source, destination }: Ipv4): Detail | null {
  return nobody('ip.src', source) ?? nobody('ip.dst', destination);
}

function nobody(field: string, address: number): Detail | null {
  if (address >>> 24 === 0) return martian(field, address, '0.0.0.0/8');
  return address >>> 28 === 0xf ? martian(field, address, '240.0.0.0/4') : null;
}

/** Why a host may not send from `source`: it is none of its own (RFC 1122 §3.2.1.3). */
export function notOwn(state: NetworkState, source: number): Detail {
  const own = state.interfaces.flatMap(({ address }) => (address === null ? [] : [formatAddress(address)]));
  return { found: `ip.src == ${formatAddress(source)}`, expected: `ip.src in {${own.join(', ')}}` };
}

/** Why ARP learns no such address: a group or broadcast address is nobody's (RFC 1812 §3.3.2). */
export function groupMac(mac: number): Detail {
  return { found: `arp.src.hw_mac == ${formatMac(mac)}`, expected: 'arp.src.hw_mac[0] & 1 == 0' };
}
