/**
 * Every reason for which something can be thrown away or refused: faults found in bytes, and decisions of a device.
 * A reason is a name, never a sentence: each locale has one sentence a reason.
 */
export const REASONS = [
  'none',
  // Bytes that mean nothing (found by `wire`).
  'ethernet.truncated',
  'ethernet.bad-fcs',
  'arp.truncated',
  'arp.not-ethernet-ipv4',
  'arp.bad-operation',
  'ipv4.truncated',
  'ipv4.bad-version',
  'ipv4.bad-header-length',
  'ipv4.bad-total-length',
  'ipv4.bad-checksum',
  'ipv4.bad-option',
  'icmp.truncated',
  'icmp.bad-checksum',
  'udp.truncated',
  'udp.bad-length',
  'udp.bad-checksum',
  'tcp.truncated',
  'tcp.bad-data-offset',
  'tcp.bad-option',
  'tcp.bad-checksum',
  'dhcp.truncated',
  'dhcp.bad-operation',
  'dhcp.not-ethernet',
  'dhcp.bad-cookie',
  'dhcp.no-type',
  'dhcp.bad-option',
  'rip.truncated',
  'rip.bad-command',
  'rip.bad-version',
  'rip.bad-length',
  'dns.truncated',
  'dns.bad-name',
  'dns.bad-record',
  // Decisions of a device.
  'no-cable',
  'lost-on-cable',
  'cable-removed',
  'cable-unplugged',
  'link-renegotiated',
  'collision',
  'collision-fragment',
  'excessive-collisions',
  'device-removed',
  'queue-full',
  'frame-too-long',
  'not-for-this-adapter',
  'unknown-ethertype',
  'same-port',
  'port-not-forwarding',
  'bpdu.truncated',
  'bpdu.not-rapid',
  'vlan.untagged',
  'vlan.not-allowed',
  'reserved-address',
  'no-address',
  'interface-down',
  'not-a-member',
  'not-forwarding',
  'no-route',
  'ttl-expired',
  'larger-than-mtu',
  'arp-unanswered',
  'arp-queue-full',
  'unknown-protocol',
  'port-unreachable',
  'no-socket',
  'bad-fragment',
  'fragment-duplicate',
  'fragment-overlap',
  'reassembly-timeout',
  'reassembly-full',
  'source-routed',
  'martian-address',
  'echo-to-broadcast',
  'unknown-icmp-type',
  'redirect-ignored',
  'broadcast-not-forwarded',
  'tcp.unacceptable',
  'tcp.no-connection',
  'tcp.backlog-full',
  'tcp.syn-queue-full',
  'tcp.old-timestamp',
  'tcp.no-timestamp',
  'tcp.time-wait',
  'receive-buffer-full',
  'filtered',
  'nat-filtered',
  'nat-no-mapping',
  'nat-protocol',
  'nat-ports-exhausted',
] as const;

export type Reason = (typeof REASONS)[number];

const codes = new Map<string, number>(REASONS.map((reason, code) => [reason, code]));

/** The column code of a reason (0 is `none`). */
export function reasonCode(reason: Reason): number {
  return codes.get(reason)!;
}

/** The reason a column code stands for. */
export function reasonOf(code: number): Reason {
  return REASONS[code]!;
}
