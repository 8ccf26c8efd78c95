import { KINDS } from '../../trace/kinds.ts';
import { REASONS } from '../../trace/reasons.ts';
import { ARP } from '../arp.ts';
import { BPDU, LLC } from '../bpdu.ts';
import { ETHERNET } from '../ethernet.ts';
import { FIELD_KEYS, FIELD_TABLES } from '../explain.ts';
import type { Field } from '../field.ts';
import { icmpLayout } from '../icmp.ts';
import { IPV4 } from '../ipv4.ts';
import { TCP } from '../tcp.ts';
import { UDP } from '../udp.ts';
import { VLAN } from '../vlan.ts';
import { LAYER, LAYER_NAMES, type LayerName } from './layers.ts';

/** What a field's values are. `time` is in ns; `protocol` is a stretch of bytes that is there or not. */
export type FieldType = 'number' | 'flag' | 'mac' | 'ipv4' | 'time' | 'text' | 'bytes' | 'protocol' | 'event';

/** Where the values of a field come from. */
export type FieldOrigin =
  /** A field of a header, at a fixed place behind the header's first byte; ICMP's depends on the type. */
  | { readonly from: 'header'; readonly layer: number; readonly fields: readonly (Field | undefined)[] }
  /** A field without a fixed place: as `explain` finds it in a layer. */
  | { readonly from: 'explained'; readonly layer: number; readonly key: string }
  /** The layer itself. */
  | { readonly from: 'layer'; readonly layer: number }
  /** Worked out from where the layers lie. */
  | { readonly from: 'measured'; readonly what: Measured }
  /** What the trace says of the fact, by the name of a column or parameter. */
  | { readonly from: 'fact'; readonly fact: string }
  /** All values of several fields. */
  | { readonly from: 'several'; readonly of: readonly string[] };

export type Measured =
  | 'frame.len'
  | 'eth.type'
  | 'eth.len'
  | 'tcp.len'
  | 'tcp.payload'
  | 'udp.payload'
  | 'data.len'
  | 'data.data'
  | 'http.request.method'
  | 'http.request.uri'
  | 'http.response.code'
  | 'http.host';

/** A field a filter can ask for. */
export interface FilterField {
  /** As it is written: Wireshark's name, or one of ours under `hop.`. */
  readonly name: string;
  readonly type: FieldType;
  readonly origin: FieldOrigin;
  /** Largest value of a number; Infinity where there is none. */
  readonly most: number;
  /** Names of values, by value. */
  readonly names: Readonly<Record<number, string>>;
  /** Every text it can have, where these are known: kinds and reasons. */
  readonly texts: readonly string[];
  /** Key of the words for it in the locales: the key of an explained field, or its own name. */
  readonly words: string;
}

const FIELDS = new Map<string, FilterField>();

function add(name: string, type: FieldType, origin: FieldOrigin, more: Partial<FilterField> = {}): void {
  if (FIELDS.has(name)) return;
  FIELDS.set(name, { name, type, origin, most: Infinity, names: {}, texts: [], words: name, ...more });
}

const TYPES: Readonly<Partial<Record<Field['format'], FieldType>>> = { mac: 'mac', ipv4: 'ipv4', flag: 'flag' };

function typeOf(field: Field): FieldType {
  return field.bits === 1 ? 'flag' : (TYPES[field.format] ?? 'number');
}

function describe(field: Field): Partial<FilterField> {
  return { most: (2 ** field.bits - 1) * field.scale, names: field.names };
}

/** Wireshark's newer or shorter names for fields of the tables. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  'tcp.seq': ['tcp.seq_raw'],
  'tcp.ack': ['tcp.ack_raw'],
};

function addHeader(layer: LayerName, fields: readonly Field[]): void {
  for (const one of fields) {
    const origin = { from: 'header', layer: LAYER[layer], fields: [one] } as const;
    for (const name of [one.key, ...(OTHER_NAMES[one.key] ?? [])]) {
      add(name, typeOf(one), origin, { ...describe(one), words: one.key });
    }
    addHeader(layer, one.parts);
  }
}

/** The fields of ICMP: which there are, and where, its type says. */
function addIcmp(): void {
  const byKey = new Map<string, (Field | undefined)[]>();
  for (let type = 0; type < 256; type++) {
    for (const one of icmpLayout(type).fields) {
      const places = byKey.get(one.key) ?? new Array<undefined>(256).fill(undefined);
      places[type] = one;
      byKey.set(one.key, places);
    }
  }
  for (const [key, fields] of byKey) {
    const first = fields.find((one) => one !== undefined)!;
    add(key, typeOf(first), { from: 'header', layer: LAYER.icmp, fields }, describe(first));
  }
}

function addMeasured(): void {
  const measured = (name: Measured, type: FieldType, more: Partial<FilterField> = {}) =>
    add(name, type, { from: 'measured', what: name }, more);
  measured('frame.len', 'number');
  add('frame.cap_len', 'number', { from: 'measured', what: 'frame.len' }, { words: 'frame.len' });
  // A length instead of a type is a field of its own in Wireshark (IEEE 802.3 §3.2.6).
  measured('eth.type', 'number', describe(ETHERNET.type));
  measured('eth.len', 'number', { most: 0xffff });
  measured('tcp.len', 'number', { most: 0xffff });
  measured('tcp.payload', 'bytes');
  measured('udp.payload', 'bytes');
  measured('data.len', 'number', { most: 0xffff });
  measured('data.data', 'bytes');
  measured('http.request.method', 'text');
  measured('http.request.uri', 'text');
  measured('http.response.code', 'number', { most: 999 });
  measured('http.host', 'text');
}

