import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { act, begin, deeds, sight } from '#support/deeds.ts';
import { vanishedFrames } from '#support/vanished.ts';

const SEED = 41_077;
/** Back in time nothing is lost. */
const NOT_COUNTED: ReadonlySet<string> = new Set(['seek', 'step back']);

describe('any mixture of edits, programs and journeys through time', () => {
  it(`never throws, and going back and on again finds the same world (seed ${SEED})`, () => {
    fc.assert(
      fc.property(deeds, (all) => {
        const network = begin();
        const { timeline } = network;
        const parts: (() => void)[] = [];
        for (const deed of all) act(network, deed, parts);
        // On to the horizon, then look from several moments, by a jump and by a straight run.
        timeline.seek(timeline.horizon);
        const seen = sight(network);
        const { now, step } = timeline;
        const history = network.history();
        for (const part of [0.5, 0.1, 0.9, 0]) {
          const moment = Math.floor(now * part);
          timeline.seek(moment);
          const jumped = sight(network);
          timeline.seekStep(0);
          // No further than it was lived: an event of this very moment may still be to come.
          timeline.advance(moment, step);
          expect(sight(network)).toBe(jumped);
        }
        timeline.seek(now);
        expect(timeline.step).toBe(step);
        expect(sight(network)).toBe(seen);
        expect(network.history()).toBe(history);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it(`loses no frame without saying so (seed ${SEED})`, () => {
    fc.assert(
      fc.property(deeds, (all) => {
        const network = begin();
        const parts: (() => void)[] = [];
        for (const deed of all) if (!NOT_COUNTED.has(deed.what)) act(network, deed, parts);
        const { timeline } = network;
        // What is on a cable that is taken away is lost, so nothing is on its way any more.
        const remove = Array.from({ length: 8 }, (_, at) => `cable${at}`).concat(
          ...network.topology.cables.map(({ id }) => id),
        );
        timeline.act({ kind: 'change', change: { devices: [], cables: [], programs: [], remove } });
        expect(timeline.flights()).toEqual([]);
        expect(vanishedFrames(network)).toEqual([]);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});
