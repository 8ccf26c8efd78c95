/**
 * Going back in time: how long any moment of a long run is away, and what it takes in memory to be so near.
 */
import { diceFor, throwDice } from '#engine/sim/dice.ts';
import { Timeline } from '#engine/sim/timeline.ts';
import type { BenchCase } from './cases.ts';
import { memory } from './measure.ts';

/** Frame-hops of the run, unless only a share of it is done. */
const HOPS = 1_000_000;
/** Moments that are sought, at random. */
const SEEKS = 50;
/** Events between two looks at how many hops there were. */
const EVENTS_AT_ONCE = 20_000;

/** What one case came to. Wall ms, for that is what a person waits; of the processor, beside them, every thread's. */
export interface Sought {
  hops: number;
  facts: number;
  /** ms to 10 %, 50 % and 99 % of the run's time, in this order, from its end. */
  tenth: number;
  middle: number;
  end: number;
  /** ms of {@link SEEKS} seeks to random moments: the middle one and the longest, and the longest by processor time. */
  usual: number;
  longest: number;
  longestProcessor: number;
  /** Moments kept, and the bytes they take by their own account. */
  checkpoints: number;
  checkpointBytes: number;
  /** Bytes of facts and frames by the account of the trace. */
  traceBytes: number;
  /** Bytes by which the process has grown in all. */
  held: number;
}

/** Runs a case for a million hops, or a `share` of them, and goes back in it. */
export function seek(one: BenchCase, share: number): Sought {
  const before = memory();
  const timeline = new Timeline(one.topology(), 1);
  const { trace } = timeline;
  let hops = 0;
  for (let seq = 1; hops < HOPS * share;) {
    timeline.advance(Number.MAX_SAFE_INTEGER, EVENTS_AT_ONCE);
    for (; seq <= timeline.cursor; seq++) if (trace.kind(seq) === 'frame.sent') hops++;
  }
  const held = memory() - before;
  const { facts, frames } = trace.memory;
  const { count, bytes } = timeline.checkpoints;
  const end = timeline.now;
  const to = (part: number): { wall: number; processor: number } => {
    const started = performance.now();
    const processor = process.cpuUsage();
    timeline.seek(Math.round(end * part));
    const { user, system } = process.cpuUsage(processor);
    return { wall: performance.now() - started, processor: (user + system) / 1e3 };
  };
  const [tenth, middle, last] = [to(0.1), to(0.5), to(0.99)];
  const dice = diceFor(1, one.name);
  const seeks = Array.from({ length: SEEKS }, () => to(throwDice(dice) / 2 ** 32));
  const walls = seeks.map(({ wall }) => wall).sort((a, b) => a - b);
  return {
    hops,
    facts: trace.length,
    tenth: tenth.wall,
    middle: middle.wall,
    end: last.wall,
    usual: walls[SEEKS >> 1]!,
    longest: walls[SEEKS - 1]!,
    longestProcessor: Math.max(...seeks.map(({ processor }) => processor)),
    checkpoints: count,
    checkpointBytes: bytes,
    traceBytes: facts + frames,
    held,
  };
}
