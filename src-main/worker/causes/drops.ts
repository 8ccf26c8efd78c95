import type { Reason } from '#engine/trace/reasons.ts';
import type { DropList } from '#contract/causes.ts';
import { TraceReader } from '../reading/trace-reader.ts';
import { Numbers } from '../reading/numbers.ts';
import { factRow } from '../events/rows.ts';

/** What was thrown away, by reason. It reads only what was added to the trace since the last time. */
export class Drops extends TraceReader {
  /** Numbers of the facts that are drops, ascending. */
  readonly #all = new Numbers();
  readonly #byReason = new Map<Reason, Numbers>();

  protected take(first: number, last: number): void {
    const trace = this.trace;
    for (let seq = first; seq <= last; seq++) {
      if (trace.kind(seq) !== 'frame.dropped') continue;
      this.#all.push(seq);
      const reason = trace.reason(seq);
      let facts = this.#byReason.get(reason);
      if (facts === undefined) this.#byReason.set(reason, (facts = new Numbers()));
      facts.push(seq);
    }
  }

  protected forget(length: number): void {
    for (const facts of [this.#all, ...this.#byReason.values()]) facts.truncate(facts.countUpTo(length));
  }

  /** Counts by reason, and drops `from` … `from + count - 1` (from 1) of one reason; null: of all. */
  list(reason: string | null, from: number, count: number, cursor: number): DropList {
    this.catchUp();
    const chosen = reason === null ? this.#all : this.#byReason.get(reason as Reason);
    const total = chosen?.length ?? 0;
    const rows: DropList['rows'] = [];
    const last = Math.min(total, from + count - 1);
    for (let place = Math.max(1, from); place <= last; place++) {
      rows.push(factRow(this.trace, chosen!.at(place - 1)));
    }
    const reasons = [...this.#byReason]
      .map(([name, facts]) => ({ reason: name, count: facts.countUpTo(cursor), known: facts.length }))
      .filter(({ known }) => known > 0)
      .sort((a, b) => b.count - a.count || b.known - a.known || (a.reason < b.reason ? -1 : 1));
    return { reasons, total, place: chosen?.countUpTo(cursor) ?? 0, rows };
  }
}
