import type { HopRow } from '#contract/shapes.ts';

/** A column of the hop table: the first of these fields that the frame has, or both joined by an arrow. */
export interface HopColumn {
  /** Name in the locale, `packets.hops.<name>`. */
  name: 'macSource' | 'macDestination' | 'ipSource' | 'ipDestination' | 'ttl' | 'ports' | 'checksum';
  /** Filter names, by preference. An ARP message has no IP header but says both addresses. */
  fields: readonly string[];
  /** Joined to the first: for ports. */
  with?: readonly string[];
}

export const HOP_COLUMNS: readonly HopColumn[] = [
  { name: 'macSource', fields: ['eth.src'] },
  { name: 'macDestination', fields: ['eth.dst'] },
  { name: 'ipSource', fields: ['ip.src', 'arp.src.proto_ipv4'] },
  { name: 'ipDestination', fields: ['ip.dst', 'arp.dst.proto_ipv4'] },
  { name: 'ttl', fields: ['ip.ttl'] },
  { name: 'ports', fields: ['tcp.srcport', 'udp.srcport'], with: ['tcp.dstport', 'udp.dstport'] },
  { name: 'checksum', fields: ['ip.checksum'] },
];

/** What stands in a cell; `–` where the frame has no such field. */
export function hopCell(hop: HopRow, column: HopColumn): string {
  const first = valueOf(hop, column.fields);
  const second = column.with ? valueOf(hop, column.with) : undefined;
  if (first === undefined) return '–';
  return second === undefined ? first : `${first} → ${second}`;
}

/** Whether the cell differs from the hop before. */
export function hopChanged(hop: HopRow, column: HopColumn): boolean {
  return [...column.fields, ...(column.with ?? [])].some((field) => hop.changed.includes(field));
}

function valueOf(hop: HopRow, fields: readonly string[]): string | undefined {
  const field = fields.find((each) => hop.fields[each] !== undefined);
  return field === undefined ? undefined : hop.fields[field];
}
