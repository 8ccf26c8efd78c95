/**
 * What a document says about the packet filter of a host or router. The words and codes stand here once, for the file's
 * validation, the form and the filter; this file imports nothing, so that all of them may read it.
 */

/** `accept`: goes on. `drop`: thrown away in silence. `reject`: thrown away, and the sender is told. */
export const FILTER_ACTIONS = ['accept', 'drop', 'reject'] as const;
export type FilterAction = (typeof FILTER_ACTIONS)[number];

/** `in`: for the device itself. `out`: sent by the device itself. `forward`: passes through, on routers. */
export const FILTER_DIRECTIONS = ['in', 'out', 'forward'] as const;
export type FilterDirection = (typeof FILTER_DIRECTIONS)[number];

/** The ICMP "destination unreachable" code a rejected packet is answered with (RFC 792; RFC 1812 §5.2.7.1). */
export const REJECT_CODES = {
  'admin-prohibited': 13,
  'host-prohibited': 10,
  'port-unreachable': 3,
  'host-unreachable': 1,
} as const;
export type RejectWith = keyof typeof REJECT_CODES;

/** Protocol numbers by the names rules use (RFC 790 and its successors). */
export const FILTER_PROTOCOLS = { icmp: 1, tcp: 6, udp: 17 } as const;
export type FilterProtocol = keyof typeof FILTER_PROTOCOLS;

/** TCP flags by name, lowest bit first (RFC 9293 §3.1). */
export const FILTER_FLAGS = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16, URG: 32 } as const;

export interface Subnet {
  /** Dotted network address without host bits. */
  address: string;
  /** 0 … 32. */
  prefix: number;
}

export interface PortRange {
  /** 0 … 65,535, not above `last`. */
  first: number;
  last: number;
}

/**
 * One rule. What is left out matches everything. Ports and flags stand in the first fragment of a packet only, so a rule
 * that asks for them does not match the other fragments.
 */
export interface FilterRule {
  action: FilterAction;
  direction: FilterDirection;
  /** Name of the port it came in by; not with `out`. */
  from?: string;
  /** Name of the port it leaves by; not with `in`. */
  to?: string;
  source?: Subnet;
  destination?: Subnet;
  protocol?: FilterProtocol;
  /** With `udp` and `tcp` only. */
  sourcePorts?: PortRange;
  destinationPorts?: PortRange;
  /** With `tcp` only: of the flags in `mask` just those in `set` are set. Bits as in `FILTER_FLAGS`. */
  flags?: { mask: number; set: number };
  /** Only packets of an exchange that was let through before, in either direction, and ICMP errors about one. */
  established?: boolean;
  /** With `reject` only. Left out: TCP is answered with RST, everything else with `admin-prohibited`. */
  rejectWith?: RejectWith;
}

export interface FilterSettings {
  /** What happens to packets no rule matches. Left out: accept. */
  policy?: Partial<Record<FilterDirection, 'accept' | 'drop'>>;
  /** The first that matches decides. */
  rules: FilterRule[];
}

/** `tcp 10.0.0.0/8 → *:80 [SYN/SYN, ACK] (eth0 → eth1)`: what a rule matches, the same in every language. */
export function matchText(rule: FilterRule): string {
  const parts = [
    rule.protocol ?? '*',
    `${endText(rule.source, rule.sourcePorts)} → ${endText(rule.destination, rule.destinationPorts)}`,
  ];
  if (rule.flags) parts.push(`[${flagsText(rule.flags.set)}/${flagsText(rule.flags.mask)}]`);
  if (rule.from !== undefined || rule.to !== undefined) parts.push(`(${rule.from ?? '*'} → ${rule.to ?? '*'})`);
  if (rule.established === true) parts.push('established');
  return parts.join(' ');
}

function endText(subnet: Subnet | undefined, ports: PortRange | undefined): string {
  const network = subnet === undefined ? '*' : `${subnet.address}/${subnet.prefix}`;
  return ports === undefined ? network : `${network}:${rangeText(ports)}`;
}

/** `80`, `1024-65535`. */
export function rangeText({ first, last }: PortRange): string {
  return first === last ? String(first) : `${first}-${last}`;
}

/** `SYN, ACK`; `0` for none. */
export function flagsText(flags: number): string {
  const names = Object.entries(FILTER_FLAGS).filter(([, bit]) => (flags & bit) !== 0);
  return names.map(([name]) => name).join(', ') || '0';
}
