import type { DocumentRecord } from '#document/records.ts';

type Records = ReadonlyMap<string, DocumentRecord>;

/** One time the world was told of the drawing, and how to think it away again. */
interface Telling {
  /** The first fact it made: at a cursor before that, the world knows nothing of it. */
  seq: number;
  /** What the records it touched were before; null: there was none. */
  before: ReadonlyMap<string, DocumentRecord | null>;
}

/** What one world, on one branch of history, was told of the drawing, and when. */
export class Told {
  /** The drawing as the world knows it at the end of its history. Replaced, never changed. */
  #known: Records;
  #tellings: Telling[] = [];
  /** Is told of every telling: the last fact before it, and the records that were put in place or taken away. */
  heard: ((fact: number, put: DocumentRecord[], remove: string[]) => void) | null = null;

  constructor(records: Records) {
    this.#known = records;
  }

  /** The same, for a history that goes on as two. */
  fork(): Told {
    const fork = new Told(this.#known);
    fork.#tellings = this.#tellings.slice();
    return fork;
  }

  /** The drawing as the world knew it at fact `cursor`. */
  knownAt(cursor: number): Records {
    const last = this.#tellings[this.#tellings.length - 1];
    if (last === undefined || last.seq <= cursor) return this.#known;
    const known = new Map(this.#known);
    for (let index = this.#tellings.length - 1; index >= 0 && this.#tellings[index]!.seq > cursor; index--) {
      for (const [id, record] of this.#tellings[index]!.before) {
        if (record === null) known.delete(id);
        else known.set(id, record);
      }
    }
    return known;
  }

  /** Notes that the world, whose last fact was `cursor`, was told of the records with these ids. */
  tell(cursor: number, ids: Iterable<string>, records: Records): void {
    const known = new Map(this.#known);
    const before = new Map<string, DocumentRecord | null>();
    for (const id of ids) {
      before.set(id, known.get(id) ?? null);
      const record = records.get(id);
      if (record === undefined) known.delete(id);
      else known.set(id, record);
    }
    this.#known = known;
    this.#tellings.push({ seq: cursor + 1, before });
    const put = [...before.keys()].flatMap((id) => records.get(id) ?? []);
    this.heard?.(
      cursor,
      put,
      [...before.keys()].filter((id) => !records.has(id)),
    );
  }

  /** Forgets what the world was told behind `cursor`: it is about to begin a new future there. */
  forgetFuture(cursor: number): void {
    this.#known = this.knownAt(cursor);
    while (this.#tellings.length > 0 && this.#tellings[this.#tellings.length - 1]!.seq > cursor) this.#tellings.pop();
  }
}
