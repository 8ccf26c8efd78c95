import type { Fault } from './fault.ts';
import { partOf, printValue, read } from './field.ts';
import type { Field } from './field.ts';

/** Protocols a layer can be of. */
export type LayerProtocol =
  | 'ethernet'
  | 'vlan'
  | 'llc'
  | 'stp'
  | 'arp'
  | 'ipv4'
  | 'icmp'
  | 'udp'
  | 'tcp'
  | 'http'
  | 'dns'
  | 'dhcp'
  | 'rip'
  | 'data'
  | 'padding'
  | 'fcs';

/** One header, or one stretch of bytes without a header, of a frame. */
export interface ExplainedLayer {
  readonly protocol: LayerProtocol;
  /** Byte offsets in the frame, `to` exclusive. The FCS lies behind the last byte. */
  readonly from: number;
  readonly to: number;
  readonly fields: readonly ExplainedField[];
  /** What a stack would throw it away for. */
  readonly fault: Fault | null;
  /** Whether it belongs to the packet an ICMP error quotes. */
  readonly quoted: boolean;
}

/** One field with its value. Its name comes from the locale, by `key`. */
export interface ExplainedField {
  /** Filter name: one of `FIELD_KEYS`. */
  readonly key: string;
  /** Byte offsets in the frame, `to` exclusive. */
  readonly from: number;
  readonly to: number;
  /** First bit (0: most significant of the first byte) and count, where it does not fill its bytes. */
  readonly bits: readonly [first: number, count: number] | null;
  readonly value: number | string;
  /** The value printed: `192.168.0.1`, `0x0800 (IPv4)`, `SYN, ACK`. */
  readonly text: string;
  readonly fault: Fault | null;
  readonly fields?: readonly ExplainedField[];
}

/** Key of bytes nothing more is known about. */
export const DATA_KEY = 'data.data';

/** The fields of a table that lie wholly before `end`, of the header at `base`; the rest of the bytes as data. */
export function explainTable(
  bytes: Uint8Array,
  base: number,
  end: number,
  fields: readonly Field[],
  fault: Fault | null,
): ExplainedField[] {
  const explained: ExplainedField[] = [];
  let shown = base;
  for (const one of fields) {
    if (base + one.to > end) {
      if (shown < end) explained.push(explainBytes(DATA_KEY, bytes, shown, end, fault));
      break;
    }
    explained.push(explainField(base, one, read(bytes, base, one), fault));
    shown = base + one.to;
  }
  return explained;
}

function explainField(base: number, one: Field, value: number, fault: Fault | null): ExplainedField {
  const from = base + one.at;
  const to = base + one.to;
  const explained = {
    key: one.key,
    from,
    to,
    bits: one.mask === 0 ? null : ([one.first, one.bits] as const),
    value,
    text: print(one, value),
    fault: faultWithin(fault, from, to),
  };
  if (one.parts.length === 0) return explained;
  const fields = one.parts.map((part) => explainField(base, part, partOf(one, part, value), null));
  return { ...explained, fields };
}

function print(one: Field, value: number): string {
  if (one.scale !== 1) return `${value} (${value / one.scale})`;
  // No flag set is printed as a number: an empty text would look like a value that is missing.
  return printValue(one, value) || String(value);
}

/** Most bytes printed in one field. */
const PRINTED = 32;

/** A stretch of bytes as one field; its value is its length. */
export function explainBytes(
  key: string,
  bytes: Uint8Array,
  from: number,
  to: number,
  fault: Fault | null,
  fields?: readonly ExplainedField[],
): ExplainedField {
  let text = '';
  for (let at = from; at < Math.min(to, from + PRINTED); at++) text += bytes[at]!.toString(16).padStart(2, '0');
  if (to - from > PRINTED) text += '…';
  const own = { key, from, to, bits: null, value: to - from, text, fault: faultWithin(fault, from, to) };
  return fields === undefined ? own : { ...own, fields };
}

/** A fault where its place is among these bytes. */
export function faultWithin(fault: Fault | null, from: number, to: number): Fault | null {
  return fault !== null && fault.at >= from && fault.at < to ? fault : null;
}
