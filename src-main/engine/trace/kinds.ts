/**
 * The vocabulary of what happens: one kind for each sort of fact, with the parameters its sentence may use.
 * There is no prose here: each locale holds one sentence a kind, and a test fails when one is missing.
 *
 * A parameter is a `text`, a `number`, or a `time` (ns). Besides its own parameters every fact has time, step, device,
 * port, frame, packet, cause and reason.
 */
export const KINDS = {
  // The user's and the world's doings.
  'input.changed': { what: 'text' },
  'input.started': { program: 'text' },
  'input.called': { call: 'text' },
  'input.injected': {},
  // A program that waits before every call was let make the next one.
  'input.stepped': { program: 'text' },
  // Typed at a terminal of the device; `^C` and `^D` for the control keys.
  'input.typed': { terminal: 'text', line: 'text' },

  // A person ended a program, or a process by its number.
  'input.killed': { program: 'text' },

  // A person touches one frame, on a cable or waiting to be put on it. Their cause is the last fact about the frame.
  'touch.lost': { cable: 'text' },
  'touch.held': { cable: 'text' },
  'touch.released': { cable: 'text' },
  'touch.delayed': { cable: 'text', delay: 'time' },
  'touch.duplicated': { cable: 'text' },
  // `bit` counts from the first of the frame; what arrives of it is told by frame.damaged.
  'touch.flipped': { cable: 'text', bit: 'number' },
  // The frame is the edited one. `fields`: `ip.ttl = 3, …`; `checksums`: `recompute` or `keep`.
  'touch.edited': { cable: 'text', fields: 'text', checksums: 'text' },
  // A rule of a cable hits a frame, the `match`th that its filter let through; what it does is told by what follows.
  'rule.hit': { rule: 'text', cable: 'text', match: 'number', action: 'text' },
  'rule.delayed': { rule: 'text', delay: 'time' },
  // What arrives is another frame, marked as having met congestion.
  'rule.marked': { rule: 'text', cable: 'text' },
  // `why`: `not-markable` or `shared-medium`.
  'rule.without-effect': { rule: 'text', why: 'text' },
  // Frames on cables (hot: their parameters are one shared object a cable end). `value` of frame.sent is the time in ns
  // at which its last bit arrives. `cable`, `to` and `toPort` are ids and port names.
  'frame.queued': {},
  // Too many were waiting before it: it leaves with a mark, as a frame of its own (RFC 3168).
  'frame.marked': {},
  'frame.sent': { cable: 'text', to: 'text', toPort: 'text' },
  'frame.arrived': { cable: 'text', from: 'text', fromPort: 'text' },
  // `cable` only where it is the cable that lost it: then no device did it.
  // `along`, of what is lost by hand: how much of its way it had behind it, in thousandths. `found` and `expected`: what
  // the check that failed, which the reason names, came upon, and what it would have let pass.
  'frame.dropped': { cable: 'text', along: 'number', found: 'text', expected: 'text' },
  // What cables with impairments do to frames. `value` of frame.duplicated is when the copy arrives; the frame of
  // frame.damaged is what arrives, another one than was sent; `byte` is the offset of its first damaged byte.
  'frame.duplicated': { cable: 'text', to: 'text', toPort: 'text' },
  'frame.delayed': { cable: 'text', delay: 'time' },
  'frame.reordered': { cable: 'text', delay: 'time' },
  'frame.damaged': { cable: 'text', bits: 'number', byte: 'number' },
  // The device was switched off, and has forgotten everything but its settings; or on.
  'device.off': {},
  'device.on': {},
  // The port has a cable from now on, or has none any more.
  'link.up': { cable: 'text' },
  'link.down': { cable: 'text' },
  // A frame left through a port joined to the outside.
  'frame.outside': {},
  // A frame from outside was too short for Ethernet: how long it was, and how many zeros follow it now, bytes.
  'tunnel.padded': { length: 'number', padding: 'number' },

  // Hub and switch.
  'hub.repeated': {},
  // A hub hears several ports at once.
  'hub.collision': { ports: 'text' },
  // Adapters on a shared medium. `attempt` counts the transmissions of this frame that collided.
  'csma.deferred': {},
  'csma.collision': { attempt: 'number' },
  'csma.late-collision': { attempt: 'number' },
  'csma.backed-off': { attempt: 'number', slots: 'number', wait: 'time' },
  // `fid`: the VLAN in which the address was learned (its filtering database), only where the switch knows VLANs; a text,
  // so that all frames to an address share one object.
  'mac.learned': { mac: 'text', port: 'text', fid: 'text' },
  'mac.moved': { mac: 'text', from: 'text', port: 'text', fid: 'text' },
  'mac.aged': { mac: 'text', port: 'text', fid: 'text' },
  // The cable at the port was pulled out.
  'mac.flushed': { mac: 'text', port: 'text', fid: 'text' },
  'switch.forwarded': { mac: 'text', port: 'text', fid: 'text' },
  'switch.flooded': { mac: 'text' },

  // VLANs: which one a frame is of, by its tag or by the port it came in by, and how its form changes for the way out.
  'vlan.by-tag': { vlan: 'number' },
  'vlan.by-port': { vlan: 'number' },
  'vlan.tagged': { vlan: 'number' },
  'vlan.untagged': { vlan: 'number' },

  // Spanning tree. Bridges are `priority.address`; `own` is `yes` where the root is the switch itself.
  'stp.sent': { flags: 'text', root: 'text', cost: 'number' },
  'stp.received': { flags: 'text', root: 'text', cost: 'number' },
  'stp.expired': { port: 'text', timer: 'text' },
  'stp.root': { bridge: 'text', own: 'text' },
  'stp.role': { port: 'text', from: 'text', to: 'text' },
  'stp.state': { port: 'text', from: 'text', to: 'text' },
  'stp.topology-changed': { port: 'text' },

  // ARP.
  'arp.waiting': { address: 'text' },
  'arp.requested': { address: 'text', attempt: 'number' },
  'arp.replied': { address: 'text', mac: 'text' },
  'arp.learned': { address: 'text', mac: 'text', state: 'text' },
  // A packet that waited goes on: because of itself, and (`value`: that fact) because the address was learned.
  'arp.released': { address: 'text', mac: 'text' },
  'arp.state': { address: 'text', from: 'text', to: 'text' },
  'arp.failed': { address: 'text' },
  // An address comes into use (RFC 5227). `outcome` of a conflict: `given-up`, `defended` or `kept`.
  'arp.probed': { address: 'text', attempt: 'number' },
  'arp.announced': { address: 'text' },
  'arp.conflict': { address: 'text', mac: 'text', outcome: 'text' },

  // What programs and people set on a running network layer. `from` and `to` are addresses with prefix, or empty.
  'interface.address': { from: 'text', to: 'text' },
  'interface.state': { to: 'text' },
  'route.added': { route: 'text', via: 'text', port: 'text', kind: 'text', metric: 'text' },
  'route.removed': { route: 'text', via: 'text', port: 'text', kind: 'text', metric: 'text' },
  // The next hop of a row answers nothing, so that other rows are taken before it; or it was heard of again.
  'route.doubted': { route: 'text', via: 'text', port: 'text', kind: 'text', metric: 'text' },
  'route.trusted': { route: 'text', via: 'text', port: 'text', kind: 'text', metric: 'text' },

  // IP and ICMP.
  // The row of the routing table that was used; its numbers are texts, so that all packets by it share one object.
  'ip.originated': { route: 'text', via: 'text', port: 'text', kind: 'text', metric: 'text' },
  'ip.forwarded': { route: 'text', via: 'text', port: 'text', kind: 'text', metric: 'text' },
  'ip.delivered': {},
  // `more`: 1 when others follow. `have`: bytes of the payload that have come so far.
  'ip.fragmented': { identification: 'number', offset: 'number', length: 'number', more: 'number' },
  'ip.fragment.kept': { identification: 'number', offset: 'number', length: 'number', have: 'number' },
  'ip.reassembled': { identification: 'number', fragments: 'number', length: 'number' },
  'ip.looped': {},
  // What a host knows about the largest packet that reaches a destination, bytes; `before`: what it thought until then.
  'path-mtu.learned': { address: 'text', mtu: 'number', before: 'number' },
  'path-mtu.aged': { address: 'text', mtu: 'number' },
  'icmp.echo.answered': { peer: 'text', identifier: 'number', sequence: 'number' },
  'icmp.error.sent': { error: 'text', peer: 'text' },
  // More errors than may be sent in a second.
  'icmp.error.held': { error: 'text', peer: 'text' },
  // `address`: the destination that is reached better through `gateway`.
  'icmp.redirect.sent': { peer: 'text', address: 'text', gateway: 'text' },
  'icmp.redirect.received': { peer: 'text', address: 'text', gateway: 'text' },
  'icmp.error.received': { error: 'text', peer: 'text' },

  // Packet filter: the rule, by its place in the list, or the policy, that decided about a packet; a reset sent for one.
  'filter.matched': { rule: 'number', action: 'text', direction: 'text', match: 'text' },
  'filter.defaulted': { action: 'text', direction: 'text' },
  'filter.reset': { peer: 'text' },
  // An exchange it remembers, so that its rules can tell answers: begun (`from` empty), in another state, forgotten (`to`
  // empty).
  'filter.flow': { protocol: 'text', source: 'text', destination: 'text', from: 'text', to: 'text' },
  // Address translation. `side`: which end of the packet was rewritten, `source` or `destination`.
  'nat.mapped': { protocol: 'text', inside: 'text', outside: 'text' },
  'nat.translated': { protocol: 'text', side: 'text', from: 'text', to: 'text' },
  'nat.expired': { protocol: 'text', inside: 'text', outside: 'text' },

  // UDP and TCP. `connection` is `local:port-remote:port`, the same text for every fact of one end.
  'udp.sent': { local: 'text', remote: 'text', length: 'number' },
  'udp.received': { local: 'text', remote: 'text', length: 'number' },
  'tcp.sent': {
    connection: 'text',
    flags: 'text',
    sequence: 'number',
    acknowledgment: 'number',
    window: 'number',
    length: 'number',
  },
  'tcp.received': {
    connection: 'text',
    flags: 'text',
    sequence: 'number',
    acknowledgment: 'number',
    window: 'number',
    length: 'number',
  },
  'tcp.state': { connection: 'text', from: 'text', to: 'text', clause: 'text' },
  'tcp.acknowledged': { connection: 'text', acknowledgment: 'number', length: 'number', cwnd: 'number' },
  'tcp.timer.started': { connection: 'text', timer: 'text', deadline: 'time' },
  'tcp.timer.stopped': { connection: 'text', timer: 'text' },
  'tcp.timer.expired': { connection: 'text', timer: 'text' },
  // What both SYNs offered; `mss`: data bytes a segment may carry from now on.
  'tcp.agreed': { connection: 'text', mss: 'number', options: 'text' },
  // RCV.UP has moved on: the peer has urgent data up to that sequence number.
  'tcp.urgent': { connection: 'text', pointer: 'number' },
  'tcp.retransmitted': {
    connection: 'text',
    sequence: 'number',
    length: 'number',
    attempt: 'number',
    why: 'text',
  },
  // An acknowledgment that counts as a duplicate: the `count`th since the last progress.
  'tcp.duplicate': { connection: 'text', acknowledgment: 'number', count: 'number' },
  // `ssthresh` is left out while it is as high as it goes.
  'tcp.congestion': { connection: 'text', phase: 'text', why: 'text', cwnd: 'number', ssthresh: 'number' },
  'tcp.rtt': { connection: 'text', measured: 'time', srtt: 'time', rto: 'time' },
  // TCP tells IP that something may be wrong on the way: `count` retransmissions were not answered.
  'tcp.advised': { connection: 'text', count: 'number' },
  'tcp.failed': { connection: 'text', error: 'text' },

  // Sockets and programs. `value` of a call, its return, and a program's start and end is the number of the process.
  'socket.called': { program: 'text', call: 'text', descriptor: 'number', arguments: 'text' },
  'socket.returned': { program: 'text', call: 'text', descriptor: 'number', result: 'text' },
  'program.started': { program: 'text' },
  // It had asked for nothing but time to go by.
  'program.woken': { program: 'text' },
  'program.printed': { program: 'text', line: 'text' },
  'program.ended': { program: 'text', status: 'number' },
} as const satisfies Record<string, Record<string, 'text' | 'number' | 'time'>>;

export type Kind = keyof typeof KINDS;

/** The parameters of one fact; shared between facts where they are the same (one object a route, say). */
export type Detail = Readonly<Record<string, string | number>>;

const names = Object.keys(KINDS) as Kind[];
const codes = new Map<string, number>(names.map((kind, code) => [kind, code]));

/** The column code of a kind. */
export function kindCode(kind: Kind): number {
  return codes.get(kind)!;
}

/** The kind a column code stands for. */
export function kindOf(code: number): Kind {
  return names[code]!;
}
