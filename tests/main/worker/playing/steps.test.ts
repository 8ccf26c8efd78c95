import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FactRow, StepOver } from '#contract/shapes.ts';
import { lossDocument } from '#document/examples/loss.ts';
import { starterDocument } from '#document/starter.ts';
import type { Timeline } from '#engine/sim/timeline.ts';
import type { TraceStore } from '#engine/trace/store.ts';
import { knownSearch, overMoment } from '#worker/playing/steps.ts';
import { sessionAtHand } from '#support/session-at-hand.ts';

const SEED = 20261121;
const EXCHANGE_ENDS = { kind: 'program-ends', program: 'tcp-client' } as const;

/** What a step over one thing must stop after: the last fact of each event with a fact that fits. */
function stops(facts: readonly FactRow[], fits: (row: FactRow) => boolean): number[] {
  const steps = new Set(facts.filter(fits).map(({ step }) => step));
  return facts.filter((row, at) => steps.has(row.step) && facts[at + 1]?.step !== row.step).map(({ seq }) => seq);
}

/** A session that has lived the starter project's TCP exchange, back at the start; each thing with its facts. */
async function lived() {
  const one = await sessionAtHand(starterDocument());
  await one.play(EXCHANGE_ENDS);
  const facts = await one.facts();
  const { conversations } = await one.session['conversations.list']({});
  const [{ id, client, server }] = conversations as [(typeof conversations)[0]];
  const ends = [`${client}-${server}`, `${server}-${client}`];
  const segment = facts.find(({ kind, detail }) => kind === 'tcp.sent' && detail['flags'] === 'SYN')!;
  const things: { over: StepOver; stops: number[] }[] = [
    { over: { kind: 'device', device: 'router1' }, stops: stops(facts, ({ device }) => device === 'router1') },
    {
      over: { kind: 'packet', packet: segment.packet },
      stops: stops(facts, ({ packet }) => packet === segment.packet),
    },
    {
      over: { kind: 'connection', connection: id },
      stops: stops(facts, ({ detail }) => ends.includes(String(detail['connection']))),
    },
    {
      over: { kind: 'moment' },
      stops: facts.filter((row, at) => facts[at + 1]?.time !== row.time).map(({ seq }) => seq),
    },
  ];
  await one.seek(0);
  await one.session['time.seekFact']({ seq: 0 });
  return { ...one, all: facts, things };
}

