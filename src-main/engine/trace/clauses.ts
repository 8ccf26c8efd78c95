/**
 * Which clause of which standard a fact follows. Null: no standard speaks of it; it is ours, or what a person did.
 * Citations, not prose: the same in every language. Of IEEE standards, which few can look into, a clause is as fine as public
 * sources agree on it over the editions.
 */
import type { Detail, Kind } from './kinds.ts';
import type { Reason } from './reasons.ts';

/** The rule behind what a fact says, where its kind alone tells. */
export const CLAUSES: Readonly<Record<Kind, string | null>> = {
  'input.changed': null,
  'input.started': null,
  'input.called': null,
  'input.injected': null,
  'input.stepped': null,
  'input.typed': null,

  'input.killed': null,
  'device.on': null,
  'device.off': null,

  // What a person does to a frame, by hand or by a rule.
  'touch.lost': null,
  'touch.held': null,
  'touch.released': null,
  'touch.delayed': null,
  'touch.duplicated': null,
  'touch.flipped': null,
  'touch.edited': null,
  'rule.hit': null,
  'rule.delayed': null,
  'rule.marked': 'RFC 3168 §5',
  'rule.without-effect': null,

  // How many frames may wait for a transmitter, no standard says.
  'frame.queued': null,
  'frame.marked': 'RFC 3168 §5',
  'frame.sent': 'IEEE 802.3 clause 4',
  'frame.arrived': 'IEEE 802.3 clause 4',
  'frame.dropped': null,
  // What cables do wrong is set by a person.
  'frame.duplicated': null,
  'frame.delayed': null,
  'frame.reordered': null,
  'frame.damaged': null,
  'link.up': null,
  'link.down': null,
  'frame.outside': null,
  'tunnel.padded': 'IEEE 802.3 §3.2.8',

  'hub.repeated': 'IEEE 802.3 clause 9',
  'hub.collision': 'IEEE 802.3 clause 9',
  'csma.deferred': 'IEEE 802.3 clause 4',
  'csma.collision': 'IEEE 802.3 clause 4',
  'csma.late-collision': 'IEEE 802.3 clause 4',
  'csma.backed-off': 'IEEE 802.3 clause 4',
  'mac.learned': 'IEEE 802.1Q clause 8',
  'mac.moved': 'IEEE 802.1Q clause 8',
  'mac.aged': 'IEEE 802.1Q clause 8',
  'mac.flushed': 'IEEE 802.1Q clause 8',
  'switch.forwarded': 'IEEE 802.1Q §8.6.3',
  'switch.flooded': 'IEEE 802.1Q §8.6.3',

  'vlan.by-tag': 'IEEE 802.1Q clause 6',
  'vlan.by-port': 'IEEE 802.1Q clause 6',
  'vlan.tagged': 'IEEE 802.1Q clause 6',
  'vlan.untagged': 'IEEE 802.1Q clause 6',

  'stp.sent': 'IEEE 802.1D-2004 §17.26',
  'stp.received': 'IEEE 802.1D-2004 §17.23',
  'stp.expired': null,
  'stp.root': 'IEEE 802.1D-2004 §17.28',
  'stp.role': 'IEEE 802.1D-2004 §17.28',
  'stp.state': 'IEEE 802.1D-2004 §17.30',
  'stp.topology-changed': 'IEEE 802.1D-2004 §17.31',

  'arp.waiting': 'RFC 1122 §2.3.2.2',
  'arp.requested': 'RFC 826',
  'arp.replied': 'RFC 826',
  'arp.learned': 'RFC 826',
  'arp.released': 'RFC 1122 §2.3.2.2',
  'arp.state': 'RFC 1122 §2.3.2.1',
  'arp.failed': 'RFC 1812 §3.3.2',
  'arp.probed': 'RFC 5227 §2.1.1',
  'arp.announced': 'RFC 5227 §2.3',
  'arp.conflict': 'RFC 5227 §2.4',

  'interface.address': null,
  'interface.state': null,
  'route.added': null,
  'route.removed': null,
  'route.doubted': 'RFC 1122 §3.3.1.4',
  'route.trusted': 'RFC 1122 §3.3.1.4',

  'ip.originated': 'RFC 1122 §3.3.1',
  'ip.forwarded': 'RFC 1812 §5.2.4.3',
  'ip.delivered': 'RFC 1122 §3.2.1.3',
  'ip.fragmented': 'RFC 791 §3.2',
  'ip.fragment.kept': 'RFC 1122 §3.3.2',
  'ip.reassembled': 'RFC 1122 §3.3.2',
  'ip.looped': 'RFC 1122 §3.2.1.3',
  'path-mtu.learned': 'RFC 1191 §3',
  'path-mtu.aged': 'RFC 1191 §6.3',
  'icmp.echo.answered': 'RFC 1122 §3.2.2.6',
  'icmp.error.sent': 'RFC 1122 §3.2.2',
  'icmp.error.held': 'RFC 1812 §4.3.2.8',
  'icmp.error.received': 'RFC 1122 §3.2.2',
  'icmp.redirect.sent': 'RFC 1812 §5.2.7.2',
  'icmp.redirect.received': 'RFC 1122 §3.2.2.2',

  // Packet filters are as their makers want them.
  'filter.matched': null,
  'filter.defaulted': null,
  'filter.flow': null,
  'filter.reset': 'RFC 9293 §3.10.7.1',
  'nat.mapped': 'RFC 4787 §4.1',
  'nat.translated': 'RFC 3022 §4.1',
  'nat.expired': 'RFC 4787 §4.3',

  'udp.sent': 'RFC 768',
  'udp.received': 'RFC 768',
  'tcp.sent': 'RFC 9293 §3.1',
  'tcp.received': 'RFC 9293 §3.10.7',
  // Says its clause itself.
  'tcp.state': null,
  'tcp.acknowledged': 'RFC 9293 §3.10.7.4',
  'tcp.timer.started': null,
  'tcp.timer.stopped': null,
  'tcp.timer.expired': null,
  'tcp.agreed': 'RFC 9293 §3.7.1',
  'tcp.urgent': 'RFC 9293 §3.8.5',
  'tcp.retransmitted': null,
  'tcp.duplicate': 'RFC 5681 §2',
  'tcp.congestion': 'RFC 5681 §3.1',
  'tcp.rtt': 'RFC 6298 §2',
  'tcp.advised': 'RFC 9293 §3.8.3',
  'tcp.failed': 'RFC 9293 §3.8.3',

  // The socket API is POSIX's; what it does to TCP is said by TCP's own facts.
  'socket.called': null,
  'socket.returned': null,
  'program.started': null,
  'program.woken': null,
  'program.printed': null,
  'program.ended': null,
};

