/**
 * Segments as a story writes them, as in the notation of tcpdump and packetdrill:
 *
 *   flags [seq(length)] [ack N] [win N] [urg N] [<options>] ["text"]
 *
 * Flags: S F R P U, E (ECE), W (CWR), and `.` for ACK. `seq(length)` may also be written `seq:end(length)`. `*` stands for
 * anything. Options: mss N, wscale N, sackOK, TS value echo, sack left:right …, nop, eol, and `kind:hex` for any other.
 */
import type { TcpOptions } from '#engine/wire/tcp.ts';
import { ACK, CWR, ECE, FIN, PSH, RST, SYN, URG } from '#engine/wire/tcp.ts';
import type { Sent } from './transport-peer.ts';
import { bytesOf } from './transport-stack.ts';

/** null: anything. */
export interface WrittenSegment {
  flags: number | null;
  sequence: number | null;
  length: number | null;
  acknowledgment: number | null;
  window: number | null;
  urgent: number | null;
  options: WrittenOption[] | null;
  text: Uint8Array | null;
}

/** One option: its name, and its numbers (null: anything). */
interface WrittenOption {
  name: string;
  values: (number | null)[];
}

const FLAGS: Record<string, number> = { F: FIN, S: SYN, R: RST, P: PSH, '.': ACK, U: URG, E: ECE, W: CWR };

const PATTERN =
  /^(\*|[FSRPUEW.]+)(?:\s+(\*|\d+)(?::\d+)?\((\*|\d+)\))?(?:\s+ack\s+(\*|\d+))?(?:\s+win\s+(\*|\d+))?(?:\s+urg\s+(\*|\d+))?(?:\s+<([^>]*)>)?(?:\s+"([^"]*)")?$/;

/** Reads a segment; throws with what is wrong about it. */
export function readSegment(written: string): WrittenSegment {
  const found = PATTERN.exec(written.trim());
  if (found === null) throw new Error(`"${written}" is no segment`);
  const [, flags, sequence, length, acknowledgment, window, urgent, options, text] = found;
  const bytes = text === undefined ? null : bytesOf(text);
  const counted = numberOf(length);
  if (bytes !== null && counted !== null && counted !== bytes.length) {
    throw new Error(`"${text}" has ${bytes.length} bytes, not ${counted}`);
  }
  return {
    flags: flags === '*' ? null : [...flags!].reduce((sum, letter) => sum | FLAGS[letter]!, 0),
    sequence: numberOf(sequence),
    length: counted ?? bytes?.length ?? null,
    acknowledgment: numberOf(acknowledgment),
    window: numberOf(window),
    urgent: numberOf(urgent),
    options: options === undefined ? null : readOptions(options),
    text: bytes,
  };
}

function numberOf(written: string | undefined): number | null {
  return written === undefined || written === '*' ? null : Number(written);
}

function readOptions(written: string): WrittenOption[] {
  const parts = written.split(',').map((part) => part.trim().split(/\s+/));
  return parts
    .filter(([name]) => name !== '' && name !== 'nop' && name !== 'eol')
    .map(([name, ...values]) => ({
      name: name!,
      values: name === 'sack' ? values.flatMap((block) => block.split(':').map(numberOf)) : values.map(numberOf),
    }));
}

/** The options to put into a segment. */
export function optionsOf(written: WrittenOption[]): TcpOptions {
  const options: { -readonly [name in keyof TcpOptions]: TcpOptions[name] } = {};
  for (const { name, values } of written) {
    const [first = 0, second = 0] = values.map((value) => value ?? 0);
    if (name === 'mss') options.maximumSegmentSize = first;
    else if (name === 'wscale') options.windowScale = first;
    else if (name === 'sackOK') options.sackPermitted = true;
    else if (name === 'TS') options.timestamps = { value: first, echo: second };
    else if (name === 'sack') options.sack = pairsOf(values.map((value) => value ?? 0));
    else options.unknown = [...(options.unknown ?? []), { kind: Number(name.split(':')[0]), data: hexOf(name) }];
  }
  return options;
}

