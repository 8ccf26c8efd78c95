import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Timeline } from '#engine/sim/timeline.ts';
import { act, begin, deeds, sight, type Deed } from '#support/deeds.ts';
import { Lab } from '#support/lab.ts';

const SEED = 60_413;
const RUNS = 25;
/** Moments of a history that are looked at, as parts of it. */
const PARTS = [0, 0.13, 0.4, 0.5, 0.77, 0.99, 1];

/** Lives what the deeds say. */
function lived(all: readonly Deed[]): Lab {
  const network = begin();
  const parts: (() => void)[] = [];
  for (const deed of all) act(network, deed, parts);
  return network;
}

/** Everything there is in a history: facts, the bytes of all frames, and the state at several moments. Ends where it began. */
function whole(network: Lab): string {
  const { timeline } = network;
  const { trace, now, step } = timeline;
  const bytes: string[] = [];
  for (let id = 1; ; id++) {
    const frame = trace.frameOf(id);
    if (frame === undefined) break;
    bytes.push(`${frame.packet} ${frame.fcs} ${frame.bytes().join('')}`);
  }
  const states = PARTS.map((part) => {
    timeline.seek(Math.floor(timeline.horizon * part));
    return timeline.digest();
  });
  back(timeline, step, now);
  return JSON.stringify([network.history(), bytes, states, timeline.horizon, timeline.inputs().length]);
}

/** To where a timeline stood. */
function back(timeline: Timeline, step: number, now: number): void {
  timeline.seekStep(step);
  if (timeline.now < now && (timeline.nextTime() ?? Infinity) > now) timeline.seek(now);
}

/** A second lab around a timeline. */
function around(network: Lab, timeline: Timeline): Lab {
  return Object.assign(Object.create(Lab.prototype) as Lab, network, { timeline });
}

describe('a history that goes on as two', () => {
  it(`is not changed by anything done in the second one: facts, bytes and states stay as they were (seed ${SEED})`, () => {
    fc.assert(
      fc.property(deeds, fc.nat(100), deeds, (first, percent, second) => {
        const network = lived(first);
        network.timeline.seek(Math.floor((network.timeline.horizon * percent) / 100));
        const before = whole(network);
        const fork = around(network, network.timeline.fork());
        expect(whole(fork)).toBe(before);
        const parts: (() => void)[] = [];
        for (const deed of second) act(fork, deed, parts);
        expect(whole(network)).toBe(before);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it(`does not change the second one by anything done in the first (seed ${SEED + 1})`, () => {
    fc.assert(
      fc.property(deeds, fc.nat(100), deeds, (first, percent, second) => {
        const network = lived(first);
        network.timeline.seek(Math.floor((network.timeline.horizon * percent) / 100));
        const fork = around(network, network.timeline.fork());
        const before = whole(fork);
        const parts: (() => void)[] = [];
        for (const deed of second) act(network, deed, parts);
        expect(whole(fork)).toBe(before);
      }),
      { seed: SEED + 1, numRuns: RUNS },
    );
  });

  it(`goes on the same in both when the same is done in both (seed ${SEED + 2})`, () => {
    fc.assert(
      fc.property(deeds, deeds, (first, second) => {
        const network = lived(first);
        const fork = around(network, network.timeline.fork());
        for (const one of [network, fork]) {
          const parts: (() => void)[] = [];
          // Parting a port needs the joint of the first one.
          for (const deed of second) if (deed.what !== 'part' && deed.what !== 'join') act(one, deed, parts);
        }
        expect(whole(fork)).toBe(whole(network));
      }),
      { seed: SEED + 2, numRuns: RUNS },
    );
  });
});

describe('a history lived again', () => {
  it(`from nothing but its inputs comes to the same state at every moment (seed ${SEED + 3})`, () => {
    fc.assert(
      fc.property(deeds, (all) => {
        const network = lived(all);
        const { timeline } = network;
        timeline.seek(timeline.horizon);
        const again = begin().timeline;
        const digests = new Map<number, string>();
        for (const { step, time, input } of timeline.inputs()) {
          while (again.step < step - 1) live(again);
          again.advance(time, 0);
          again.act(input);
          digests.set(again.step, again.digest());
        }
        while (again.step < timeline.step) {
          live(again);
          if (again.step % 97 === 0) digests.set(again.step, again.digest());
        }
        expect(again.trace.length).toBe(timeline.trace.length);
        for (const [step, digest] of digests) {
          timeline.seekStep(step);
          // What a person did was done at a moment, which may be later than the event before it.
          expect([step, timeline.digest()]).toEqual([step, digest]);
        }
      }),
      { seed: SEED + 3, numRuns: RUNS },
    );
  });

  it(`by a jump is the state of a straight run, after edits, faults, touches, rules, kills and power cuts (seed ${SEED + 4})`, () => {
    fc.assert(
      fc.property(deeds, fc.array(fc.nat(1000), { minLength: 3, maxLength: 6 }), (all, places) => {
        const network = lived(all);
        const { timeline } = network;
        timeline.seek(timeline.horizon);
        const last = timeline.step;
        for (const place of places) {
          const step = Math.floor((last * place) / 1000);
          timeline.seekStep(step);
          const jumped = [timeline.digest(), sight(network)];
          timeline.seekStep(0);
          while (timeline.step < step) live(timeline);
          expect([timeline.digest(), sight(network)]).toEqual(jumped);
        }
      }),
      { seed: SEED + 4, numRuns: RUNS },
    );
  });
});

describe('the deeds of these properties', () => {
  it(`leave every kind of trace that a person's hand can leave (seed ${SEED + 5})`, () => {
    const kinds = new Set<string>();
    for (const all of fc.sample(deeds, { seed: SEED + 5, numRuns: 80 })) {
      for (const { kind, reason } of lived(all).facts()) kinds.add(kind).add(reason);
    }
    const expected = [
      ...['touch.lost', 'touch.held', 'touch.released', 'touch.delayed', 'touch.duplicated', 'touch.flipped'],
      ...['touch.edited', 'rule.hit', 'input.killed', 'input.changed', 'input.started', 'input.injected'],
      ...['device-off', 'link.down', 'tcp.state', 'icmp.echo.answered', 'tunnel-off'],
    ];
    expect(expected.filter((kind) => !kinds.has(kind))).toEqual([]);
  });
});

/** Handles one event of a history. */
function live(timeline: Timeline): void {
  const next = timeline.nextTime();
  if (next === null) throw new Error('nothing happens any more');
  timeline.advance(next, 1);
}
