import { Timeline } from '#engine/sim/timeline.ts';
import type { BenchCase } from './cases.ts';

/** Pieces of a run that are timed apart, so that its beginning can be compared with its end. */
const SLICES = 40;
/** Moments that are sought. */
const SEEKS = 20;

/** What one run of a case came to. Times of the processor count every thread of the process. */
export interface Measured {
  hops: number;
  facts: number;
  /** s. */
  wall: number;
  processor: number;
  /** Frame-hops a processor second in the last quarter of the hops, as a share of those in the first. */
  growth: number;
  /** Frame-hops a processor second in the last quarter of the hops. */
  lateRate: number;
  /** ms to the middle, and of 20 moments spread over the run the longest. */
  seekMiddle: number;
  seekLongest: number;
  /** Bytes of facts and frames a hop, by the account of the trace; the payload that programs handed over is not in it. */
  traceBytes: number;
  /** Bytes by which the process has grown, a hop: payload, checkpoints, the world and what is unpacked for readers. */
  allBytes: number;
}

/**
 * Runs a `share` of a case in one go. `rate`: its frame-hops a processor second. The first time this is what it costs while
 * code is still being compiled; later, what it costs when it is. The caller holds on to `timeline` until all measuring is
 * over: compiled code is thrown away with the last objects of the kinds it was made for.
 */
export function runThrough(one: BenchCase, share: number): { rate: number; timeline: Timeline } {
  const timeline = new Timeline(one.topology(), 1, Number.POSITIVE_INFINITY);
  const processor = process.cpuUsage();
  timeline.advance(Math.round(one.simulated * share), Number.POSITIVE_INFINITY);
  const used = process.cpuUsage(processor);
  return { rate: hopsFrom(timeline, 1) / ((used.user + used.system) / 1e6), timeline };
}

/** Runs a case once, or a `share` of its time, and measures it. The process should have been started with `--expose-gc`. */
export function measure(one: BenchCase, share: number): Measured {
  const topology = one.topology();
  const before = memory();
  const timeline = new Timeline(topology, 1, Number.POSITIVE_INFINITY);
  const until = one.simulated * share;
  const slices: { hops: number; processor: number; wall: number }[] = [];
  for (let slice = 1; slice <= SLICES; slice++) {
    const first = timeline.cursor + 1;
    const wall = performance.now();
    const processor = process.cpuUsage();
    timeline.advance(Math.round((until * slice) / SLICES), Number.POSITIVE_INFINITY);
    const used = process.cpuUsage(processor);
    slices.push({
      hops: hopsFrom(timeline, first),
      processor: (used.user + used.system) / 1e6,
      wall: (performance.now() - wall) / 1e3,
    });
  }
  const hops = total(slices, 'hops');
  const allBytes = (memory() - before) / hops;
  const { facts, frames } = timeline.trace.memory;
  const seek = (time: number) => {
    const started = performance.now();
    timeline.seek(Math.round(time));
    return performance.now() - started;
  };
  const seekMiddle = seek(until / 2);
  const seeks = Array.from({ length: SEEKS }, (_, at) => seek((((at * 7) % SEEKS) / SEEKS) * until));
  return {
    hops,
    facts: timeline.trace.length,
    wall: total(slices, 'wall'),
    processor: total(slices, 'processor'),
    ...ratesOf(slices, hops),
    seekMiddle,
    seekLongest: Math.max(...seeks),
    traceBytes: (facts + frames) / hops,
    allBytes,
  };
}

/** Frames put on a cable since fact `first`. */
function hopsFrom({ trace, cursor }: Timeline, first: number): number {
  let hops = 0;
  for (let seq = first; seq <= cursor; seq++) if (trace.kind(seq) === 'frame.sent') hops++;
  return hops;
}

function ratesOf(slices: readonly { hops: number; processor: number }[], hops: number) {
  const early = { hops: 0, processor: 0 };
  const late = { hops: 0, processor: 0 };
  let seen = 0;
  for (const slice of slices) {
    seen += slice.hops;
    // The slice that holds the first quarter's end counts as early too: a case may begin with a burst.
    const quarter = seen - slice.hops < hops / 4 ? early : seen > (hops * 3) / 4 ? late : null;
    if (quarter === null) continue;
    quarter.hops += slice.hops;
    quarter.processor += slice.processor;
  }
  const lateRate = late.hops / late.processor;
  return { lateRate, growth: lateRate / (early.hops / early.processor) };
}

function total<Key extends string>(slices: readonly Record<Key, number>[], key: Key): number {
  return slices.reduce((sum, slice) => sum + slice[key], 0);
}

/** Bytes in use, after a collection where the process allows one. */
export function memory(): number {
  const { gc } = globalThis as { gc?: () => void };
  gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
