/**
 * The memory in which payloads lie, as programs handed it over, each piece by a number. Nothing of it is copied, and it stays
 * as long as a frame of the history does.
 */
export class Memories {
  #known: ArrayBufferLike[] = [];
  #numbers = new Map<ArrayBufferLike, number>();
  /** The newest frame there was when a piece was first met. */
  #since: number[] = [];
  #last: ArrayBufferLike | undefined;
  #lastNumber = 0;
  #bytes = 0;

  /** Bytes of all pieces. */
  get bytes(): number {
    return this.#bytes;
  }
  get all(): readonly ArrayBufferLike[] {
    return this.#known;
  }

  at(number: number): ArrayBufferLike {
    return this.#known[number]!;
  }

  /** The number of a piece, which gets one if it is new; `newest`: the newest frame there is. */
  numberOf(memory: ArrayBufferLike, newest: number): number {
    if (memory === this.#last) return this.#lastNumber;
    let number = this.#numbers.get(memory);
    if (number === undefined) {
      number = this.#known.push(memory) - 1;
      this.#since.push(newest);
      this.#numbers.set(memory, number);
      this.#bytes += memory.byteLength;
    }
    this.#last = memory;
    this.#lastNumber = number;
    return number;
  }

  /** Forgets the pieces that were first met after frame `count` was. */
  cut(count: number): void {
    while ((this.#since[this.#known.length - 1] ?? -1) >= count) {
      this.#since.pop();
      const memory = this.#known.pop()!;
      this.#numbers.delete(memory);
      this.#bytes -= memory.byteLength;
    }
    this.#last = undefined;
  }

  /** The same pieces by the same numbers, to which others can be added. */
  fork(): Memories {
    const fork = new Memories();
    fork.#known = this.#known.slice();
    fork.#numbers = new Map(this.#numbers);
    fork.#since = this.#since.slice();
    fork.#bytes = this.#bytes;
    return fork;
  }
}
