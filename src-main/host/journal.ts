import type { Parameters } from '#contract/calls.ts';
import type { JournalEntry, KeptInput, KeptRun, RunStanding } from '#contract/journal.ts';
import type { Pace } from '#contract/shapes.ts';

/** Bytes kept at most. What real programs send counts; what a person does takes next to nothing of it. */
export const MOST_KEPT = 64 * 1024 * 1024;
/** Bytes and inputs in one message at most: far below what the gate lets through (`LARGEST_MESSAGE`, `MOST_VALUES`). */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_INPUTS = 10_000;

/** An input, shared by all runs that begin with it, and the bytes it takes. */
interface Held {
  readonly logged: KeptInput;
  readonly weight: number;
}

/** One run: its inputs in their order, and where it stands. */
interface HeldRun {
  readonly log: Held[];
  standing: RunStanding;
  /** From here on nothing more could be kept: it can be lived again up to this point. Null: all of it can. */
  end: { step: number; time: number } | null;
}

const NOWHERE: RunStanding = { step: 0, time: 0, horizonStep: 0, horizon: 0 };

/**
 * What the simulation thread has told of the histories of the open project: enough to live every run again. It takes no more
 * than a number of bytes, for what came from real programs is in the thread's memory already; beyond that a run is kept up
 * to where it was full.
 */
export class Journal {
  readonly #most: number;
  readonly #full: (bytes: number) => void;
  readonly #logs = new Map<string, HeldRun>();
  #opened: string | null = null;
  #runs: KeptRun[] = [];
  #current = '';
  #count = 0;
  #bytes = 0;
  #told = false;
  #pace: Pace | null = null;
  /** The run that was being lived again last. */
  rebuilding: string | null = null;

  /** `full` is told once a project that no more can be kept. */
  constructor(full: (bytes: number) => void, most = MOST_KEPT) {
    this.#full = full;
    this.#most = most;
  }

  /** Whether there is nothing to live again. */
  get empty(): boolean {
    return this.#opened === null || this.#runs.length === 0;
  }

  /** Bytes kept, as estimated. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Takes in what the thread tells. */
  take(entries: readonly JournalEntry[]): void {
    for (const entry of entries) this.#take(entry);
  }

  /** Gives up a run that cannot be lived again. Null: it is not known. */
  giveUp(run: string): KeptRun | null {
    const gone = this.#runs.find(({ id }) => id === run);
    if (gone === undefined) return null;
    this.#runs = this.#runs
      .filter((one) => one !== gone)
      .map((one) => (one.from === run ? { ...one, from: gone.from } : one));
    if (this.#current === run) this.#current = this.#runs[0]?.id ?? '';
    this.#logs.delete(run);
    this.#weigh();
    return gone;
  }

  /** The runs of which the end is not kept, and the ns from which on it is missing. */
  cutShort(): { run: string; name: string | null; time: number }[] {
    return this.#runs.flatMap(({ id: run, name }) => {
      const end = this.#logs.get(run)?.end ?? null;
      return end === null ? [] : [{ run, name, time: end.time }];
    });
  }

  /** All of it, as a new thread is told: how it begins, and then its inputs in portions that pass the gate. */
  told(drawn: string): { begin: Parameters<'journal.begin'>; portions: KeptInput[][] } {
    const places = new Map<Held, number>();
    const portions: KeptInput[][] = [];
    let room = 0;
    const placeOf = (held: Held): number => {
      const known = places.get(held);
      if (known !== undefined) return known;
      let portion = portions[portions.length - 1];
      if (portion === undefined || room <= 0 || portion.length >= MOST_INPUTS) {
        portions.push((portion = []));
        room = MOST_BYTES;
      }
      portion.push(held.logged);
      room -= held.weight;
      places.set(held, places.size);
      return places.size - 1;
    };
    const runs = this.#runs.map((run) => {
      const { log, standing, end } = this.#log(run.id);
      const kept = log.filter(({ logged }) => logged.step <= standing.horizonStep);
      return { ...run, log: Uint32Array.from(kept, placeOf), standing: end === null ? standing : upTo(standing, end) };
    });
    const begin = {
      opened: this.#opened ?? '',
      drawn,
      pace: this.#pace,
      current: this.#current,
      count: this.#count,
      runs,
    };
    return { begin, portions };
  }

  #take(entry: JournalEntry): void {
    switch (entry.what) {
      case 'opened':
        this.#logs.clear();
        this.#opened = entry.text;
        this.#runs = [];
        this.#told = false;
        this.#bytes = 0;
        return;
      case 'runs':
        this.#runs = entry.runs;
        this.#current = entry.current;
        this.#count = entry.count;
        for (const id of [...this.#logs.keys()]) {
          if (!entry.runs.some((run) => run.id === id)) this.#logs.delete(id);
        }
        this.#weigh();
        return;
      case 'began': {
        const { log, end } = this.#log(entry.like);
        this.#logs.set(entry.run, {
          log: log.filter(({ logged }) => logged.step <= entry.step),
          standing: NOWHERE,
          end: end !== null && end.step <= entry.step ? end : null,
        });
        return;
      }
      case 'acted':
        return this.#acted(this.#log(entry.run), entry.logged);
      case 'stands':
        this.#log(entry.run).standing = entry.standing;
        return;
      case 'pace':
        this.#pace = entry.pace;
        return;
      case 'rebuilding':
        this.rebuilding = entry.run;
    }
  }

  #acted(run: HeldRun, logged: KeptInput): void {
    const { log } = run;
    const before = log.length;
    while (log.length > 0 && log[log.length - 1]!.logged.step >= logged.step) log.pop();
    if (log.length < before) this.#weigh();
    if (run.end !== null && logged.step <= run.end.step) run.end = null;
    if (run.end !== null) return;
    const weight = weightOf(logged);
    if (this.#bytes + weight > this.#most) {
      run.end = { step: logged.step - 1, time: logged.time };
      if (!this.#told) this.#full(this.#most);
      this.#told = true;
      return;
    }
    this.#bytes += weight;
    log.push({ logged, weight });
  }

  #log(run: string): HeldRun {
    let held = this.#logs.get(run);
    if (held === undefined) this.#logs.set(run, (held = { log: [], standing: NOWHERE, end: null }));
    return held;
  }

  /** Counts what is kept anew: something was cut off, or a run is gone. */
  #weigh(): void {
    const all = new Set<Held>();
    for (const { log } of this.#logs.values()) for (const held of log) all.add(held);
    this.#bytes = 0;
    for (const { weight } of all) this.#bytes += weight;
  }
}

/** Where a run stands that ends earlier than it did. */
function upTo({ step, time, horizonStep, horizon }: RunStanding, end: { step: number; time: number }): RunStanding {
  return {
    step: Math.min(step, end.step),
    time: Math.min(time, end.time),
    horizonStep: Math.min(horizonStep, end.step),
    horizon: Math.min(horizon, end.time),
  };
}

/** Bytes that plain data takes, roughly: what is counted is the order of magnitude. */
function weightOf(value: unknown): number {
  if (typeof value === 'string') return 32 + 2 * value.length;
  if (typeof value !== 'object' || value === null) return 8;
  if (ArrayBuffer.isView(value)) return 128 + value.byteLength;
  let weight = 48;
  for (const inner of Object.values(value)) weight += 8 + weightOf(inner);
  return weight;
}
