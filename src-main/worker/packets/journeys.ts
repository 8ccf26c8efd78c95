/**
 * The ways packets took, and what is on a cable now. This room tells where frames were and are; why is `causes/`.
 */
import type { TraceStore } from '#engine/trace/store.ts';
import type { Kind } from '#engine/trace/kinds.ts';
import { Numbers } from '../reading/numbers.ts';

/** What is told about the way of a packet: where its frames went, where they ended, and when the other end took it. */
const WAY: ReadonlySet<Kind> = new Set<Kind>([
  'frame.sent',
  'frame.duplicated',
  'frame.arrived',
  'frame.dropped',
  'tcp.received',
  'udp.received',
]);

/**
 * For each packet, the facts of its way, as a chain through the trace: `first[packet]` → `next[seq]` → … It reads only
 * what was added to the trace since the last time.
 */
export class Journeys {
  readonly #trace: TraceStore;
  readonly #first = new Numbers();
  readonly #last = new Numbers();
  readonly #next = new Numbers();
  #read = 0;

  constructor(trace: TraceStore) {
    this.#trace = trace;
  }

  get read(): number {
    return this.#read;
  }

  /** Reads the facts added since the last time, up to fact `to`. */
  catchUp(to: number = this.#trace.length): void {
    const trace = this.#trace;
    for (let seq = this.#read + 1; seq <= to; seq++) {
      const packet = trace.packet(seq);
      if (packet === 0 || !WAY.has(trace.kind(seq))) continue;
      const last = this.#last.at(packet);
      if (last === 0) this.#first.set(packet, seq);
      else this.#next.set(last, seq);
      this.#last.set(packet, seq);
    }
    this.#read = Math.max(this.#read, to);
  }

  /** Forgets the facts after number `length`. Called before the trace itself is cut. */
  cut(length: number): void {
    // The trace is not asked: to unpack what is cut off would take longer than to go through the packets there are.
    for (let packet = 1; packet < this.#last.length; packet++) {
      if (this.#last.at(packet) <= length) continue;
      let last = 0;
      for (let seq = this.#first.at(packet); seq !== 0 && seq <= length; seq = this.#next.at(seq)) last = seq;
      if (last === 0) this.#first.set(packet, 0);
      else this.#next.set(last, 0);
      this.#last.set(packet, last);
    }
    this.#next.truncate(length + 1);
    this.#read = Math.min(this.#read, length);
  }

  /** The facts of a packet's way up to fact `cursor`, oldest first. */
  *facts(packet: number, cursor: number): Iterable<number> {
    this.catchUp();
    for (let seq = this.#first.at(packet); seq !== 0 && seq <= cursor; seq = this.#next.at(seq)) yield seq;
  }
}
