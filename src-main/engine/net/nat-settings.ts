/**
 * What a document says about network address translation on a router. The words, ranges and defaults stand here once;
 * this file imports nothing but other tables of settings, so that the document may read it.
 */
import type { PortRange } from './filter-settings.ts';

/**
 * Who may answer through a mapping (RFC 4787 §5): anybody; the addresses that were sent to; or just the ports too.
 */
export const NAT_FILTERING = ['endpoint-independent', 'address-dependent', 'address-and-port-dependent'] as const;
export type NatFiltering = (typeof NAT_FILTERING)[number];

/** How long a mapping lives after the last packet of a session, ns: least, most, and what the RFCs recommend. */
export const NAT_TIMEOUTS = {
  /** RFC 5382 REQ-5: not less than 2 hours 4 minutes; less can be set to watch what happens then. */
  tcpEstablished: { minimum: 1e9, maximum: 1e15, standard: 7440e9 },
  /** RFC 5382 REQ-5: not less than 4 minutes. */
  tcpTransitory: { minimum: 1e9, maximum: 1e15, standard: 240e9 },
  /** RFC 4787 REQ-5: not less than 2 minutes, 5 recommended. */
  udp: { minimum: 1e9, maximum: 1e15, standard: 300e9 },
  /** RFC 5508 REQ-2: not less than 60 seconds. */
  icmp: { minimum: 1e9, maximum: 1e15, standard: 60e9 },
} as const;
export type NatTimeouts = Record<keyof typeof NAT_TIMEOUTS, number>;

/** Ports given to mappings unless said otherwise: all but the well-known ones (RFC 4787 REQ-3). */
export const NAT_PORTS: PortRange = { first: 1024, last: 65_535 };

/** A port of the outside that leads to a server inside. */
export interface PortForward {
  protocol: 'tcp' | 'udp';
  /** On the outside address, 1 … 65,535. */
  port: number;
  /** Dotted address of the server inside, and its port. */
  address: string;
  to: number;
}

export interface NatSettings {
  /** Name of the port towards the outside: what leaves by it gets its address. */
  outside: string;
  filtering?: NatFiltering;
  /** Ports, and identifiers of ICMP echo, for mappings. */
  ports?: PortRange;
  timeouts?: Partial<NatTimeouts>;
  forwards?: PortForward[];
}
