import type { TraceStore } from '#engine/trace/store.ts';
import { summarizeFrame } from '#engine/wire/summary.ts';
import type { FactRow, Summary } from '#contract/shapes.ts';
import { Numbers } from './numbers.ts';

/** How many choices of kinds are kept ready: a window or two, each with the choices a person goes back and forth between. */
const CHOICES_KEPT = 8;

interface Choice {
  kinds: ReadonlySet<string>;
  /** Numbers of the facts of these kinds, ascending. */
  facts: Numbers;
  /** Facts of the trace looked at so far. */
  read: number;
}

/** The trace as rows, a window at a time. A choice of kinds is read once and then only added to. */
export class Rows {
  readonly #trace: TraceStore;
  /** Insertion order is the order of last use. */
  readonly #choices = new Map<string, Choice>();

  constructor(trace: TraceStore) {
    this.#trace = trace;
  }

  /**
   * Rows `from` … `from + count - 1`, counted from 1 among the facts whose kind is in `kinds` (empty: among all facts),
   * those behind the cursor included. `total`: how many such facts there are.
   */
  window(from: number, count: number, kinds: readonly string[]): { total: number; rows: FactRow[] } {
    const choice = kinds.length === 0 ? null : this.#choice(kinds);
    const total = choice === null ? this.#trace.length : choice.facts.length;
    const rows: FactRow[] = [];
    const first = Math.max(1, from);
    const last = Math.min(total, from + count - 1);
    for (let place = first; place <= last; place++) {
      rows.push(factRow(this.#trace, choice === null ? place : choice.facts.at(place - 1)));
    }
    return { total, rows };
  }

  /** Reads the facts added since the last time. */
  catchUp(): void {
    for (const choice of this.#choices.values()) this.#extend(choice);
  }

  /** Forgets the facts after number `length`. */
  cut(length: number): void {
    for (const choice of this.#choices.values()) {
      choice.facts.truncate(choice.facts.countUpTo(length));
      choice.read = Math.min(choice.read, length);
    }
  }

  #choice(kinds: readonly string[]): Choice {
    const key = [...new Set(kinds)].sort().join(' ');
    let choice = this.#choices.get(key);
    if (choice === undefined) choice = { kinds: new Set(kinds), facts: new Numbers(), read: 0 };
    else this.#choices.delete(key);
    this.#choices.set(key, choice);
    if (this.#choices.size > CHOICES_KEPT) this.#choices.delete(this.#choices.keys().next().value!);
    this.#extend(choice);
    return choice;
  }

  #extend(choice: Choice): void {
    const trace = this.#trace;
    for (let seq = choice.read + 1; seq <= trace.length; seq++) {
      if (choice.kinds.has(trace.kind(seq))) choice.facts.push(seq);
    }
    choice.read = trace.length;
  }
}

/** One fact as a row. */
function factRow(trace: TraceStore, seq: number): FactRow {
  const reason = trace.reason(seq);
  const frame = trace.frame(seq);
  return {
    seq,
    time: trace.time(seq),
    step: trace.step(seq),
    kind: trace.kind(seq),
    device: trace.device(seq),
    port: trace.port(seq),
    frame,
    packet: trace.packet(seq),
    value: trace.value(seq),
    reason: reason === 'none' ? null : reason,
    cause: trace.cause(seq),
    detail: trace.detail(seq),
    summary: frame === 0 ? null : frameSummary(trace, frame),
  };
}

function frameSummary(trace: TraceStore, id: number): Summary | null {
  const frame = trace.frameOf(id);
  return frame === undefined ? null : summarizeFrame(frame);
}
