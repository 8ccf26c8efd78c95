import type { Parameters } from '#contract/calls.ts';
import type { KeptInput, KeptRun, RunStanding } from '#contract/journal.ts';
import { readDocument } from '#document/read.ts';
import type { LoggedInput } from '#engine/sim/inputs.ts';
import type { HopDocument } from '#document/records.ts';
import { returnTo } from '../playing/steps.ts';
import { Simulation } from '../simulation.ts';
import type { Later, WallClock } from '../wall-clock.ts';
import { bytesOf, withBytes, type RunList } from './recorder.ts';

/** Wall ms one piece of the work may take: calls are answered in between. */
const PIECE = 10;
/** Events lived between two looks at the clock. */
const EVENTS_AT_ONCE = 256;
/** Events lived in one piece at most, for clocks that stand still meanwhile. */
const MOST_EVENTS = 8192;
/** Pieces of memory beyond this many bytes are laid out each by itself. */
const LARGEST_MEMORY = 16 * 1024 * 1024;

/** A run to be lived again. */
interface Lost extends KeptRun {
  readonly standing: RunStanding;
  readonly log: readonly KeptInput[];
}

export interface RebuildingParts {
  clock: WallClock;
  later: Later;
  /** Time has run in a run that is lived again. */
  moved: () => void;
}

/**
 * Histories lived again from what was kept of them, a piece at a time. What two have in common is lived once: a run goes on
 * from a copy of that one of those already there with which it shares most.
 */
export class Rebuilding {
  readonly #parts: RebuildingParts;
  readonly #begin: Parameters<'journal.begin'>;
  readonly #opened: HopDocument;
  readonly #drawn: HopDocument;
  #inputs: KeptInput[] = [];

  /** Throws the problems of a project that cannot be read: what is kept was open before. */
  constructor(begin: Parameters<'journal.begin'>, parts: RebuildingParts) {
    this.#begin = begin;
    this.#parts = parts;
    this.#opened = documentOf(begin.opened);
    this.#drawn = documentOf(begin.drawn);
  }

  /** The runs there were, and how time ran. */
  get list(): RunList & Pick<Parameters<'journal.begin'>, 'pace'> {
    const { current, count, pace, runs } = this.#begin;
    return { runs: runs.map(({ log: _, standing: __, ...run }) => run), current, count, pace };
  }

  /** Takes in a portion of the inputs. */
  take(inputs: readonly KeptInput[]): void {
    for (const input of inputs) this.#inputs.push(input);
  }

  /** The highest number of a piece of memory that was kept. */
  get memory(): number {
    return this.#inputs.reduce((most, { memory }) => Math.max(most, memory?.number ?? 0), 0);
  }

  /** All runs, once all inputs are there. Their inputs are the same objects wherever two have the same. */
  runs(): Lost[] {
    const inputs = laidOut(this.#inputs);
    return this.#begin.runs.map(({ log, ...run }) => ({ ...run, log: [...log].flatMap((at) => inputs[at] ?? []) }));
  }

  /** The beginning of time, with the drawing as it is now. */
  begun(): Simulation {
    const { clock, later, moved } = this.#parts;
    return new Simulation(this.#opened, clock, later, moved, this.#drawn.records);
  }

  /** The past that a lost run has in common with one that is there, as a history of its own. */
  partOf(lost: Lost, there: readonly Simulation[]): Simulation {
    const { clock, later, moved } = this.#parts;
    let [best, most] = [there[0]!, -1];
    for (const one of there) {
      const common = commonSteps(lost, one);
      if (common > most) [best, most] = [one, common];
    }
    const fork = new Simulation(best, clock, later, moved);
    fork.timeline.seekStep(most);
    fork.forgetFuture();
    fork.timeline.forgetFuture();
    return fork;
  }

  /**
   * Lives what is missing of a run, and goes back to where it stood. False: it cannot be lived that far again, or nobody
   * wants it any more (`unwanted`).
   */
  live(lost: Lost, simulation: Simulation, unwanted: () => boolean): Promise<boolean> {
    const { clock, later, moved } = this.#parts;
    const { timeline } = simulation;
    const left = lost.log.filter(({ step }) => step > timeline.step);
    let at = 0;
    /** One piece. True: all of it is lived; null: there is more. */
    const piece = (): boolean | null => {
      const deadline = clock() + PIECE;
      const last = timeline.step + MOST_EVENTS;
      while (timeline.step < last && clock() < deadline) {
        const input = left[at];
        const to = input === undefined ? lost.standing.horizonStep : input.step - 1;
        const time = input === undefined ? lost.standing.horizon : input.time;
        const outcome = timeline.advance(time, Math.min(EVENTS_AT_ONCE, to - timeline.step));
        if (timeline.step < to) {
          if (outcome === 'budget') continue;
          return false;
        }
        if (input === undefined) return true;
        if (timeline.step !== to || timeline.now !== time)
          throw new Error(`event ${input.step} of run ${lost.id} differs`);
        at++;
        timeline.act(input.input);
        if (input.telling !== undefined) retell(simulation, input.telling);
      }
      return null;
    };
    return new Promise((resolve, reject) => {
      const goOn = (): void => {
        try {
          const done = unwanted() ? false : piece();
          moved();
          if (done === null) return void later(1, goOn);
          if (done) returnTo(timeline, lost.standing);
          resolve(done);
        } catch (error) {
          reject(error);
        }
      };
      goOn();
    });
  }
}

function documentOf(text: string): HopDocument {
  const read = readDocument(text);
  if ('problems' in read) throw new Error(`what was kept of the project cannot be read: ${read.problems[0]?.name}`);
  return read.document;
}

function retell({ told }: Simulation, { fact, put, remove }: NonNullable<KeptInput['telling']>): void {
  const records = new Map(put.map((record) => [record.id, record]));
  told.tell(fact, [...records.keys(), ...remove], records);
}

/** Events up to which a lost run was the same as one that is there. */
function commonSteps({ log, standing }: Lost, { timeline }: Simulation): number {
  const other: readonly LoggedInput[] = timeline.inputs();
  let at = 0;
  while (at < log.length && other[at]?.input === log[at]!.input && other[at]?.step === log[at]!.step) at++;
  const before = (logged: LoggedInput | undefined): number => (logged === undefined ? Infinity : logged.step - 1);
  return Math.min(before(log[at]), before(other[at]), standing.horizonStep, timeline.horizonStep);
}

/** Inputs with their bytes in as few pieces of memory as they had come in. */
function laidOut(inputs: readonly KeptInput[]): KeptInput[] {
  const lengths = new Map<number, number>();
  for (const { input, memory } of inputs) {
    if (memory === undefined) continue;
    const end = memory.at + bytesOf(input)!.length;
    lengths.set(memory.number, Math.max(end, lengths.get(memory.number) ?? 0));
  }
  const memories = new Map<number, Uint8Array>();
  return inputs.map((kept) => {
    const { input, memory } = kept;
    const length = memory === undefined ? Infinity : lengths.get(memory.number)!;
    if (memory === undefined || length > LARGEST_MEMORY) return kept;
    let whole = memories.get(memory.number);
    if (whole === undefined) memories.set(memory.number, (whole = new Uint8Array(length)));
    const bytes = bytesOf(input)!;
    whole.set(bytes, memory.at);
    return { ...kept, input: withBytes(input, whole.subarray(memory.at, memory.at + bytes.length)) };
  });
}
