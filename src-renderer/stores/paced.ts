/** Passes values on, some at once and some only as often as they are wanted. */
export interface Paced<Value> {
  /** Passes this on at once; whatever waited is forgotten. */
  now(value: Value): void;
  /** Passes this on when the last one is `rest` ms old, unless a newer one comes meanwhile. */
  soon(value: Value): void;
}

/** `rest`: wall ms between two values that are passed on with `soon`. The last one always gets through. */
export function paced<Value>(rest: number, pass: (value: Value) => void): Paced<Value> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let waiting: Value;
  let passed = -Infinity;

  function now(value: Value): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    passed = performance.now();
    pass(value);
  }

  function soon(value: Value): void {
    waiting = value;
    if (timer !== null) return;
    const left = passed + rest - performance.now();
    if (left <= 0) now(value);
    else timer = setTimeout(() => now(waiting), left);
  }

  return { now, soon };
}
