/** Ladders made of rungs, as the worker would tell them, for tests of how they are drawn. */
import type { Ladder } from '#contract/conversation.ts';
import type { Rung } from '#contract/shapes.ts';
import { basesOf } from '#renderer/conversations/ladder.ts';

export const rung = (some: Partial<Rung>): Rung => ({
  seq: 1,
  time: 0,
  end: 'client',
  kind: 'segment',
  packet: 1,
  arrival: 10,
  reason: null,
  ended: null,
  retransmission: false,
  marks: [],
  duplicate: 0,
  sack: [],
  flags: 'ACK',
  sequence: 0,
  acknowledgment: 0,
  window: 0,
  length: 0,
  from: '',
  to: '',
  ...some,
});

/** A whole ladder of these rungs: each segment two units, each state one. */
export function evenly(rungs: Rung[], some: Partial<Ladder> = {}): Ladder {
  const places: number[] = [];
  let height = 0;
  for (const { kind } of rungs) {
    places.push(height);
    height += kind === 'segment' ? 2 : 1;
  }
  const state = (end: Rung['end']): string =>
    rungs.find((each) => each.kind === 'state' && each.end === end)?.from ?? '';
  return {
    spacing: { kind: 'even' },
    total: rungs.length,
    now: Math.max(0, ...rungs.map(({ time }) => time)),
    height,
    from: 0,
    rungs,
    places: Float64Array.from(places),
    arrivals: Float64Array.from(places),
    shortened: new Float64Array(rungs.length),
    first: basesOf(rungs),
    states: { client: state('client'), server: state('server') },
    start: rungs[0]?.time ?? 0,
    transit: null,
    ...some,
  };
}

/** The same by time: a unit is 1 ns, and no silence is longer than `longest`. */
export function byTime(rungs: Rung[], longest: number): Ladder {
  const silence = (index: number): number => (index === 0 ? 0 : rungs[index]!.time - rungs[index - 1]!.time);
  const places: number[] = [];
  rungs.forEach((_, index) => places.push((places.at(-1) ?? 0) + Math.min(longest, silence(index))));
  return evenly(rungs, {
    spacing: { kind: 'time', longest },
    height: places.at(-1) ?? 0,
    places: Float64Array.from(places),
    arrivals: Float64Array.from(rungs, (each, index) => places[index]! + ((each.arrival ?? each.time) - each.time)),
    shortened: Float64Array.from(rungs, (_, index) => Math.max(0, silence(index) - longest)),
  });
}
