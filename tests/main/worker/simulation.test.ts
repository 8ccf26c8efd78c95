import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import { Conversations } from '#worker/conversations/conversations.ts';
import { rungOf } from '#worker/conversations/ladder.ts';
import { Density } from '#worker/reading/density.ts';
import { hopsOf } from '#worker/packets/hops.ts';
import { Journeys } from '#worker/packets/journeys.ts';
import { Rows } from '#worker/events/rows.ts';
import { Simulation } from '#worker/simulation.ts';
import { Spans } from '#worker/conversations/spans.ts';
import { VirtualWall } from '#support/virtual-wall.ts';

const SEED = 20261121;
const KINDS = ['frame.sent', 'frame.dropped', 'tcp.state'];

/** Everything that can be asked, from indexes kept up to date or from new ones. */
function answers(
  { timeline }: Simulation,
  rows: Rows,
  density: Density,
  journeys: Journeys,
  conversations: Conversations,
  spans: Spans,
) {
  const { trace, cursor, horizon } = timeline;
  const packets = [1, 2, 3, 5, 8, 13, 21];
  const list = conversations.list(cursor);
  return {
    rows: rows.window(1, 500, KINDS),
    density: density.count(7, horizon, 'even'),
    hops: packets.map((packet) => hopsOf(trace, journeys, packet, cursor)),
    list,
    spans: spans.within(0, horizon, 20),
    ladders: list.map(({ id }) => {
      const conversation = conversations.find(id)!;
      const facts = Array.from({ length: conversation.rungs.countUpTo(cursor) }, (_, at) => conversation.rungs.at(at));
      return facts.map((seq) => rungOf(trace, journeys, conversation, seq, cursor));
    }),
  };
}

describe('a simulation', () => {
  it(`gives the same answers after any history as if it had read it only once (seed ${SEED})`, () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('advance' as const), events: fc.integer({ min: 1, max: 60 }) }),
      fc.record({ do: fc.constant('seek' as const), part: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.record({ do: fc.constant('start' as const), program: fc.constantFrom('ping', 'tcp-client') }),
      fc.record({ do: fc.constant('ask' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 3, maxLength: 25 }), (steps) => {
        const wall = new VirtualWall();
        const simulation = new Simulation(starterDocument(), wall.clock, wall.later, () => undefined);
        const { timeline, rows, density, journeys, conversations, spans } = simulation;
        for (const one of steps) {
          if (one.do === 'advance') timeline.advance(30e9, one.events);
          else if (one.do === 'seek') timeline.seek(Math.floor(timeline.horizon * one.part));
          else if (one.do === 'start') {
            simulation.forgetFuture();
            timeline.act({ kind: 'start', program: one.program });
          } else answers(simulation, rows, density, journeys, conversations, spans);
        }
        const { trace } = timeline;
        const kept = answers(simulation, rows, density, journeys, conversations, spans);
        const others = new Conversations(trace);
        const anew = answers(
          simulation,
          new Rows(trace, simulation.drawing, wall.clock, wall.later),
          new Density(trace),
          new Journeys(trace),
          others,
          new Spans(trace, others),
        );
        expect(kept).toEqual(anew);
      }),
      { seed: SEED, numRuns: 400 },
    );
  });

  it('gives up what is written of it when what was lived is cut off meanwhile, and not for what comes behind', async () => {
    const wall = new VirtualWall();
    const one = new Simulation(starterDocument(), wall.clock, wall.later, () => undefined);
    function* written(): Generator<Uint8Array> {
      for (let byte = 0; byte < 3; byte++) {
        // So long that it takes a piece of work.
        void wall.pass(50);
        yield Uint8Array.of(byte);
      }
    }
    one.timeline.act({ kind: 'start', program: 'ping' });
    one.timeline.advance(1e9, 1000);
    const whole = one.gather(written());
    one.gatheredShare = 0.5;
    one.forgetFuture();
    await wall.pass(1000);
    expect((await whole).length).toBe(3);
    expect(one.gatheredShare, 'nothing is being written any more').toBeNull();

    const half = one.gather(written()).catch((error: { problem: { name: string } }) => error.problem.name);
    one.timeline.seek(0);
    one.forgetFuture();
    one.timeline.forgetFuture();
    await wall.pass(1000);
    expect(await half).toBe('capture.cut');
  });
});
