import { describe, expect, it } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import { topologyOf } from '#document/topology.ts';
import { Timeline } from '#engine/sim/timeline.ts';
import { lookoutFor } from '#worker/playing/conditions.ts';
import { Player, SETTLED } from '#worker/playing/player.ts';
import { VirtualWall } from '#support/virtual-wall.ts';

/** A player over the starter project, whose trace takes `limit` facts. */
function player(limit?: number) {
  const wall = new VirtualWall();
  const timeline = new Timeline(topologyOf(starterDocument()), 1, limit);
  const moves: number[] = [];
  const one = new Player(timeline, wall.clock, wall.later, () => moves.push(timeline.now));
  return { wall, timeline, moves, player: one };
}

/** Until a program of the starter project has ended and the network is quiet. */
const until = (program: string, timeline: Timeline) => lookoutFor({ kind: 'program-ends', program }, timeline);

const FAST = { kind: 'clock', ratio: 1e6 } as const;
const HOP = { kind: 'hop', wall: 300 } as const;

describe('a player', () => {
  it('searches a piece at a time while time stands still, and stops when a person says so', async () => {
    const { player: one, wall, timeline } = player();
    const found: (number | null)[] = [];
    let pieces = 0;
    one.search(
      () => (++pieces < 4 ? null : 7),
      (seq) => found.push(seq),
    );
    expect([pieces, one.playing, one.looking]).toEqual([1, true, true]);
    await wall.pass(100);
    expect([pieces, found, one.playing, one.looking, timeline.step]).toEqual([4, [7], false, false, 0]);
    one.search(
      () => null,
      (seq) => found.push(seq),
    );
    await wall.pass(100);
    one.halt();
    expect(found).toEqual([7, null]);
    const before = pieces;
    await wall.pass(100);
    expect([pieces, one.playing, wall.waiting]).toEqual([before, false, 0]);
  });

  it('stops when the trace takes no more, whatever it was doing', async () => {
    const playing = player(50);
    playing.player.play(FAST, null);
    await playing.wall.pass(1000);
    expect(playing.player).toMatchObject({ playing: false, stopped: 'trace-full' });
    expect(playing.timeline.cursor).toBeGreaterThanOrEqual(50);

    const running = player(50);
    let done = false;
    running.player.runOn(10e9, () => (done = true));
    await running.wall.pass(1000);
    expect(running.player).toMatchObject({ playing: false, stopped: 'trace-full' });
    expect(done).toBe(true);
  });

  it('forgets why it stopped when it is told to go on', async () => {
    const { player: one, wall } = player(50);
    one.play(FAST, null);
    await wall.pass(1000);
    one.play(FAST, null);
    expect(one).toMatchObject({ playing: true, stopped: null });
  });

  it('goes on with a new pace from where it is', async () => {
    const { player: one, wall, timeline } = player();
    one.play(HOP, null);
    await wall.pass(150);
    const before = timeline.now;
    expect(timeline.flights()).toHaveLength(1);
    one.play({ kind: 'clock', ratio: 1e-6 }, null);
    await wall.pass(1000);
    expect(timeline.now - before).toBeGreaterThan(900);
    expect(timeline.now - before).toBeLessThan(1100);
  });

  it('never lets time run back, and stops at every event on its way in hop pace', async () => {
    const { player: one, wall, moves, timeline } = player();
    one.play({ kind: 'hop', wall: 40 }, until('ping', timeline));
    await wall.until(() => !one.playing);
    expect(moves.every((time, index) => index === 0 || time >= moves[index - 1]!)).toBe(true);
    // Each hop is 40 ms on the wall: of its two or three ticks at least one sees the frame on its way.
    const sent = [];
    for (let seq = 1; seq <= timeline.cursor; seq++) if (timeline.trace.kind(seq) === 'frame.sent') sent.push(seq);
    for (const seq of sent) {
      const [departure, arrival] = [timeline.trace.time(seq), timeline.trace.value(seq)];
      expect(moves.some((time) => time > departure && time < arrival)).toBe(true);
    }
  });

  it('counts a program as done with when nothing was told of for a while, stale timers or not', async () => {
    const { player: one, wall, timeline } = player();
    timeline.act({ kind: 'start', program: 'tcp-client' });
    one.play(FAST, until('tcp-client', timeline));
    await wall.until(() => !one.playing);
    expect(one.stopped).toBe('program-ended');
    expect(timeline.now - timeline.trace.time(timeline.cursor)).toBeLessThan(SETTLED);
    expect(timeline.now).toBeLessThan(5e9);
  });

  it('stands hop by hop at the last thing that happened, not at a timer that nobody needed any more', async () => {
    const { player: one, wall, timeline } = player();
    one.play(HOP, until('ping', timeline));
    await wall.until(() => !one.playing);
    expect(one.stopped).toBe('program-ended');
    expect(timeline.now).toBe(timeline.trace.time(timeline.cursor));
    expect([timeline.horizon, timeline.hasFuture()]).toEqual([timeline.now, false]);
    // The ping had set a timer a second after its last request: it is still ahead.
    expect(timeline.nextTime()! - timeline.now).toBeLessThan(1e9);
  });

  it('never takes time back beyond where it began to run', async () => {
    const { player: one, wall, timeline } = player();
    timeline.act({ kind: 'start', program: 'ping' });
    timeline.advance(2e9, 1000);
    expect(timeline.trace.time(timeline.cursor)).toBeLessThan(2e9);
    one.play(HOP, until('ping', timeline));
    await wall.until(() => !one.playing);
    expect([one.stopped, timeline.now]).toEqual(['program-ended', 2e9]);
  });

  it('stops at once when the program has long ended', async () => {
    const { player: one, wall, timeline } = player();
    one.play(FAST, until('ping', timeline));
    await wall.until(() => !one.playing);
    const { now } = timeline;
    one.play(FAST, until('ping', timeline));
    await wall.pass(20);
    expect(one).toMatchObject({ playing: false, stopped: 'program-ended' });
    expect(timeline.now).toBe(now);
  });
});