/** Explained fields that no table states and whose value is a stretch of bytes; all others are text. */
const BYTES =
  /^(?:eth\.padding|(?:ip|tcp)\.options?(?:\.(?:eol|nop|mss|wscale|sack_perm|sack|timestamp|unknown))?|dhcp\.(?:client_id|hw\.addr_padding|option\.end))$/;

function addExplained(): void {
  const tables = new Map<string, Field>();
  const note = (fields: readonly Field[]): void => {
    for (const one of fields) {
      if (!tables.has(one.key)) tables.set(one.key, one);
      note(one.parts);
    }
  };
  for (const { fields } of FIELD_TABLES) note(fields);
  for (const key of FIELD_KEYS) {
    const layer = LAYER[(key.startsWith('ip.') ? 'ip' : key.slice(0, key.indexOf('.'))) as LayerName];
    const origin = { from: 'explained', layer, key } as const;
    const stated = tables.get(key);
    if (key === 'eth.fcs') continue;
    if (stated !== undefined) add(key, typeOf(stated), origin, describe(stated));
    else if (key === 'dhcp.option') add(key, 'number', origin, { most: 255 });
    else add(key, BYTES.test(key) ? 'bytes' : 'text', origin);
  }
}

/** What the trace says of a fact. The first name is the column; `texts`: what it can say, where that is known. */
function addFacts(): void {
  const fact = (name: string, column: string, type: FieldType, more: Partial<FilterField> = {}) =>
    add(name, type, { from: 'fact', fact: column }, more);
  fact('frame.number', 'frame', 'number');
  fact('frame.time_relative', 'time', 'time', { words: 'frame.time' });
  fact('frame.time', 'time', 'time');
  fact('hop.number', 'seq', 'number');
  fact('hop.step', 'step', 'number');
  fact('hop.time', 'time', 'time', { words: 'frame.time' });
  fact('hop.device', 'device', 'text');
  fact('hop.port', 'port', 'text');
  fact('hop.cable', 'cable', 'text');
  fact('hop.packet', 'packet', 'number');
  fact('hop.cause', 'cause', 'number');
  fact('hop.kind', 'kind', 'text', { texts: Object.keys(KINDS) });
  fact('hop.reason', 'reason', 'text', { texts: REASONS.filter((one) => one !== 'none') });
  // Wireshark's findings about a TCP connection; here the stack itself says so.
  add('tcp.analysis.retransmission', 'event', { from: 'fact', fact: 'kind' }, { texts: ['tcp.retransmitted'] });
  add('tcp.analysis.duplicate_ack', 'event', { from: 'fact', fact: 'kind' }, { texts: ['tcp.duplicate'] });
  const types = new Map<string, FieldType>();
  for (const parameters of Object.values(KINDS)) {
    for (const [name, type] of Object.entries(parameters)) {
      // What one kind says with a number and another with a text is a text.
      types.set(name, (types.get(name) ?? type) === type ? type : 'text');
    }
  }
  // The fact's own columns go before a parameter of the same name.
  for (const [name, type] of types) fact(`hop.${name}`, `detail.${name}`, type, { words: 'hop.parameter' });
}

for (const name of LAYER_NAMES) {
  add(name, 'protocol', { from: 'layer', layer: LAYER[name] }, { words: `layer.${name}` });
}
const several = (name: string, type: FieldType, of: readonly string[], most = Infinity) =>
  add(name, type, { from: 'several', of }, { most });
several('eth.addr', 'mac', ['eth.dst', 'eth.src']);
several('ip.addr', 'ipv4', ['ip.src', 'ip.dst']);
several('tcp.port', 'number', ['tcp.srcport', 'tcp.dstport'], 0xffff);
several('udp.port', 'number', ['udp.srcport', 'udp.dstport'], 0xffff);
addMeasured();
addHeader('eth', ETHERNET.fields);
addHeader('vlan', VLAN.fields);
addHeader('llc', LLC.fields);
addHeader('stp', BPDU.fields);
addHeader('arp', ARP.fields);
addHeader('ip', IPV4.fields);
addIcmp();
addHeader('udp', UDP.fields);
addHeader('tcp', TCP.fields);
addExplained();
addFacts();

/** Every field a filter can ask for, by name. */
export const FILTER_FIELDS: ReadonlyMap<string, FilterField> = FIELDS;

/** What is known of a frame that is being put on a cable besides its bytes, by the names facts have. */
const KNOWN_OF_FRAMES: readonly string[] = ['cable', 'device', 'port', 'packet', 'frame', 'time'];

/** Whether a field has a value where there is only a frame on its way, and nothing has happened to it yet. */
export function isKnownOfFrame(name: string): boolean {
  const origin = FIELDS.get(name)?.origin;
  return origin?.from !== 'fact' || KNOWN_OF_FRAMES.includes(origin.fact);
}
