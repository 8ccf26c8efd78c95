import { formatAddress } from '../../wire/address.ts';
import type { Table } from '../../link/table.ts';

/**
 * States of a client (RFC 2131 §4.4, figure 5). `checking`: the address is given, and is being probed before it is used
 * (§4.4.1; RFC 5227 §2.1).
 */
export type ClientState = 'init' | 'selecting' | 'requesting' | 'checking' | 'bound' | 'renewing' | 'rebinding';

/** What a client knows about the address of one interface. Times are ns. */
export interface ClientLease {
  state: ClientState;
  /** 0: none. */
  address: number;
  prefix: number;
  /** Who gave it; 0: nobody yet. */
  server: number;
  gateway: number | null;
  nameServers: number[];
  /** When it renews (T1), rebinds (T2), and has to let go; Infinity: never. */
  renewAt: number;
  rebindAt: number;
  until: number;
}

export function newClientLease(): ClientLease {
  return {
    ...{ state: 'init', address: 0, prefix: 0, server: 0, gateway: null, nameServers: [] },
    ...{ renewAt: Infinity, rebindAt: Infinity, until: Infinity },
  };
}

/** Whether the address may be used now. */
export function holds(lease: ClientLease, now: number): boolean {
  return (lease.state === 'bound' || lease.state === 'renewing' || lease.state === 'rebinding') && lease.until > now;
}

/** How each interface stands that gets its address by DHCP. */
export function clientTable(clients: ReadonlyMap<string, ClientLease>): Table {
  const rows = [...clients].map(([device, lease]) => {
    const held = lease.state === 'bound' || lease.state === 'renewing' || lease.state === 'rebinding';
    return [
      device,
      lease.state,
      held ? `${formatAddress(lease.address)}/${lease.prefix}` : null,
      held ? formatAddress(lease.server) : null,
      held && lease.renewAt < Infinity ? lease.renewAt : null,
      held && lease.rebindAt < Infinity ? lease.rebindAt : null,
      held && lease.until < Infinity ? lease.until : null,
    ];
  });
  return { name: 'dhcp', columns: ['port', 'state', 'address', 'server', 'renews', 'rebinds', 'expires'], rows };
}
