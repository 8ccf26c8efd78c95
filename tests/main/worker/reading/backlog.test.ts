import { describe, expect, it } from 'vitest';
import { Timeline } from '#engine/sim/timeline.ts';
import { topologyOf } from '#document/topology.ts';
import { starterDocument } from '#document/starter.ts';
import { Backlog, type Reader } from '#worker/reading/backlog.ts';
import { VirtualWall } from '#support/virtual-wall.ts';

/** A reader that notes how far it was let read at a time. */
class Noting implements Reader {
  read = 0;
  readonly turns: number[] = [];
  catchUp(to: number): void {
    this.turns.push(to - this.read);
    this.read = to;
  }
}

/** A trace that claims to be `length` facts long. */
const long = (length: number) => ({ length }) as Timeline['trace'];

describe('the facts still to be read', () => {
  it('are read at once when they are few', () => {
    const wall = new VirtualWall();
    const { trace } = new Timeline(topologyOf(starterDocument()), 1);
    const reader = new Noting();
    expect(new Backlog(trace, [reader], wall.clock, wall.later).finish()).toBeNull();
    expect(new Backlog(long(5000), [reader], wall.clock, wall.later).finish()).toBeNull();
    expect(reader.read).toBe(5000);
  });

  it('are read a piece at a time when they are many, by all readers together', async () => {
    const wall = new VirtualWall();
    const readers = [new Noting(), new Noting()];
    const pieces: number[] = [];
    const backlog = new Backlog(long(1_000_000), readers, wall.clock, (ms, run) => {
      pieces.push(readers[0]!.read);
      return wall.later(ms, run);
    });
    const finished = backlog.finish()!;
    // Who asks meanwhile waits for the same.
    expect(backlog.finish()).toBe(finished);
    await wall.pass(1);
    await finished;
    expect(readers.map(({ read }) => read)).toEqual([1_000_000, 1_000_000]);
    expect(pieces.length).toBeGreaterThan(10);
    expect(pieces.every((read, at) => read - (pieces[at - 1] ?? 0) <= 1 << 16)).toBe(true);
    expect(Math.max(...readers[0]!.turns)).toBeLessThanOrEqual(2048);
    expect(backlog.finish()).toBeNull();
  });

  it('are read on after they had been read in one piece, however many they were', () => {
    const wall = new VirtualWall();
    const reader = new Noting();
    const growing = { length: 20_000 };
    const backlog = new Backlog(growing as Timeline['trace'], [reader], wall.clock, wall.later);
    expect(backlog.finish()).toBeNull();
    growing.length = 20_001;
    expect(backlog.finish()).toBeNull();
    expect(reader.read).toBe(20_001);
  });

  it('go on from the reader that is furthest behind', () => {
    const wall = new VirtualWall();
    const [fresh, old] = [new Noting(), new Noting()];
    old.catchUp(4000);
    const backlog = new Backlog(
      long(5000),
      [fresh, { ...old, catchUp: (to) => old.catchUp(Math.max(to, old.read)) }],
      wall.clock,
      wall.later,
    );
    expect(backlog.finish()).toBeNull();
    expect([fresh.read, old.read]).toEqual([5000, 5000]);
  });
});
