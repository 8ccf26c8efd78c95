/**
 * The list of events: facts as rows, and filters put to facts. This room reads what happened in the order it happened and
 * never asks why.
 */
import type { TraceStore } from '#engine/trace/store.ts';
import { summarizeFrame } from '#engine/wire/summary.ts';
import type { FactRow, Summary } from '#contract/shapes.ts';
import type { Filter } from '#engine/wire/filter/filter.ts';
import type { Drawing } from '../drawing/drawing.ts';
import { Filtering } from './filtering.ts';
import type { Numbers } from '../reading/numbers.ts';
import type { Later, WallClock } from '../wall-clock.ts';

/** How many choices are kept ready: a window or two, each with those a person goes back and forth between. */
const CHOICES_KEPT = 8;

/** Wall ms a tick may go on with filters that were asked for: what is left is done when they are asked for again. */
const TICK_SHARE = 4;

/** The trace as rows, a window at a time. A choice of kinds and a filter is read once and then only added to. */
export class Rows {
  readonly #trace: TraceStore;
  readonly #drawing: Pick<Drawing, 'names' | 'records'>;
  readonly #clock: WallClock;
  readonly #later: Later;
  /** Insertion order is the order of last use. */
  readonly #choices = new Map<string, Filtering>();
  /** The drawing whose names the choices know. */
  #known: Drawing['records'];

  constructor(trace: TraceStore, drawing: Pick<Drawing, 'names' | 'records'>, clock: WallClock, later: Later) {
    this.#trace = trace;
    this.#drawing = drawing;
    this.#clock = clock;
    this.#later = later;
    this.#known = drawing.records;
  }

  /**
   * Rows `from` … `from + count - 1`, counted from 1 among the facts whose kind is in `kinds` (empty: among all facts),
   * those behind the cursor included. `total`: how many such facts there are.
   */
  window(from: number, count: number, kinds: readonly string[]): RowWindow {
    if (kinds.length === 0) return this.#cutOut(from, count, null);
    const choice = this.#choice(kinds, null);
    choice.workAll();
    return this.#cutOut(from, count, choice.facts);
  }

  /** The same among the facts that pass a filter too, when all that is known was looked at. */
  async filtered(from: number, count: number, kinds: readonly string[], filter: Filter | null): Promise<RowWindow> {
    const choice = this.#choice(kinds, filter);
    await choice.finish(this.#clock, this.#later);
    return this.#cutOut(from, count, choice.facts);
  }

  /** The first fact after number `from`, or the last before it, that passes a filter; null: none. */
  async find(filter: Filter, from: number, direction: 'forward' | 'back'): Promise<number | null> {
    const choice = this.#choice([], filter);
    await choice.finish(this.#clock, this.#later);
    const { facts } = choice;
    const index = direction === 'forward' ? facts.countUpTo(from) : facts.countUpTo(from - 1) - 1;
    return facts.at(index) || null;
  }

  /** Reads the facts added since the last time. */
  catchUp(): void {
    const until = this.#clock() + TICK_SHARE;
    for (const choice of this.#choices.values()) choice.work(this.#clock, until - this.#clock());
  }

  /** Forgets the facts after number `length`. */
  cut(length: number): void {
    for (const choice of this.#choices.values()) choice.cut(length);
  }

  #cutOut(from: number, count: number, facts: Numbers | null): RowWindow {
    const total = facts === null ? this.#trace.length : facts.length;
    const rows: FactRow[] = [];
    const first = Math.max(1, from);
    const last = Math.min(total, from + count - 1);
    for (let place = first; place <= last; place++) {
      rows.push(factRow(this.#trace, facts === null ? place : facts.at(place - 1)));
    }
    return { total, rows };
  }

  #choice(kinds: readonly string[], filter: Filter | null): Filtering {
    this.#forgetNames();
    const key = JSON.stringify([[...new Set(kinds)].sort(), filter?.text ?? '']);
    let choice = this.#choices.get(key);
    if (choice === undefined) {
      const chosen = kinds.length === 0 ? null : new Set(kinds);
      choice = new Filtering(this.#trace, chosen, filter, (id) => this.#drawing.names(id));
    } else this.#choices.delete(key);
    this.#choices.set(key, choice);
    if (this.#choices.size > CHOICES_KEPT) this.#drop(this.#choices.keys().next().value!);
    return choice;
  }

  /** A device that is called otherwise now is found by its new name: what was read by the old one is read again. */
  #forgetNames(): void {
    if (this.#known === this.#drawing.records) return;
    this.#known = this.#drawing.records;
    for (const key of [...this.#choices.keys()]) if (/hop\.(?:device|cable)/i.test(key)) this.#drop(key);
  }

  #drop(key: string): void {
    this.#choices.get(key)?.giveUp();
    this.#choices.delete(key);
  }
}

/** Rows, and how many there are in all. */
export interface RowWindow {
  total: number;
  rows: FactRow[];
}

/** One fact as a row. */
export function factRow(trace: TraceStore, seq: number): FactRow {
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
