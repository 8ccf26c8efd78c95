import { explain, type ExplainedField, type ExplainedLayer } from '#engine/wire/explain.ts';

/** Fields that say to which exchange a packet belongs and what it is in it, by the innermost protocol understood. */
const TELLING: Partial<Record<ExplainedLayer['protocol'], readonly string[]>> = {
  tcp: ['ip.src', 'ip.dst', 'tcp.srcport', 'tcp.dstport'],
  udp: ['ip.src', 'ip.dst', 'udp.dstport'],
  icmp: ['ip.src', 'ip.dst', 'icmp.type'],
  ipv4: ['ip.src', 'ip.dst', 'ip.proto'],
  arp: ['eth.src', 'arp.opcode'],
  ethernet: ['eth.src', 'eth.dst'],
};

/** Flags of a segment that make it another sort of segment. */
const FLAGS = ['syn', 'fin', 'reset', 'ack'].map((name) => `tcp.flags.${name}`);

/**
 * A filter for packets like this one: of the same exchange, in the same direction, of the same sort. Written in the filter
 * language, for the person to change.
 */
export function filterLike(bytes: Uint8Array): string {
  const layers = explain(bytes).filter(({ quoted }) => !quoted);
  const fields = new Map<string, ExplainedField>();
  for (const layer of layers) collect(layer.fields, fields);
  const innermost = layers.findLast(({ protocol }) => TELLING[protocol] !== undefined)?.protocol ?? 'ethernet';
  const parts = TELLING[innermost]!.flatMap((key) => comparison(key, fields));
  if (innermost === 'tcp') {
    parts.push(...FLAGS.flatMap((key) => comparison(key, fields)));
  }
  return parts.join(' && ');
}

function collect(fields: readonly ExplainedField[], into: Map<string, ExplainedField>): void {
  for (const field of fields) {
    if (!into.has(field.key)) into.set(field.key, field);
    collect(field.fields ?? [], into);
  }
}

function comparison(key: string, fields: ReadonlyMap<string, ExplainedField>): string[] {
  const field = fields.get(key);
  if (!field) return [];
  // Numbers as numbers: what is printed of them may have words behind it.
  const value = typeof field.value === 'number' && !/^[\d.]+$|:/.test(field.text) ? field.value : field.text;
  return [`${key} == ${value}`];
}
