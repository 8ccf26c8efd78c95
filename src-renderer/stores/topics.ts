import type { DocumentRecord } from '#document/records.ts';
import { groupOf } from './groups.ts';
import type { Topic } from './help.ts';

/** The concept that a thing of the drawing is explained by; undefined: it explains itself. */
export function topicOfThing(record: DocumentRecord | undefined): Topic | undefined {
  return record && topicOfKind(record.type === 'device' ? record.kind : record.type);
}

/** The same for a sort of things: a kind of device, a cable. */
export function topicOfKind(kind: string): Topic | undefined {
  return Object.hasOwn(OF_KIND, kind) ? OF_KIND[kind as keyof typeof OF_KIND] : undefined;
}

const OF_KIND = {
  cable: 'delay',
  host: 'ip-address',
  server: 'ip-address',
  router: 'routing',
  switch: 'mac-table',
  hub: 'hub',
  gateway: 'gateway',
  tunnel: 'gateway',
} as const satisfies Record<Extract<DocumentRecord, { type: 'device' }>['kind'] | 'cable', Topic>;

/** The concept behind an event, by its kind. */
export function topicOfEvent(kind: string): Topic {
  if (groupOf(kind) === 'drops') return 'drops';
  return EXACT[kind] ?? FAMILIES[kind.slice(0, kind.indexOf('.'))] ?? 'frame';
}

const EXACT: Readonly<Record<string, Topic>> = {
  'ip.fragmented': 'mtu',
  'ip.fragment.kept': 'mtu',
  'ip.reassembled': 'mtu',
  'tcp.sent': 'sequence',
  'tcp.received': 'sequence',
  'tcp.acknowledged': 'sequence',
  'tcp.timer.started': 'retransmission',
  'tcp.timer.stopped': 'retransmission',
  'tcp.timer.expired': 'retransmission',
  'tcp.retransmitted': 'retransmission',
  'tcp.duplicate': 'retransmission',
  'tcp.rtt': 'retransmission',
  'tcp.congestion': 'congestion',
};

const FAMILIES: Readonly<Record<string, Topic>> = {
  input: 'causes',
  touch: 'causes',
  rule: 'delay',
  frame: 'frame',
  device: 'causes',
  link: 'frame',
  tunnel: 'gateway',
  hub: 'hub',
  csma: 'hub',
  mac: 'mac-table',
  switch: 'mac-table',
  vlan: 'vlan',
  stp: 'spanning-tree',
  arp: 'arp-cache',
  interface: 'ip-address',
  route: 'routing',
  ip: 'routing',
  'path-mtu': 'mtu',
  icmp: 'icmp',
  filter: 'filter',
  nat: 'nat',
  udp: 'udp',
  tcp: 'states',
  socket: 'sockets',
  program: 'sockets',
};
