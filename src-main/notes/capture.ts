import type { CableEnd } from '#engine/devices/settings.ts';
import type { TraceStore } from '#engine/trace/store.ts';
import type { Frame } from '#engine/wire/frame.ts';
import { captureChunks, joined, REST, type CapturedPacket, type CaptureInterface } from './pcapng.ts';

/** What a capture needs to know of the drawing: names for its interfaces. */
export interface CaptureNames {
  /** The cables, so that silent ones have interfaces too. */
  cables: Iterable<{ id: string; a: CableEnd; b: CableEnd }>;
  /** Name of a device by its id. */
  deviceName(id: string): string;
}

/**
 * A capture of one cable, or of all (`null`), up to and including fact number `upTo`. Each end of a cable is an
 * interface, `pc1.eth0`: there stand the frames this end sent, at the time their first bit left, and those it received,
 * at the time their last bit came. A frame lost on the way stands at its sender only. A frame the receiver threw away
 * has the reason for a comment. A packet keeps one packet id over all hops. `passes`: whether a sighting is wanted, by the
 * number of its fact; null: all are.
 */
export function captureOf(
  trace: TraceStore,
  names: CaptureNames,
  cable: string | null,
  upTo: number,
  passes: ((seq: number) => boolean) | null = null,
): Uint8Array<ArrayBuffer> {
  return joined([...captureOfInChunks(trace, names, cable, upTo, passes)]);
}

/**
 * The same in pieces, for a file; an empty one after every so many facts in which there was nothing to write. `told`: hears
 * now and then how much is done, 0 … 1.
 */
export function* captureOfInChunks(
  trace: TraceStore,
  names: CaptureNames,
  cable: string | null,
  upTo: number,
  passes: ((seq: number) => boolean) | null = null,
  told: (share: number) => void = () => undefined,
): Generator<Uint8Array> {
  const { interfaces, packets } = yield* sightings(trace, names, cable, upTo, passes, told);
  yield* captureChunks(interfaces, packets);
}

/** Facts looked at between two rests: some milliseconds of work. */
const FACTS_AT_ONCE = 4096;
/** Share of the work that the first walk through the facts is: it writes nothing. */
const FIRST_WALK = 0.25;

function* sightings(
  trace: TraceStore,
  names: CaptureNames,
  cable: string | null,
  upTo: number,
  passes: ((seq: number) => boolean) | null,
  told: (share: number) => void,
): Generator<Uint8Array, { interfaces: CaptureInterface[]; packets: Iterable<CapturedPacket | null> }> {
  const last = Math.min(upTo, trace.length);
  const interfaces: CaptureInterface[] = [];
  const indices = new Map<string, number>();
  const indexOf = (of: string, device: string, port: string): number => {
    const key = JSON.stringify([of, device, port]);
    let index = indices.get(key);
    if (index === undefined) {
      index = interfaces.push({ name: `${names.deviceName(device)}.${port}`, description: of }) - 1;
      indices.set(key, index);
    }
    return index;
  };
  for (const { id, a, b } of names.cables) {
    if (cable !== null && id !== cable) continue;
    indexOf(id, a.device, a.port);
    indexOf(id, b.device, b.port);
  }

  // Interfaces have to be known before the first packet, and a cable may have been taken away since: a first walk finds
  // the ends of such cables, and why received frames were thrown away.
  const thrown = new Map<number, string>();
  for (let seq = 1; seq <= last; seq++) {
    if (seq % FACTS_AT_ONCE === 0) {
      told((FIRST_WALK * seq) / last);
      yield REST;
    }
    const kind = trace.kind(seq);
    if (kind === 'frame.dropped') {
      const arrival = arrivalBehind(trace, seq);
      if (arrival !== 0) thrown.set(arrival, trace.reason(seq));
    } else if (kind === 'frame.sent' || kind === 'frame.arrived') {
      const of = String(trace.detail(seq)['cable'] ?? '');
      if (cable === null || of === cable) indexOf(of, trace.device(seq) ?? '', trace.port(seq) ?? '');
    }
  }

  function* packets(): Generator<CapturedPacket | null> {
    for (let seq = 1; seq <= last; seq++) {
      if (seq % FACTS_AT_ONCE === 0) {
        told(FIRST_WALK + ((1 - FIRST_WALK) * seq) / last);
        yield null;
      }
      const kind = trace.kind(seq);
      if (kind !== 'frame.sent' && kind !== 'frame.arrived') continue;
      const of = String(trace.detail(seq)['cable'] ?? '');
      if (cable !== null && of !== cable) continue;
      if (passes !== null && !passes(seq)) continue;
      const frame = trace.frameOf(trace.frame(seq));
      if (!frame) continue;
      const [device, port] = [trace.device(seq) ?? '', trace.port(seq) ?? ''];
      const reason = thrown.get(seq);
      yield {
        interface: indexOf(of, device, port),
        time: trace.time(seq),
        bytes: [frame.head, frame.body, fcsBytes(frame)],
        direction: kind === 'frame.arrived' ? 'in' : 'out',
        packet: frame.packet,
        ...(reason === undefined ? {} : { comment: `dropped: ${reason}` }),
      };
    }
  }
  return { interfaces, packets: packets() };
}

/** Causes followed from a drop to the arrival of the frame: a device takes a handful of decisions about one. */
const CAUSES_FOLLOWED = 16;

/** The arrival of the very frame that a drop is about, at the port where it was thrown away; 0: it was never received. */
function arrivalBehind(trace: TraceStore, drop: number): number {
  const frame = trace.frame(drop);
  let seq = trace.cause(drop);
  for (let steps = 0; seq !== 0 && steps < CAUSES_FOLLOWED; steps++) {
    if (trace.kind(seq) === 'frame.arrived') {
      const same = trace.frame(seq) === frame && trace.device(seq) === trace.device(drop);
      return same && trace.port(seq) === trace.port(drop) ? seq : 0;
    }
    seq = trace.cause(seq);
  }
  return 0;
}

/** The FCS as it stands on the wire: CRC-32 with its first byte least significant (IEEE 802.3 §3.2.9). */
function fcsBytes({ fcs }: Frame): Uint8Array {
  return Uint8Array.of(fcs & 255, (fcs >>> 8) & 255, (fcs >>> 16) & 255, fcs >>> 24);
}
