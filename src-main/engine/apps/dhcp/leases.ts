import { formatAddress, formatMac, maskOf, networkOf, parseAddress, parseMac } from '../../wire/address.ts';
import type { DhcpMessage } from '../../wire/dhcp.ts';
import type { Table } from '../../link/table.ts';
import { LEASE_TIME, type DhcpPool } from './settings.ts';

/**
 * `offered`: held for a client that has not answered yet. `bound`: given away. `released`: given back, and kept in mind
 * for the same client. `declined`: somebody else has it (RFC 2131 §4.3.3).
 */
export type LeaseState = 'offered' | 'bound' | 'released' | 'declined';

/** One address and who has it. */
export interface Lease {
  address: number;
  /** Who the client is: its identifier, else its MAC address (RFC 2131 §4.2). */
  client: string;
  mac: number;
  hostName: string;
  state: LeaseState;
  /** ns at which the state ends. */
  until: number;
}

/** A pool with its addresses read. */
export interface Pool {
  network: number;
  prefix: number;
  first: number;
  last: number;
  excluded: { first: number; last: number }[];
  reservations: Map<number, number>;
  gateway: number | null;
  nameServers: number[];
  domain: string | null;
  /** s. */
  leaseTime: number;
}

export function readPool(pool: DhcpPool): Pool {
  const first = parseAddress(pool.first)!;
  return {
    network: networkOf(first, pool.prefix),
    prefix: pool.prefix,
    first,
    last: parseAddress(pool.last)!,
    excluded: (pool.excluded ?? []).map((range) => ({
      first: parseAddress(range.first)!,
      last: parseAddress(range.last)!,
    })),
    reservations: new Map(
      (pool.reservations ?? []).map(({ mac, address }) => [parseMac(mac)!, parseAddress(address)!]),
    ),
    gateway: pool.gateway === undefined ? null : parseAddress(pool.gateway),
    nameServers: (pool.nameServers ?? []).flatMap((server) => parseAddress(server) ?? []),
    domain: pool.domain ?? null,
    leaseTime: Math.round((pool.leaseTime ?? LEASE_TIME.standard) / 1e9),
  };
}

/** Whether an address is on the subnet of a pool. */
export function isOnSubnetOf({ network, prefix }: Pool, address: number): boolean {
  return networkOf(address, prefix) === network;
}

/** Who a client is (RFC 2131 §2, "client identifier"). */
export function clientOf({ options, hardware }: DhcpMessage): string {
  const { clientIdentifier } = options;
  return clientIdentifier === undefined ? formatMac(hardware) : [...clientIdentifier].join('.');
}

/**
 * The address for a client in the order of RFC 2131 §4.3.1: the one kept for it, the one it has or had, the one it asks
 * for, a new one, at last one that somebody has not used for longest. Null: there is none.
 */
export function addressFor(pool: Pool, leases: readonly Lease[], message: DhcpMessage, now: number): number | null {
  const kept = pool.reservations.get(message.hardware);
  if (kept !== undefined) return kept;
  const client = clientOf(message);
  const own = leases.find(
    (lease) => lease.client === client && lease.state !== 'declined' && mayGive(pool, lease.address),
  );
  if (own !== undefined) return own.address;
  const byAddress = new Map(leases.map((lease) => [lease.address, lease]));
  const free = (address: number): boolean => !isHeld(byAddress.get(address), now);
  const { requestedAddress } = message.options;
  if (requestedAddress !== undefined && mayGive(pool, requestedAddress) && free(requestedAddress)) {
    return requestedAddress;
  }
  let oldest: Lease | null = null;
  for (let address = pool.first; address <= pool.last; address++) {
    const left = pool.excluded.find(({ first, last }) => address >= first && address <= last);
    if (left !== undefined) address = left.last;
    if (!mayGive(pool, address)) continue;
    const lease = byAddress.get(address);
    if (lease === undefined) return address;
    if (free(address) && (oldest === null || lease.until < oldest.until)) oldest = lease;
  }
  return oldest?.address ?? null;
}

/** Whether an address belongs to what a pool gives to anybody. */
export function mayGive(pool: Pool, address: number): boolean {
  if (address < pool.first || address > pool.last) return false;
  const host = (address & ~maskOf(pool.prefix)) >>> 0;
  if (host === 0 || host === ~maskOf(pool.prefix) >>> 0 || address === pool.gateway) return false;
  if (pool.excluded.some(({ first, last }) => address >= first && address <= last)) return false;
  return ![...pool.reservations.values()].includes(address);
}

function isHeld(lease: Lease | undefined, now: number): boolean {
  return lease !== undefined && lease.state !== 'released' && lease.until > now;
}

/** Writes a lease in the place of what stood there for the address or the client. */
export function putLease(leases: Lease[], lease: Lease): void {
  const rest = leases.filter(
    ({ address, client, state }) =>
      address !== lease.address && (client !== lease.client || state === 'declined' || lease.state === 'declined'),
  );
  leases.length = 0;
  leases.push(...rest, lease);
  leases.sort((a, b) => a.address - b.address);
}

/** The leases of a server. */
export function leasesTable(leases: readonly Lease[]): Table {
  const rows = leases.map(({ address, mac, hostName, state, until }) => [
    formatAddress(address),
    mac === 0 ? null : formatMac(mac),
    hostName || null,
    state,
    state === 'released' ? null : until,
  ]);
  return { name: 'leases', columns: ['address', 'mac', 'name', 'state', 'expires'], rows };
}
