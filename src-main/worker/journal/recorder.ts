/**
 * What outlives this thread: everything that makes the histories of the project is told to whoever started it, and lived
 * again from that when another thread takes its place. This room never keeps anything on a disk and never decides what
 * happens in a network.
 *
 * Read this file for what is told, `rebuilding.ts` for how it is lived again.
 */
import type { JournalEntry, KeptInput, KeptRun, RunStanding } from '#contract/journal.ts';
import type { Pace } from '#contract/shapes.ts';
import type { DocumentRecord } from '#document/records.ts';
import type { ActResult, Input, LoggedInput } from '#engine/sim/inputs.ts';
import type { Simulation } from '../simulation.ts';

/** The list of runs as it is told. */
export interface RunList {
  runs: KeptRun[];
  current: string;
  count: number;
}

/**
 * Tells what becomes of the histories. Inputs wait until the next `flush`, together with where the runs stand then: what is
 * told at once belongs together, and a thread that dies between two of them costs no more than a tick.
 */
export class Recorder {
  readonly #tell: (entries: JournalEntry[]) => void;
  readonly #runs = new Map<string, { simulation: Simulation; told: RunStanding | null }>();
  #waiting: JournalEntry[] = [];
  /** Numbers of the memory in which bytes from outside lie. */
  #memories = new WeakMap<ArrayBufferLike, number>();
  #memory = 0;
  /** The version of the list of runs that was told. */
  #list = -1;
  /** The pace that was told. */
  #pace: Pace | null = null;

  constructor(tell: (entries: JournalEntry[]) => void) {
    this.#tell = tell;
  }

  /** Another project is open. */
  opened(text: string): void {
    for (const id of [...this.#runs.keys()]) this.#forget(id);
    this.#waiting = [{ what: 'opened', text }];
    this.#list = -1;
  }

  /** A thread took the place of another one, which had numbered memory up to here. */
  wentOn(memory: number): void {
    this.#memory = Math.max(this.#memory, memory);
  }

  /** Listens to a run from here on. `like`: the run with whose inputs it begins, up to and with event `step`. */
  follow(run: string, simulation: Simulation, like: { run: string; step: number } | null): void {
    if (like !== null) this.#waiting.push({ what: 'began', run, like: like.run, step: like.step });
    this.#runs.set(run, { simulation, told: null });
    simulation.timeline.heard = (logged, result) => {
      this.#waiting.push({ what: 'acted', run, logged: this.#kept(logged, result) });
    };
    simulation.told.heard = (fact, put, remove) => this.#told(run, { fact, put, remove });
  }

  /** A run is there no more. */
  left(run: string): void {
    this.#forget(run);
  }

  rebuilding(run: string | null): void {
    this.#tell([{ what: 'rebuilding', run }]);
  }

  /** Tells what waits, where the runs stand, and how time runs in them. */
  flush({ version, kept }: { readonly version: number; readonly kept: RunList }, pace: Pace): void {
    if (version !== this.#list) this.#waiting.push({ what: 'runs', ...kept });
    this.#list = version;
    for (const [run, known] of this.#runs) {
      const { step, now: time, horizonStep, horizon } = known.simulation.timeline;
      const { told } = known;
      if (told?.step === step && told.time === time && told.horizonStep === horizonStep && told.horizon === horizon)
        continue;
      known.told = { step, time, horizonStep, horizon };
      this.#waiting.push({ what: 'stands', run, standing: known.told });
    }
    if (pace !== this.#pace) this.#waiting.push({ what: 'pace', pace });
    this.#pace = pace;
    if (this.#waiting.length === 0) return;
    const entries = this.#waiting;
    this.#waiting = [];
    this.#tell(entries);
  }

  /** The world was told of the drawing with the input just let in. */
  #told(run: string, telling: { fact: number; put: DocumentRecord[]; remove: string[] }): void {
    const last = this.#waiting.findLast((entry) => entry.what === 'acted' && entry.run === run);
    if (last?.what === 'acted') last.logged = { ...last.logged, telling };
  }

  /** Bytes are kept as a copy of the piece that was used: they may lie in the middle of something much larger. */
  #kept({ step, time, input }: LoggedInput, result: ActResult): KeptInput {
    const bytes = bytesOf(input);
    if (bytes === null) return { step, time, input };
    const used = bytes.subarray(0, usedOf(input, bytes, result));
    let number = this.#memories.get(bytes.buffer);
    if (number === undefined) this.#memories.set(bytes.buffer, (number = ++this.#memory));
    return { step, time, input: withBytes(input, used.slice()), memory: { number, at: bytes.byteOffset } };
  }

  #forget(run: string): void {
    const known = this.#runs.get(run);
    this.#runs.delete(run);
    if (known === undefined) return;
    known.simulation.timeline.heard = null;
    known.simulation.told.heard = null;
  }
}

/** How many of the bytes of an input made a difference: a stream takes what it has room for, and never looks at the rest. */
function usedOf(input: Input, bytes: Uint8Array, { value }: ActResult): number {
  if (input.kind !== 'call' || input.call.name !== 'send') return bytes.length;
  if (value === 'EAGAIN') return Math.min(1, bytes.length);
  return typeof value === 'number' ? Math.min(value, bytes.length) : bytes.length;
}

/** The bytes an input brings in from outside; null: it has none. */
export function bytesOf(input: Input): Uint8Array | null {
  if (input.kind === 'inject') return input.bytes;
  if (input.kind !== 'call') return null;
  return (input.call.arguments as readonly unknown[]).find((given) => given instanceof Uint8Array) ?? null;
}

/** The same input with other bytes in the place of its own. */
export function withBytes(input: Input, bytes: Uint8Array): Input {
  if (input.kind === 'inject') return { ...input, bytes };
  if (input.kind !== 'call') return input;
  const given = (input.call.arguments as readonly unknown[]).map((one) => (one instanceof Uint8Array ? bytes : one));
  return { ...input, call: { ...input.call, arguments: given } as typeof input.call };
}
