/** A growing column of times, ns, in ascending order. */
export class Times {
  #values = new Float64Array(16);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The time at `index`; -1 where none was written. */
  at(index: number): number {
    return index >= 0 && index < this.#length ? this.#values[index]! : -1;
  }

  push(time: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(this.#length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = time;
  }

  /** Forgets everything from `length` on. */
  truncate(length: number): void {
    this.#length = Math.min(this.#length, length);
  }

  /** How many of them are at most `time`. */
  countUpTo(time: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#values[middle]! <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