describe('stepping over', () => {
  it('goes to every event of a thing and to no other, forward and back, as a filter over the trace finds them', async () => {
    const { step, things, session, all } = await lived();
    for (const { over, stops: expected } of things) {
      expect(expected.length).toBeGreaterThan(5);
      await session['time.seekFact']({ seq: 0 });
      const forward: number[] = [];
      for (const _ of expected) forward.push((await step('forward', over)).cursor);
      expect(forward).toEqual(expected);
      await session['time.seekFact']({ seq: all.length });
      const back: number[] = [];
      for (let now = await step('back', over); back.at(-1) !== now.cursor && now.cursor > 0;) {
        back.push(now.cursor);
        now = await step('back', over);
      }
      const last = expected.at(-1) === all.length ? expected.slice(0, -1) : expected;
      expect(back.reverse()).toEqual(last);
    }
  });

  it(`forward and back again is where it began, from any step of any thing (seed ${SEED})`, async () => {
    const { step, things, session } = await lived();
    const place = ({ time, cursor }: { time: number; cursor: number }) => ({ time, cursor });
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: things.length - 1 }), fc.nat({ max: 10_000 }), async (which, at) => {
        const { over, stops: known } = things[which]!;
        const index = at % (known.length - 1);
        const start = await session['time.seekFact']({ seq: known[index]! });
        await step('forward', over);
        expect(place(await step('back', over))).toEqual(place(start));
        const there = await step('forward', over);
        await step('back', over);
        expect(place(await step('forward', over))).toEqual(place(there));
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('finds in a future never lived before the steps that are found in it later', async () => {
    const fresh = await sessionAtHand(starterDocument());
    const known = await lived();
    const over = { kind: 'device', device: 'hub1' } as const;
    for (let count = 0; count < 12; count++) {
      const [first, again] = [await fresh.step('forward', over), await known.step('forward', over)];
      expect([first.time, first.step, first.cursor]).toEqual([again.time, again.step, again.cursor]);
      // Lived no further than that.
      expect(first.facts).toBe(first.cursor);
      expect(first).toMatchObject({ playing: false, stopped: null });
    }
  });

  it('stays, and leaves no future behind, where a packet has no further event', async () => {
    const { session, step, play } = await sessionAtHand(starterDocument());
    await play({ kind: 'program-ends', program: 'ping' });
    const before = await session['time.pause']({});
    const after = await step('forward', { kind: 'packet', packet: 1 });
    const standing = { time: before.time, step: before.step, cursor: before.cursor, facts: before.facts };
    expect(after).toMatchObject({ ...standing, stopped: 'none-ahead', playing: false });
    // What was lived in vain and forgotten comes again, and so does all that can be asked about it.
    expect((await play(EXCHANGE_ENDS)).stopped).toBe('program-ended');
    expect((await session['conversations.list']({})).conversations).toHaveLength(1);
  });

  it('keeps a future that was known when it looked further in vain', async () => {
    const { session, step, play, facts } = await sessionAtHand(starterDocument());
    const lived = await play({ kind: 'program-ends', program: 'ping' });
    const last = (await facts()).findLast(({ packet }) => packet === 1)!;
    await session['time.seekFact']({ seq: last.seq });
    const after = await step('forward', { kind: 'packet', packet: 1 });
    expect(after).toMatchObject({ stopped: 'none-ahead', facts: lived.facts, horizon: lived.horizon });
    expect(after.cursor).toBeLessThan(lived.cursor);
  });

  it('looks through a long history in pieces as short as the clock says', () => {
    const length = 20_000;
    const trace = { length, step: (seq: number) => seq } as unknown as TraceStore;
    for (const [cursor, direction, wanted] of [
      [10, 'forward', 19_000],
      [19_990, 'back', 500],
      [10, 'forward', 0],
    ] as const) {
      let now = 0;
      let asked = 0;
      const fits = (seq: number) => {
        asked++;
        now += 0.001;
        return seq === wanted;
      };
      const piece = knownSearch({ trace, cursor } as Timeline, direction, fits, () => now);
      let longest = 0;
      let found: number | null = null;
      for (let began = now; found === null; began = now) {
        found = piece(began + 2);
        longest = Math.max(longest, now - began);
      }
      expect(found).toBe(wanted);
      expect(asked).toBeGreaterThan(10_000);
      // One look at the clock late, at most.
      expect(longest).toBeLessThan(2 + 1.1);
    }
  });

  it('does a part of a crowded moment at once, and says that there is more', () => {
    const asked: [number, number][] = [];
    const crowded = (outcome: string) =>
      ({ now: 5, stepForward: () => true, advance: (...all: [number, number]) => (asked.push(all), outcome) }) as never;
    expect(overMoment(crowded('budget'))).toBe('more');
    expect(overMoment(crowded('until'))).toBe('done');
    expect(overMoment({ stepForward: () => false } as never)).toBe('none');
    for (const [until, budget] of asked) {
      expect(until).toBe(5);
      expect(budget).toBeLessThan(10_000);
    }
  });

  it('stays at the first event of a thing, and says so', async () => {
    const { step } = await sessionAtHand(starterDocument());
    const over = { kind: 'device', device: 'router1' } as const;
    const first = await step('forward', over);
    expect(await step('back', over)).toMatchObject({ cursor: first.cursor, stopped: 'none-behind' });
    expect(await step('forward', over)).toMatchObject({ stopped: null });
  });

  it('never stops in the middle of a moment', async () => {
    const { step, facts } = await sessionAtHand(lossDocument());
    let last = 0;
    for (let count = 0; count < 40; count++) last = (await step('forward', { kind: 'moment' })).cursor;
    const all = await facts();
    expect(all.length).toBe(last);
    const next = await step('forward');
    expect(next.time).toBeGreaterThan(all.at(-1)!.time);
  });

  it('a four-tuple used again is another connection', async () => {
    const { session, play, step, facts } = await sessionAtHand(starterDocument());
    await play(EXCHANGE_ENDS);
    await session['simulation.start']({ program: 'tcp-client', future: 'refuse' });
    await play(EXCHANGE_ENDS);
    const { conversations } = await session['conversations.list']({});
    expect(conversations).toHaveLength(2);
    const all = await facts();
    const seen = [];
    for (const { id } of conversations) {
      await session['time.seekFact']({ seq: 0 });
      const first = await step('forward', { kind: 'connection', connection: id });
      seen.push(all.find(({ step: at, kind }) => at === first.step && kind === 'tcp.state')!.time);
    }
    expect(seen[0]).toBeLessThan(seen[1]!);
  });

  it('refuses a device that is not drawn', async () => {
    const { session } = await sessionAtHand(starterDocument());
    const over = { kind: 'device', device: 'nobody' } as const;
    expect(() => session['time.step']({ direction: 'forward', over })).toThrow('device.unknown');
  });
});