/** The rule by which something is thrown away or refused. */
export const REASON_CLAUSES: Readonly<Record<Reason, string | null>> = {
  none: null,
  'ethernet.truncated': 'IEEE 802.3 §3.4',
  'ethernet.bad-fcs': 'IEEE 802.3 §3.4',
  'arp.truncated': 'RFC 826',
  'arp.not-ethernet-ipv4': 'RFC 826',
  'arp.bad-operation': 'RFC 826',
  'ipv4.truncated': 'RFC 1812 §5.2.2',
  'ipv4.bad-version': 'RFC 1122 §3.2.1.1',
  'ipv4.bad-header-length': 'RFC 1812 §5.2.2',
  'ipv4.bad-total-length': 'RFC 1812 §5.2.2',
  'ipv4.bad-checksum': 'RFC 1122 §3.2.1.2',
  'ipv4.bad-option': 'RFC 1122 §3.2.2.5',
  'icmp.truncated': 'RFC 792',
  'icmp.bad-checksum': 'RFC 792',
  'udp.truncated': 'RFC 768',
  'udp.bad-length': 'RFC 768',
  'udp.bad-checksum': 'RFC 1122 §4.1.3.4',
  'tcp.truncated': 'RFC 9293 §3.1',
  'tcp.bad-data-offset': 'RFC 9293 §3.1',
  'tcp.bad-option': 'RFC 9293 §3.1',
  'tcp.bad-checksum': 'RFC 9293 §3.1',
  'dhcp.truncated': 'RFC 2131 §2',
  'dhcp.bad-operation': 'RFC 2131 §2',
  'dhcp.not-ethernet': 'RFC 2131 §2',
  'dhcp.bad-cookie': 'RFC 2131 §3',
  'dhcp.no-type': 'RFC 2131 §3',
  'dhcp.bad-option': 'RFC 2132 §2',
  'rip.truncated': 'RFC 2453 §3.6',
  'rip.bad-command': 'RFC 2453 §3.6',
  'rip.bad-version': 'RFC 2453 §5.1',
  'rip.bad-length': 'RFC 2453 §3.6',
  'dns.truncated': 'RFC 1035 §4.1',
  'dns.bad-name': 'RFC 1035 §4.1.4',
  'dns.bad-record': 'RFC 1035 §4.1.3',
  // What happens to cables and devices, and how much may wait, no standard says.
  'no-cable': null,
  'lost-on-cable': null,
  'cable-removed': null,
  'cable-unplugged': null,
  'link-renegotiated': null,
  'device-removed': null,
  'device-off': null,
  'tunnel-off': null,
  'lost-by-hand': null,
  'lost-by-rule': null,
  'queue-full': null,
  'arp-queue-full': 'RFC 1122 §2.3.2.2',
  // How many neighbours may be remembered, no standard says.
  'arp-cache-full': null,
  collision: 'IEEE 802.3 clause 4',
  'collision-fragment': 'IEEE 802.3 clause 4',
  'excessive-collisions': 'IEEE 802.3 clause 4',
  'frame-too-long': 'IEEE 802.3 §3.2.7',
  'not-for-this-adapter': 'IEEE 802.3 clause 4',
  'unknown-ethertype': 'IEEE 802.3 §3.2.6',
  'same-port': 'IEEE 802.1Q §8.6.1',
  'port-not-forwarding': 'IEEE 802.1Q §8.4',
  'bpdu.truncated': 'IEEE 802.1D-2004 §9.3.4',
  'bpdu.not-rapid': 'IEEE 802.1D-2004 §9.3.4',
  'vlan.untagged': 'IEEE 802.1Q clause 6',
  'vlan.not-allowed': 'IEEE 802.1Q §8.6.2',
  'reserved-address': 'IEEE 802.1Q §8.6.3',
  // A translator without an address to put in the place of the private one.
  'no-address': 'RFC 3022 §3.1',
  'interface-down': null,
  'not-a-member': 'RFC 1112 §7.2',
  'not-forwarding': 'RFC 1122 §3.2.1.3',
  'no-route': 'RFC 1812 §5.2.7.1',
  'ttl-expired': 'RFC 1812 §5.3.1',
  'larger-than-mtu': 'RFC 791 §3.1',
  'arp-unanswered': 'RFC 1812 §3.3.2',
  'unknown-protocol': 'RFC 1122 §3.2.2.1',
  'port-unreachable': 'RFC 1122 §4.1.3.1',
  'no-socket': 'RFC 1122 §3.2.2.6',
  'bad-fragment': 'RFC 791 §3.2',
  // Ruled for IPv6; the same is done to IPv4 here.
  'fragment-duplicate': 'RFC 8200 §4.5',
  'fragment-overlap': 'RFC 8200 §4.5',
  'reassembly-timeout': 'RFC 1122 §3.3.2',
  'reassembly-full': 'RFC 1122 §3.3.2',
  'source-routed': 'RFC 1812 §5.3.13.4',
  'martian-address': 'RFC 1812 §5.3.7',
  'echo-to-broadcast': 'RFC 1122 §3.2.2.6',
  'unknown-icmp-type': 'RFC 1122 §3.2.2',
  'redirect-ignored': 'RFC 1122 §3.2.2.2',
  'broadcast-not-forwarded': 'RFC 1812 §5.3.5',
  'tcp.unacceptable': 'RFC 9293 §3.10.7.4',
  'tcp.no-connection': 'RFC 9293 §3.10.7.1',
  'tcp.backlog-full': null,
  'tcp.syn-queue-full': null,
  'tcp.old-timestamp': 'RFC 7323 §5.3',
  'tcp.no-timestamp': 'RFC 7323 §3.2',
  'tcp.time-wait': 'RFC 9293 §3.10.7.4',
  'receive-buffer-full': null,
  filtered: null,
  'nat-filtered': 'RFC 4787 §5',
  'nat-no-mapping': 'RFC 4787 §5',
  'nat-protocol': 'RFC 3022 §2.2',
  'nat-ports-exhausted': 'RFC 4787 §4.2',
};

