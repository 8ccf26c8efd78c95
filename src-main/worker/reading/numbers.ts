/** A growing column of whole numbers 0 … 2^32-1. */
export class Numbers {
  #values = new Uint32Array(16);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The number at `index`; 0 where none was written. */
  at(index: number): number {
    return index < this.#length ? this.#values[index]! : 0;
  }

  push(value: number): void {
    this.set(this.#length, value);
  }

  /** Writes at any index; what lies between is 0. */
  set(index: number, value: number): void {
    if (index >= this.#values.length) {
      const grown = new Uint32Array(Math.max(index + 1, this.#values.length * 2));
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[index] = value;
    if (index >= this.#length) this.#length = index + 1;
  }

  /** Forgets everything from `length` on. */
  truncate(length: number): void {
    if (length >= this.#length) return;
    this.#values.fill(0, length, this.#length);
    this.#length = length;
  }

  /** How many of the numbers are at most `value`; the numbers must have been pushed in ascending order. */
  countUpTo(value: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#values[middle]! <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
