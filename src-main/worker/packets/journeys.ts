/**
 * The ways packets took, and what is on a cable now. This room tells where frames were and are; why is `causes/`.
 */
import type { Kind } from '#engine/trace/kinds.ts';
import { TraceReader } from '../reading/trace-reader.ts';
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
export class Journeys extends TraceReader {
  readonly #first = new Numbers();
  readonly #last = new Numbers();
  readonly #next = new Numbers();

  protected take(first: number, last: number): void {
    const trace = this.trace;
    for (let seq = first; seq <= last; seq++) {
      const packet = trace.packet(seq);
      if (packet === 0 || !WAY.has(trace.kind(seq))) continue;
      const before = this.#last.at(packet);
      if (before === 0) this.#first.set(packet, seq);
      else this.#next.set(before, seq);
      this.#last.set(packet, seq);
    }
  }

  protected forget(length: number): void {
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
  }

  /** The facts of a packet's way up to fact `cursor`, oldest first. */
  *facts(packet: number, cursor: number): Iterable<number> {
    this.catchUp();
    for (let seq = this.#first.at(packet); seq !== 0 && seq <= cursor; seq = this.#next.at(seq)) yield seq;
  }
}
