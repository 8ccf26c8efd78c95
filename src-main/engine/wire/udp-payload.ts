import { DHCP_CLIENT_PORT, DHCP_SERVER_PORT, parseDhcp } from './dhcp.ts';
import { DHCP_KEYS, DHCP_TABLES, dhcpInfo, explainDhcp } from './dhcp-text.ts';
import { DNS_PORT, parseDns } from './dns.ts';
import { DNS_KEYS, DNS_TABLES, dnsInfo, explainDns } from './dns-text.ts';
import type { ExplainedField } from './explained.ts';
import { isFault } from './fault.ts';
import type { Fault } from './fault.ts';
import { explainRip, parseRip, RIP_KEYS, RIP_PORT, RIP_TABLES, ripInfo } from './rip.ts';

/** What UDP carries, told by its ports alone: nothing else in the datagram says it. */
export interface UdpPayload {
  readonly protocol: 'dns' | 'dhcp' | 'rip';
  readonly ports: readonly number[];
  explain(bytes: Uint8Array, at: number, end: number): { fields: ExplainedField[]; fault: Fault | null };
  /** One line, or null for bytes that mean nothing. */
  info(payload: Uint8Array): string | null;
}

const PAYLOADS: readonly UdpPayload[] = [
  {
    protocol: 'dns',
    ports: [DNS_PORT],
    explain: explainDns,
    info(payload) {
      const dns = parseDns(payload);
      return isFault(dns) ? null : dnsInfo(dns);
    },
  },
  {
    protocol: 'dhcp',
    ports: [DHCP_SERVER_PORT, DHCP_CLIENT_PORT],
    explain: explainDhcp,
    info(payload) {
      const dhcp = parseDhcp(payload);
      return isFault(dhcp) ? null : dhcpInfo(dhcp);
    },
  },
  {
    protocol: 'rip',
    ports: [RIP_PORT],
    explain: explainRip,
    info(payload) {
      const rip = parseRip(payload);
      return isFault(rip) ? null : ripInfo(rip);
    },
  },
];

/** The protocol a datagram between these ports carries, or undefined. */
export function udpPayloadOf(sourcePort: number, destinationPort: number): UdpPayload | undefined {
  return PAYLOADS.find(({ ports }) => ports.includes(sourcePort) || ports.includes(destinationPort));
}

export const UDP_PAYLOAD_TABLES = [...DNS_TABLES, ...DHCP_TABLES, ...RIP_TABLES];
export const UDP_PAYLOAD_KEYS: readonly string[] = [...DNS_KEYS, ...DHCP_KEYS, ...RIP_KEYS];