function pairsOf(values: number[]): [number, number][] {
  return values.flatMap((left, at) => (at % 2 === 0 ? [[left, values[at + 1]!] as [number, number]] : []));
}

function hexOf(name: string): Uint8Array {
  const hex = name.split(':')[1] ?? '';
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => parseInt(hex.slice(2 * at, 2 * at + 2), 16));
}

/** What about a segment is not as it was written, or null. */
export function difference(wanted: WrittenSegment, found: Sent): string | null {
  if (wanted.flags !== null && wanted.flags !== found.flags) return `flags ${writeFlags(found.flags)}`;
  const numbers = [
    ['sequence', wanted.sequence, found.sequence],
    ['length', wanted.length, found.payloadLength],
    ['ack', wanted.acknowledgment, found.acknowledgment],
    ['win', wanted.window, found.window],
    ['urg', wanted.urgent, found.urgentPointer],
  ] as const;
  for (const [name, want, is] of numbers) if (want !== null && want !== is) return `${name} ${is}`;
  if (wanted.text !== null && String(wanted.text) !== String(found.bytes)) return `text "${found.text}"`;
  return wanted.options === null ? null : optionsDifference(wanted.options, found.options);
}

function optionsDifference(wanted: WrittenOption[], found: TcpOptions): string | null {
  const is = listOf(found);
  const more = wanted.some(({ name }) => name === '*');
  const named = wanted.filter(({ name }) => name !== '*');
  for (const { name, values } of named) {
    const one = is.find((option) => option.name === name);
    if (one === undefined) return `no option ${name}`;
    const same =
      one.values.length === values.length && values.every((value, at) => value === null || value === one.values[at]);
    if (!same && !(values.length === 0 && name !== 'sack')) return `option ${name} ${one.values.join(' ')}`;
  }
  if (more || is.length === named.length) return null;
  return `options <${is.map(({ name }) => name).join(',')}>`;
}

function listOf(options: TcpOptions): { name: string; values: number[] }[] {
  const { maximumSegmentSize, windowScale, sackPermitted, sack, timestamps, unknown } = options;
  return [
    ...(maximumSegmentSize === undefined ? [] : [{ name: 'mss', values: [maximumSegmentSize] }]),
    ...(sackPermitted === true ? [{ name: 'sackOK', values: [] }] : []),
    ...(timestamps === undefined ? [] : [{ name: 'TS', values: [timestamps.value, timestamps.echo] }]),
    ...(windowScale === undefined ? [] : [{ name: 'wscale', values: [windowScale] }]),
    ...(sack === undefined ? [] : [{ name: 'sack', values: sack.flat() }]),
    ...(unknown ?? []).map(({ kind }) => ({ name: `${kind}`, values: [] })),
  ];
}

/** A segment that left, written as a story would. */
export function writeSegment(segment: Sent): string {
  const { sequence, payloadLength, acknowledgment, window, urgentPointer, flags } = segment;
  const options = listOf(segment.options).map(({ name, values }) => [name, ...values].join(' '));
  return [
    writeFlags(flags),
    `${sequence}:${(sequence + payloadLength) >>> 0}(${payloadLength})`,
    ...((flags & ACK) !== 0 ? [`ack ${acknowledgment}`] : []),
    `win ${window}`,
    ...((flags & URG) !== 0 ? [`urg ${urgentPointer}`] : []),
    ...(options.length > 0 ? [`<${options.join(',')}>`] : []),
    ...(payloadLength > 0 && payloadLength <= 20 ? [`"${segment.text}"`] : []),
  ].join(' ');
}

function writeFlags(flags: number): string {
  const letters = Object.entries(FLAGS).filter(([, bit]) => (flags & bit) !== 0);
  return letters.map(([letter]) => letter).join('') || 'none';
}
