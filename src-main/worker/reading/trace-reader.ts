import type { TraceStore } from '#engine/trace/store.ts';
import type { Reader } from './backlog.ts';

/**
 * Reads each fact of a trace once, the oldest first: what is kept of them is each reader's own, which were read is said here.
 */
export abstract class TraceReader implements Reader {
  protected readonly trace: TraceStore;
  #read = 0;

  constructor(trace: TraceStore) {
    this.trace = trace;
  }

  get read(): number {
    return this.#read;
  }

  /** Reads the facts added since the last time, up to fact `to`. */
  catchUp(to: number = this.trace.length): void {
    if (to <= this.#read) return;
    this.take(this.#read + 1, to);
    this.#read = to;
  }

  /** Forgets the facts after number `length`. Called before the trace itself is cut. */
  cut(length: number): void {
    if (length >= this.#read) return;
    this.forget(length);
    this.#read = length;
  }

  /** Keeps what it needs of the facts `first` … `last`. */
  protected abstract take(first: number, last: number): void;

  /** Lets go of what it kept of the facts after number `length`. */
  protected abstract forget(length: number): void;
}
