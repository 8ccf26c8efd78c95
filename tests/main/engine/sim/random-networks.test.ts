import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lab } from '#support/lab.ts';
import { act, begin, CABLES, deeds, NAMES } from '#support/random-network.ts';
import { vanishedFrames } from '#support/vanished.ts';

const SEED = 826;

/** All that can be seen of a network at the cursor. */
function sight({ timeline }: Lab): string {
  const flights = timeline
    .flights()
    .map(({ cable: id, frame, departure, arrival }) => [id, frame.id, departure, arrival]);
  const tables = NAMES.map((name) => timeline.view(name));
  return JSON.stringify([timeline.now, timeline.cursor, timeline.nextTime(), tables, flights, timeline.programs()]);
}

describe('any small network of hubs, switches, routers and hosts, edited while it runs', () => {
  it(`never throws or hangs, and replays to the same history (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), deeds, (drawing, all) => {
        const network = begin(drawing);
        const { timeline } = network;
        for (const deed of all) act(network, deed);
        timeline.seek(timeline.horizon);
        const [seen, history, { now, step }] = [sight(network), network.history(), timeline];
        for (const part of [0.7, 0.2, 0]) {
          const moment = Math.floor(now * part);
          timeline.seek(moment);
          const jumped = sight(network);
          timeline.seekStep(0);
          timeline.advance(moment, step);
          expect(sight(network)).toBe(jumped);
        }
        timeline.seek(now);
        expect(sight(network)).toBe(seen);
        expect(network.history()).toBe(history);
      }),
      { seed: SEED, numRuns: 30 },
    );
  });

  it(`ends every frame on record, each drop with a reason and a cause (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), deeds, (drawing, all) => {
        const network = begin(drawing);
        for (const deed of all) if (deed.what !== 'seek') act(network, deed);
        network.change({ remove: [...Array.from({ length: CABLES }, (_, at) => `cable${at}`)] });
        expect(network.timeline.flights()).toEqual([]);
        expect(vanishedFrames(network)).toEqual([]);
        for (const { seq, reason, cause } of network.facts('frame.dropped')) {
          expect(reason, `drop ${seq}`).not.toBe('none');
          expect(cause, `drop ${seq}`).toBeGreaterThan(0);
        }
      }),
      { seed: SEED, numRuns: 30 },
    );
  });
});
