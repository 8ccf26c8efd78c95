/**
 * At which layer of a device something happens: the layers of RFC 1122 §1.1.3, and below them the physical layer (IEEE 802.3
 * §1.1.1), because a hub has no other.
 */
import type { Kind } from './kinds.ts';
import type { Reason } from './reasons.ts';

/** From the cable up. */
export const LAYERS = ['physical', 'link', 'internet', 'transport', 'application'] as const;
export type Layer = (typeof LAYERS)[number];

/** By the family of a kind, which is what stands before its first dot. */
const FAMILIES: Readonly<Record<string, Layer>> = {
  frame: 'physical',
  device: 'physical',
  rule: 'physical',
  touch: 'physical',
  hub: 'physical',
  csma: 'physical',
  mac: 'link',
  switch: 'link',
  vlan: 'link',
  stp: 'link',
  // It looks at frames, as the adapters of a wire's two ends would.
  tunnel: 'link',
  // RFC 1122 §2.3.2 counts ARP among what the link layer does.
  arp: 'link',
  interface: 'internet',
  route: 'internet',
  ip: 'internet',
  'path-mtu': 'internet',
  icmp: 'internet',
  filter: 'internet',
  nat: 'internet',
  udp: 'transport',
  tcp: 'transport',
  input: 'application',
  socket: 'application',
  program: 'application',
};

/** Where what is thrown away for a reason ends, by the reason's family or, where it has none, by its name. */
const REASON_FAMILIES: Readonly<Record<string, Layer>> = {
  ethernet: 'link',
  arp: 'link',
  bpdu: 'link',
  vlan: 'link',
  ipv4: 'internet',
  icmp: 'internet',
  udp: 'transport',
  tcp: 'transport',
  dhcp: 'application',
  rip: 'application',
  dns: 'application',
};

const REASON_LAYERS: Readonly<Partial<Record<Reason, Layer>>> = {
  'not-for-this-adapter': 'link',
  'unknown-ethertype': 'link',
  'same-port': 'link',
  'port-not-forwarding': 'link',
  'reserved-address': 'link',
  'arp-cache-full': 'link',
  'arp-unanswered': 'link',
  'arp-queue-full': 'link',
  'no-address': 'internet',
  'interface-down': 'internet',
  'not-a-member': 'internet',
  'not-forwarding': 'internet',
  'no-route': 'internet',
  'ttl-expired': 'internet',
  'larger-than-mtu': 'internet',
  'unknown-protocol': 'internet',
  'no-socket': 'internet',
  'bad-fragment': 'internet',
  'fragment-duplicate': 'internet',
  'fragment-overlap': 'internet',
  'reassembly-timeout': 'internet',
  'reassembly-full': 'internet',
  'source-routed': 'internet',
  'martian-address': 'internet',
  'echo-to-broadcast': 'internet',
  'unknown-icmp-type': 'internet',
  'redirect-ignored': 'internet',
  'broadcast-not-forwarded': 'internet',
  filtered: 'internet',
  'nat-filtered': 'internet',
  'nat-no-mapping': 'internet',
  'nat-protocol': 'internet',
  'nat-ports-exhausted': 'internet',
  'port-unreachable': 'transport',
  'receive-buffer-full': 'transport',
};

/** The layer at which a fact happens. What is thrown away ends where the check is made; else on the cable or before it. */
export function layerOf(kind: Kind, reason: Reason): Layer {
  if (kind === 'frame.dropped') {
    return REASON_LAYERS[reason] ?? REASON_FAMILIES[family(reason)] ?? 'physical';
  }
  return FAMILIES[family(kind)] ?? 'physical';
}

function family(name: string): string {
  const dot = name.indexOf('.');
  return dot < 0 ? name : name.slice(0, dot);
}
