import type { TopologyChange } from '#engine/sim/topology.ts';
import type { CableRecord, DocumentRecord } from '#document/records.ts';
import type { Problem } from '#document/problem.ts';
import { topologyChangeOf } from '#document/topology.ts';

/** A change of the drawing that the world was told, and how to think it away again. */
interface Told {
  /** The first fact it made: at a cursor before that, the world knows nothing of it. */
  seq: number;
  /** What the records it touched were before; null: there was none. */
  before: Map<string, DocumentRecord | null>;
}

/**
 * The drawing as the world was told of it.
 *
 * The drawing has no past: undo belongs to the window. The world has one, and back there it lacks what was drawn since.
 * When the world begins a new future there, it must be told again of every change that is cut off with the old one.
 */
export class Drawing {
  #records: ReadonlyMap<string, DocumentRecord>;
  readonly #told: Told[] = [];

  constructor(records: readonly DocumentRecord[]) {
    this.#records = new Map(records.map((record) => [record.id, record]));
  }

  /** A record of the drawing as it is now, wherever the cursor stands. */
  record(id: string): DocumentRecord | undefined {
    return this.#records.get(id);
  }

  /** What to call a device: its name in the drawing, or its id when it is no longer drawn. */
  name(id: string): string {
    const record = this.#records.get(id);
    return record?.type === 'device' ? record.name : id;
  }

  /** The cables of the drawing as it is now. */
  cables(): CableRecord[] {
    return [...this.#records.values()].filter((record) => record.type === 'cable');
  }

  /**
   * Takes a change in, and says what the world at `cursor` must be told: the change and everything that it does not know
   * of the drawing there; null: nothing. `told` is to be called when the world was told.
   */
  change(
    change: { put: unknown[]; remove: string[] },
    cursor: number,
  ): { change: TopologyChange | null; told: () => void } | { problems: Problem[] } {
    const checked = topologyChangeOf(change, this.#records);
    if ('problems' in checked) return checked;
    const before = this.#unknownAt(cursor);
    for (const id of [...change.remove, ...change.put.map((record) => (record as DocumentRecord).id)]) {
      if (!before.has(id)) before.set(id, this.#records.get(id) ?? null);
    }
    const ids = [...before.keys()];
    const put = ids.flatMap((id) => checked.records.get(id) ?? []).filter(({ type }) => type !== 'note');
    const remove = ids.filter(
      (id) => !checked.records.has(id) && before.get(id) !== null && before.get(id)!.type !== 'note',
    );
    const nothing = put.length === 0 && remove.length === 0;
    const whole = nothing ? null : topologyChangeOf({ put, remove });
    if (whole !== null && 'problems' in whole) return whole;
    const told = () => {
      this.#records = checked.records;
      if (!nothing) this.#told.push({ seq: cursor + 1, before });
    };
    return { change: whole?.change ?? null, told };
  }

  /** Forgets what the world was told behind `cursor`: it is about to begin a new future there. */
  forgetFuture(cursor: number): void {
    while (this.#told.length > 0 && this.#told[this.#told.length - 1]!.seq > cursor) this.#told.pop();
  }

  /** The records that the world at `cursor` has not heard of as they are now, as they were there; null: there was none. */
  #unknownAt(cursor: number): Map<string, DocumentRecord | null> {
    const then = new Map<string, DocumentRecord | null>();
    for (let index = this.#told.length - 1; index >= 0 && this.#told[index]!.seq > cursor; index--) {
      for (const [id, record] of this.#told[index]!.before) then.set(id, record);
    }
    return then;
  }
}
