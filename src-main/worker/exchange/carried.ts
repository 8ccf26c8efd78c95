import type { TraceStore } from '#engine/trace/store.ts';
import { isFault } from '#engine/wire/fault.ts';
import { parseIpv4 } from '#engine/wire/ipv4.ts';
import { TCP } from '#engine/wire/tcp.ts';
import { parseOptions } from '#engine/wire/tcp-options.ts';
import { read } from '#engine/wire/field.ts';
import { UDP } from '#engine/wire/udp.ts';
import type { Journeys } from '../packets/journeys.ts';

/**
 * What a packet carries in its IP payload, as it first left: segment or datagram whole, put together where it left in
 * fragments (RFC 791 §3.2). Null: no frame of it is known.
 */
export function carriedBy(trace: TraceStore, journeys: Journeys, packet: number): Uint8Array | null {
  const parts = new Map<number, Uint8Array>();
  let teller: string | null = null;
  for (const seq of journeys.facts(packet, trace.length)) {
    const id = trace.frame(seq);
    if (id === 0) continue;
    const fact = `${trace.kind(seq)} ${trace.device(seq)}`;
    teller ??= fact;
    // Copies further on have the same payload.
    if (fact !== teller) continue;
    const frame = trace.frameOf(id);
    if (frame === undefined) continue;
    const ip = parseIpv4(frame);
    if (!isFault(ip)) parts.set(ip.fragmentOffset, frame.slice(ip.payloadAt, ip.payloadLength));
  }
  if (parts.size < 2) return parts.get(0) ?? null;
  const sorted = [...parts].sort(([one], [other]) => one - other);
  const whole = new Uint8Array(Math.max(...sorted.map(([at, { length }]) => at + length)));
  for (const [at, part] of sorted) whole.set(part, at);
  return whole;
}

/** The text of a segment, or what a datagram carries. */
export function textIn(carried: Uint8Array, protocol: 'tcp' | 'udp'): Uint8Array {
  if (protocol === 'udp') return carried.subarray(UDP.length);
  return carried.length < TCP.length ? carried.subarray(carried.length) : carried.subarray(dataOffset(carried));
}

/** The blocks of a segment's SACK option (RFC 2018 §3): edges, the right one exclusive. */
export function blocksIn(carried: Uint8Array): readonly (readonly [number, number])[] {
  if (carried.length < TCP.length) return [];
  const options = parseOptions(carried, TCP.length, Math.min(carried.length, dataOffset(carried)));
  return isFault(options) ? [] : (options.sack ?? []);
}

function dataOffset(segment: Uint8Array): number {
  return read(segment, 0, TCP.dataOffset);
}
