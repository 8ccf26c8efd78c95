import type { FrameScan } from '#engine/trace/frame-scan.ts';
import type { TraceStore } from '#engine/trace/store.ts';
import { FCS_LENGTH } from '#engine/wire/frame.ts';
import type { Measured } from '#contract/touch.ts';
import type { CableSettings } from '#engine/devices/settings.ts';
import { Numbers } from '../reading/numbers.ts';
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

type Both = [there: Sums, back: Sums];

/** The facts that concern a cable, and what they add up to. */
interface Measuring {
  readonly cable: CableSettings;
  /** Numbers of its facts, ascending. */
  readonly facts: Numbers;
  /** Sums after 0, INTERVAL, 2 × INTERVAL … facts. */
  readonly sums: Both[];
  /** Sums after all facts. */
  last: Both;
  /** Facts of the trace looked at so far. */
  read: number;
}

/**
 * What cables have done, measured from the trace: nothing is counted while the world runs. A cable is looked at when it is
 * asked about, and from then on only what was added.
 */
export class Measurements {
  readonly #trace: TraceStore;
  #frames: FrameScan;
  /** Insertion order is the order of last use. */
  readonly #cables = new Map<string, Measuring>();

  constructor(trace: TraceStore) {
    this.#trace = trace;
    this.#frames = trace.scanFrames();
  }

  /** Reads the facts added since the last time. */
  catchUp(): void {
    for (const measuring of this.#cables.values()) this.#extend(measuring);
  }

  /** Forgets the facts after number `length`. Called before the trace itself is cut. */
  cut(length: number): void {
    for (const measuring of this.#cables.values()) {
      const { facts, sums } = measuring;
      if (length >= measuring.read) continue;
      facts.truncate(facts.countUpTo(length));
      sums.length = Math.min(sums.length, Math.floor(facts.length / INTERVAL) + 1);
      measuring.last = this.#sumUpTo(measuring, facts.length);
      measuring.read = length;
    }
    // What has been read of frames that will not be lived is of no use to those that take their numbers.
    this.#frames = this.#trace.scanFrames();
  }

  /** Both directions of a cable up to fact `cursor`. */
  of(cable: CableSettings, cursor: number): [Measured, Measured] {
    let measuring = this.#cables.get(cable.id);
    const { a } = cable;
    // Another way round, what went there went back.
    if (measuring?.cable.a.device !== a.device || measuring.cable.a.port !== a.port) measuring = undefined;
    measuring ??= { cable, facts: new Numbers(), sums: [copyOf(NOTHING)], last: copyOf(NOTHING), read: 0 };
    this.#cables.delete(cable.id);
    this.#cables.set(cable.id, measuring);
    if (this.#cables.size > CABLES_KEPT) this.#cables.delete(this.#cables.keys().next().value!);
    this.#extend(measuring);
    const count = measuring.facts.countUpTo(cursor);
    const [there, back] = count === measuring.facts.length ? measuring.last : this.#sumUpTo(measuring, count);
    return [measuredOf(there), measuredOf(back)];
  }

  #extend(measuring: Measuring): void {
    const trace = this.#trace;
    const { cable, facts, sums, last } = measuring;
    for (let seq = measuring.read + 1; seq <= trace.length; seq++) {
      if (!concerns(trace, seq, cable.id)) continue;
      facts.push(seq);
      this.#add(last, cable, seq);
      if (facts.length % INTERVAL === 0) sums.push(copyOf(last));
    }
    measuring.read = trace.length;
  }

  #sumUpTo({ cable, facts, sums }: Measuring, count: number): Both {
    const from = Math.floor(count / INTERVAL);
    const both = copyOf(sums[from]!);
    for (let index = from * INTERVAL; index < count; index++) this.#add(both, cable, facts.at(index));
    return both;
  }

  #add(both: Both, { a }: CableSettings, seq: number): void {
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
        this.#arrived(sums, seq, sending);
    }
  }

  #arrived(sums: Sums, seq: number, sending: number): void {
    const trace = this.#trace;
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
    if (this.#frames.read(trace.frame(seq))) sums.bits += (this.#frames.length + FCS_LENGTH) * 8;
    sums.lastArrival = now;
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

const COUNTS = { sent: 0, arrived: 0, lost: 0, duplicated: 0, reordered: 0, damaged: 0 };
const TIMES = { transit: 0, lastTransit: -1, jitter: 0, bits: 0, firstDeparture: -1, lastArrival: 0, newest: 0 };
const NOTHING: Both = [
  { ...COUNTS, ...TIMES },
  { ...COUNTS, ...TIMES },
];

function copyOf([there, back]: Both): Both {
  return [{ ...there }, { ...back }];
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
    // What is left of an old deviation is none: it halves for ever.
    jitter: count < 2 ? null : jitter < 0.001 ? 0 : jitter,
    throughput: count === 0 || time <= 0 ? null : (bits * 1e9) / time,
  };
}
