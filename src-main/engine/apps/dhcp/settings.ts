/**
 * DHCP: the server, the relay agent and the client of drawn hosts (RFC 2131, RFC 1542). This room speaks the protocol over
 * the socket API and sets addresses as an administrator would; it never looks below that.
 *
 * This file is what a document says about it. It imports nothing, so that the document may read it.
 */

/** Lease times, ns. */
export const LEASE_TIME = { minimum: 10e9, maximum: 1e15, standard: 3600e9 } as const;

/** Addresses given to clients of one subnet. All addresses are dotted. */
export interface DhcpPool {
  first: string;
  /** On the subnet of `first`, not before it. */
  last: string;
  /** Prefix length of the subnet, 1 … 30. */
  prefix: number;
  /** Addresses in between that are not given away. */
  excluded?: { first: string; last: string }[];
  /** Addresses kept for one client each. They need not lie between `first` and `last`. */
  reservations?: { mac: string; address: string }[];
  /** Default gateway told to clients. */
  gateway?: string;
  /** DNS servers told to clients, at most 3. */
  nameServers?: string[];
  domain?: string;
  /** ns. Left out: one hour. */
  leaseTime?: number;
}

export interface DhcpServerSettings {
  pools: DhcpPool[];
  /** Whether an address is asked for by ICMP echo before it is offered (RFC 2131 §2.2). Left out: yes. */
  ping?: boolean;
}

export interface DhcpRelaySettings {
  /** Dotted addresses of servers, 1 … 4. */
  servers: string[];
}

/** A server or a relay agent, not both: they speak on the same port. */
export interface DhcpSettings {
  server?: DhcpServerSettings;
  relay?: DhcpRelaySettings;
}
