/** What was read of a terminal so far, and what must be read next. It knows nothing of how lines are shown. */
export class Reading {
  /** Number of the next line to show. */
  #next = 0;
  /** Up to which fact it was read, and of which history; -1: not yet. */
  #cursor = -1;
  #history = -1;
  #asked: { from: number; history: number } | null = null;

  /** Number of the line from which to read on, with the cursor of time at a fact of a history: 0 when all must be shown anew. */
  ask(cursor: number, history: number): number {
    const anew = history !== this.#history || cursor < this.#cursor;
    const from = anew ? 0 : this.#next;
    this.#asked = { from, history };
    return from;
  }

  /**
   * What to do with the answer: show everything anew, add its lines, or ask `again`, because time went back while it was
   * on its way, so that it is the rest of another screen.
   */
  take(found: { first: number; cursor: number; lines: readonly unknown[] }): 'repaint' | 'append' | 'again' {
    const { from, history } = this.#asked!;
    if (from > 0 && found.cursor < this.#cursor) {
      this.forget();
      return 'again';
    }
    this.#history = history;
    this.#next = found.first + found.lines.length;
    this.#cursor = found.cursor;
    return from === 0 || found.first > from ? 'repaint' : 'append';
  }

  /** Everything is to be shown anew, also what an answer under way would add to. */
  forget(): void {
    this.#cursor = Infinity;
  }

  /** Number of the next line to show. */
  get next(): number {
    return this.#next;
  }
}
