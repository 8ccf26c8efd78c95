import type { TraceStore } from '#engine/trace/store.ts';
import { FCS_LENGTH } from '#engine/wire/frame.ts';
import type { Measured } from '#contract/touch.ts';
import type { CableSettings } from '#engine/devices/settings.ts';
import { Numbers } from './numbers.ts';
import { sendingOf } from './on-the-way.ts';

/** Cables whose facts are kept ready: those a person goes back and forth between. */
const CABLES_KEPT = 4;
/** Facts of a cable between two sums that are kept, so that no cursor is further than so many from one. */
const INTERVAL = 2048;

/** What has been added up of one direction of a cable. */
interface Sums {
  sent: number;
  arrived: number;
  lost: number;
  duplicated: number;
  reordered: number;
  damaged: number;
  /** ns of all frames that arrived, together. */
  transit: number;
  /** ns of the last one of them, and the jitter up to it; -1: none has arrived yet. */
  lastTransit: number;
  jitter: number;
  bits: number;
  firstDeparture: number;
  lastArrival: number;
  /** The newest sending that has arrived. */
  newest: number;
}

/** The facts that concern a cable, and sums of them at every {@link INTERVAL}th. */
interface Measuring {
  readonly cable: CableSettings;
  /** Numbers of its facts, ascending. */
  readonly facts: Numbers;
  /** Sums after 0, INTERVAL, 2 × INTERVAL … facts. */
  readonly sums: [Sums, Sums][];
  /** Facts of the trace looked at so far. */
  read: number;
}

/**
 * What cables have done, measured from the trace: nothing is counted while the world runs. A cable is looked at when it is
 * asked about, and from then on only what was added.
 */
export class Measurements {
  readonly #trace: TraceStore;
  /** Insertion order is the order of last use. */
  readonly #records = new Map<string, Measuring>();

  constructor(trace: TraceStore) {
    this.#trace = trace;
  }

  /** Reads the facts added since the last time. */
  catchUp(): void {
    for (const record of this.#records.values()) this.#extend(record);
  }

  /** Forgets the facts after number `length`. Called before the trace itself is cut. */
  cut(length: number): void {
    for (const record of this.#records.values()) {
      record.facts.truncate(record.facts.countUpTo(length));
      record.sums.length = Math.min(record.sums.length, Math.floor(record.facts.length / INTERVAL) + 1);
      record.read = Math.min(record.read, length);
    }
  }

  /** Both directions of a cable up to fact `cursor`. */
  of(cable: CableSettings, cursor: number): [Measured, Measured] {
    let record = this.#records.get(cable.id);
    const { a } = cable;
    // Another way round, what went there went back.
    if (record?.cable.a.device !== a.device || record.cable.a.port !== a.port) record = undefined;
    record ??= { cable, facts: new Numbers(), sums: [[noSums(), noSums()]], read: 0 };
    this.#records.delete(cable.id);
    this.#records.set(cable.id, record);
    if (this.#records.size > CABLES_KEPT) this.#records.delete(this.#records.keys().next().value!);
    this.#extend(record);
    const count = record.facts.countUpTo(cursor);
    const [there, back] = this.#sumUpTo(record, count);
    return [measuredOf(there), measuredOf(back)];
  }

  #extend(record: Measuring): void {
    const trace = this.#trace;
    for (let seq = record.read + 1; seq <= trace.length; seq++) {
      if (concerns(trace, seq, record.cable.id)) record.facts.push(seq);
    }
    record.read = trace.length;
  }

  #sumUpTo({ cable, facts, sums }: Measuring, count: number): [Sums, Sums] {
    let last = Math.min(sums.length - 1, Math.floor(count / INTERVAL));
    let [there, back] = sums[last]!;
    [there, back] = [{ ...there }, { ...back }];
    for (let index = last * INTERVAL; index < count; index++) {
      this.#add([there, back], cable, facts.at(index));
      if ((index + 1) % INTERVAL !== 0) continue;
      last = (index + 1) / INTERVAL;
      sums[last] = [{ ...there }, { ...back }];
    }
    return [there, back];
  }

  #add(both: readonly [Sums, Sums], { a }: CableSettings, seq: number): void {
    const trace = this.#trace;
    const kind = trace.kind(seq);
    const sending = kind === 'frame.sent' || kind === 'frame.duplicated' ? seq : sendingOf(trace, seq);
    const there = trace.device(sending) === a.device && trace.port(sending) === a.port;
    const sums = both[there ? 0 : 1];
    switch (kind) {
      case 'frame.sent':
        sums.sent++;
        if (sums.firstDeparture < 0) sums.firstDeparture = trace.time(seq);
        return;
      case 'frame.duplicated':
        sums.duplicated++;
        return;
      case 'frame.damaged':
        sums.damaged++;
        return;
      case 'frame.dropped':
        sums.lost++;
        return;
      default:
        arrived(sums, trace, seq, sending);
    }
  }
}

function concerns(trace: TraceStore, seq: number, cable: string): boolean {
  switch (trace.kind(seq)) {
    case 'frame.sent':
    case 'frame.duplicated':
    case 'frame.arrived':
    case 'frame.damaged':
      return trace.detail(seq)['cable'] === cable;
    case 'frame.dropped': {
      // What ends on a cable, for whatever reason, has its sending for a cause; what a device drops has an arrival.
      const sending = sendingOf(trace, seq);
      if (sending === 0) return false;
      const kind = trace.kind(sending);
      return (kind === 'frame.sent' || kind === 'frame.duplicated') && trace.detail(sending)['cable'] === cable;
    }
    default:
      return false;
  }
}

function noSums(): Sums {
  const counts = { sent: 0, arrived: 0, lost: 0, duplicated: 0, reordered: 0, damaged: 0 };
  return { ...counts, transit: 0, lastTransit: -1, jitter: 0, bits: 0, firstDeparture: -1, lastArrival: 0, newest: 0 };
}

function arrived(sums: Sums, trace: TraceStore, seq: number, sending: number): void {
  const now = trace.time(seq);
  const transit = now - trace.time(sending);
  sums.arrived++;
  sums.transit += transit;
  // RFC 3550 §6.4.1: J = J + (|D| - J) / 16, D being how much longer or shorter than the one before it took.
  if (sums.lastTransit >= 0) sums.jitter += (Math.abs(transit - sums.lastTransit) - sums.jitter) / 16;
  sums.lastTransit = transit;
  // RFC 4737 §3: reordered is what was sent before something that has arrived already.
  if (sending < sums.newest) sums.reordered++;
  else sums.newest = sending;
  sums.bits += ((trace.frameOf(trace.frame(seq))?.length ?? 0) + FCS_LENGTH) * 8;
  sums.lastArrival = now;
}

function measuredOf(sums: Sums): Measured {
  const { sent, arrived: count, lost, duplicated, reordered, damaged, transit, jitter, bits } = sums;
  const time = sums.lastArrival - sums.firstDeparture;
  return {
    sent,
    arrived: count,
    lost,
    duplicated,
    reordered,
    damaged,
    loss: count + lost === 0 ? null : lost / (count + lost),
    delay: count === 0 ? null : transit / count,
    jitter: count < 2 ? null : jitter,
    throughput: count === 0 || time <= 0 ? null : (bits * 1e9) / time,
  };
}
