import { KINDS, type Kind } from '#contract/trace.ts';

/** Groups of kinds a person filters by, in the order shown. */
export const GROUPS = ['frames', 'arp', 'ip', 'tcp', 'programs', 'drops'] as const;
export type Group = (typeof GROUPS)[number];

/** Kinds that tell of something thrown away or given up. */
const LOSSES: readonly string[] = ['frame.dropped', 'arp.failed', 'tcp.failed'] satisfies Kind[];

const FAMILIES: Readonly<Record<string, Group>> = {
  frame: 'frames',
  hub: 'frames',
  mac: 'frames',
  switch: 'frames',
  arp: 'arp',
  ip: 'ip',
  icmp: 'ip',
  filter: 'ip',
  interface: 'ip',
  route: 'ip',
  'path-mtu': 'ip',
  nat: 'ip',
  udp: 'tcp',
  tcp: 'tcp',
  input: 'programs',
  device: 'programs',
  socket: 'programs',
  program: 'programs',
};

/** The one group a kind belongs to. A kind of an unknown family counts as frames, so that it is never hidden for good. */
export function groupOf(kind: string): Group {
  if (LOSSES.includes(kind)) return 'drops';
  return FAMILIES[kind.slice(0, kind.indexOf('.'))] ?? 'frames';
}

/** The kinds of some groups, as `trace.rows` takes them: empty when all groups are wanted. */
export function kindsOf(groups: ReadonlySet<Group>): string[] {
  if (groups.size === GROUPS.length) return [];
  return Object.keys(KINDS).filter((kind) => groups.has(groupOf(kind)));
}
