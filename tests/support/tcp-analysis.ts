/** What an independent reader makes of one port's traffic, beside what the trace says of the same frames. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { captureOf } from '#notes/capture.ts';
import { isFault } from '#engine/wire/fault.ts';
import { parseIpv4, PROTOCOL_TCP } from '#engine/wire/ipv4.ts';
import type { Fact, Lab } from './lab.ts';
import { tshark } from './tshark.ts';

/** tshark's marks that are compared; `tcp.analysis.` stands before each. */
export const MARKS = [
  'retransmission',
  'fast_retransmission',
  'spurious_retransmission',
  'out_of_order',
  'duplicate_ack',
  'zero_window',
  'zero_window_probe',
  'zero_window_probe_ack',
  'window_full',
  'window_update',
  'keep_alive',
  'keep_alive_ack',
  'lost_segment',
  'ack_lost_segment',
  'reused_ports',
] as const;

export type Mark = (typeof MARKS)[number];

/** One frame as it passed the port. */
export interface Passed {
  /** From 1 on, as tshark counts the TCP frames of this port. */
  number: number;
  /** The device sent it; else it received it. */
  out: boolean;
  flags: number;
  length: number;
  sequence: number;
  acknowledgment: number;
  marks: Set<Mark>;
  /** The fact with which it left its host, and the facts with which it came in, if the trace has them. */
  sent: Fact | undefined;
  received: Fact | undefined;
}

interface Context {
  skip(note?: string): never;
}

/**
 * Lets tshark read what passed `port` of `device` (as Wireshark on that machine would see it) and joins each TCP frame
 * with the facts about it. Throws when tshark finds a wrong checksum or a malformed frame.
 */
export function passedAt(context: Context, lab: Lab, device: string, port: string, folder: string): Passed[] {
  const { trace, cursor } = lab.timeline;
  const all = join(folder, 'all.pcapng');
  const here = join(folder, 'here.pcapng');
  writeFileSync(all, captureOf(trace, { cables: lab.topology.cables, deviceName: (id) => id }, null, cursor));
  // In two passes, because tshark's analysis looks at every frame of a file, not only at those it shows.
  tshark(context, '-r', all, '-Y', `frame.interface_name == "${device}.${port}" && tcp`, '-w', here);
  const whole = ['-o', 'tcp.desegment_tcp_streams:FALSE'];
  const strict = [
    ...whole,
    '-o',
    'tcp.check_checksum:TRUE',
    '-o',
    'ip.check_checksum:TRUE',
    '-o',
    'eth.check_fcs:TRUE',
  ];
  // 1: the checksum was computed and is right.
  const good = 'ip.checksum.status == 1 && tcp.checksum.status == 1 && eth.fcs.status == 1 && !_ws.malformed';
  const wrong = tshark(context, '-r', here, ...strict, '-Y', `!(${good})`);
  if (wrong !== '') throw new Error(`tshark does not like these frames:\n${wrong}`);
  const fields = ['tcp.flags', 'tcp.len', 'tcp.seq_raw', 'tcp.ack_raw', ...MARKS.map((mark) => `tcp.analysis.${mark}`)];
  const output = tshark(context, '-r', here, ...whole, '-T', 'fields', ...fields.flatMap((field) => ['-e', field]));
  const rows = output === '' ? [] : output.replace(/\n$/, '').split('\n');
  const facts = passages(lab, device, port);
  if (rows.length !== facts.length) throw new Error(`tshark saw ${rows.length} frames, the trace ${facts.length}`);
  const [sent, received] = (['tcp.sent', 'tcp.received'] as const).map(
    (kind) => new Map(lab.facts(kind).map((fact) => [fact.packet, fact])),
  );
  return rows.map((row, index) => {
    const [flags, length, sequence, acknowledgment, ...marked] = row.split('\t');
    const { packet, out } = facts[index]!;
    return {
      number: index + 1,
      out,
      flags: Number(flags),
      length: Number(length),
      sequence: Number(sequence),
      acknowledgment: Number(acknowledgment),
      marks: new Set(MARKS.filter((_, at) => (marked[at] ?? '') !== '')),
      sent: sent!.get(packet),
      received: received!.get(packet),
    };
  });
}

/** The TCP frames that left or entered by a port, in the order of the capture. */
function passages(lab: Lab, device: string, port: string): { frame: number; packet: number; out: boolean }[] {
  return lab
    .facts('frame.sent', 'frame.arrived')
    .filter((fact) => fact.device === device && fact.port === port)
    .filter((fact) => {
      const ip = parseIpv4(lab.timeline.trace.frameOf(fact.frame)!);
      return !isFault(ip) && ip.protocol === PROTOCOL_TCP;
    })
    .map(({ frame, packet, kind }) => ({ frame, packet, out: kind === 'frame.sent' }));
}

/** The numbers of the frames that bear a mark. */
export function marked(passed: readonly Passed[], ...marks: Mark[]): number[] {
  return passed.filter((frame) => marks.some((mark) => frame.marks.has(mark))).map(({ number }) => number);
}

/** The numbers of the frames of which something is true. */
export function numbers(passed: readonly Passed[], holds: (frame: Passed) => boolean): number[] {
  return passed.filter(holds).map(({ number }) => number);
}

/** Why the trace says that a frame was sent again; null: it was not. */
export function retransmission(lab: Lab, { sent }: Passed): string | null {
  const { trace } = lab.timeline;
  const cause = sent?.cause ?? 0;
  return cause > 0 && trace.kind(cause) === 'tcp.retransmitted' ? String(trace.detail(cause).why) : null;
}

/** The timer that made a frame leave, if one did. */
export function timerOf(lab: Lab, frame: Passed): string | null {
  const { trace } = lab.timeline;
  let cause = frame.sent?.cause ?? 0;
  if (retransmission(lab, frame) !== null) cause = trace.cause(cause);
  return cause > 0 && trace.kind(cause) === 'tcp.timer.expired' ? String(trace.detail(cause).timer) : null;
}

/** The arriving frames that the trace counts as duplicate acknowledgments. */
export function duplicates(lab: Lab, passed: readonly Passed[]): number[] {
  const causes = new Set(lab.facts('tcp.duplicate').map(({ cause }) => cause));
  return numbers(passed, ({ received }) => received !== undefined && causes.has(received.seq));
}