describe('a player while real programs take part', () => {
  it('runs as the clock does, and as a person has chosen once they are gone', async () => {
    const { player: one, wall, timeline } = player();
    one.joined = () => undefined;
    one.play(HOP, null);
    expect(one.pace).toEqual({ kind: 'clock', ratio: 1 });
    await wall.pass(3000);
    expect(timeline.now).toBeGreaterThan(2.9e9);
    expect(timeline.now).toBeLessThanOrEqual(3e9);
    one.joined = null;
    expect(one).toMatchObject({ pace: HOP, playing: true });
  });

  it('does not stop where nothing happens any more, and looks again as soon as something comes', async () => {
    const { player: one, wall, timeline } = player();
    let turns = 0;
    one.joined = () => turns++;
    one.play(FAST, null);
    await wall.pass(60_000);
    expect(one.playing).toBe(true);
    const [before, times] = [timeline.now, turns];
    one.wake();
    await wall.pass(1);
    expect(turns).toBeGreaterThan(times);
    expect(timeline.now).toBeGreaterThan(before);
    // Called over and over, it is not put off for ever.
    const since = turns;
    for (let call = 0; call < 40; call++) {
      one.wake();
      await wall.pass(0.25);
    }
    expect(turns).toBeGreaterThan(since + 4);
  });

  it('does not make up for hours in which the lid was closed', async () => {
    const wall = new VirtualWall();
    const timeline = new Timeline(topologyOf(starterDocument()), 1);
    let asleep = 0;
    const one = new Player(
      timeline,
      () => wall.clock() + asleep,
      wall.later,
      () => undefined,
    );
    one.joined = () => undefined;
    one.play(FAST, null);
    await wall.pass(1000);
    const before = timeline.now;
    asleep = 8 * 3_600_000;
    await wall.pass(100);
    expect(one.playing).toBe(true);
    expect(timeline.now - before).toBeGreaterThan(0);
    expect(timeline.now - before).toBeLessThan(0.5e9);
  });
});