/** What the timers of TCP are for. Of how long FIN-WAIT-2, SO_LINGER and TCP_CORK last no RFC speaks. */
const TIMERS: Readonly<Record<string, string>> = {
  retransmission: 'RFC 6298 §5',
  persist: 'RFC 9293 §3.8.6.1',
  'time-wait': 'RFC 9293 §3.6.1',
  'delayed-ack': 'RFC 9293 §3.8.6.3',
  'keep-alive': 'RFC 9293 §3.8.4',
  'user-timeout': 'RFC 9293 §3.8.3',
};

/** Where a parameter tells more than the kind: by that parameter, then by its value. */
export const PARAMETER_CLAUSES: Readonly<
  Partial<Record<Kind, { parameter: string; clauses: Readonly<Record<string, string>> }>>
> = {
  'stp.expired': {
    parameter: 'timer',
    clauses: {
      information: 'IEEE 802.1D-2004 §17.27',
      'forward-delay': 'IEEE 802.1D-2004 §17.29',
      edge: 'IEEE 802.1D-2004 §17.25',
    },
  },
  'tcp.timer.started': { parameter: 'timer', clauses: TIMERS },
  'tcp.timer.stopped': { parameter: 'timer', clauses: TIMERS },
  'tcp.timer.expired': { parameter: 'timer', clauses: TIMERS },
  'tcp.retransmitted': {
    parameter: 'why',
    clauses: {
      timeout: 'RFC 6298 §5',
      fast: 'RFC 5681 §3.2',
      partial: 'RFC 6582 §3.2',
      sack: 'RFC 6675 §5',
      rescue: 'RFC 6675 §4',
      path: 'RFC 1191 §6.4',
      probe: 'RFC 9293 §3.8.6.1',
      probed: 'RFC 9293 §3.8.6.1',
      answer: 'RFC 9293 §3.10.7.4',
    },
  },
  'tcp.congestion': {
    parameter: 'why',
    clauses: {
      duplicates: 'RFC 5681 §3.2',
      sack: 'RFC 6675 §5',
      recovered: 'RFC 6582 §3.2',
      path: 'RFC 1191 §6.4',
      mark: 'RFC 3168 §6.1.2',
      pause: 'RFC 5681 §4.1',
    },
  },
  // What holds for UDP (RFC 4787) its companions say of the others.
  'nat.mapped': { parameter: 'protocol', clauses: { tcp: 'RFC 5382 §4.1', icmp: 'RFC 5508 §3.1' } },
  'nat.expired': { parameter: 'protocol', clauses: { tcp: 'RFC 5382 §5', icmp: 'RFC 5508 §3.2' } },
  'icmp.error.sent': {
    parameter: 'error',
    clauses: {
      'net-unreachable': 'RFC 1812 §5.2.7.1',
      'host-unreachable': 'RFC 1812 §5.2.7.1',
      'protocol-unreachable': 'RFC 1122 §3.2.2.1',
      'port-unreachable': 'RFC 1122 §3.2.2.1',
      'host-prohibited': 'RFC 1812 §5.2.7.1',
      'admin-prohibited': 'RFC 1812 §5.2.7.1',
      'fragmentation-needed': 'RFC 1191 §4',
      'source-route-failed': 'RFC 1812 §5.2.7.1',
      'reassembly-timeout': 'RFC 1122 §3.3.2',
      'time-exceeded': 'RFC 1812 §5.3.1',
      'parameter-problem': 'RFC 1812 §4.3.3.5',
    },
  },
};

/** The clause a fact follows, or null: there is none. */
export function clauseOf(kind: Kind, reason: Reason, detail: Detail): string | null {
  if (reason !== 'none') return REASON_CLAUSES[reason];
  const own = detail.clause;
  if (kind === 'tcp.state' && typeof own === 'string' && own !== '') return own;
  const finer = PARAMETER_CLAUSES[kind];
  const value = finer === undefined ? undefined : finer.clauses[String(detail[finer.parameter])];
  return value ?? CLAUSES[kind];
}
