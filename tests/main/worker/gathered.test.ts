import { expect, it } from 'vitest';
import { gathered } from '#worker/gathered.ts';

/** A wall clock that goes on by a piece of work and a half with every look, and what waits for it. */
function wall() {
  let now = 0;
  const waiting: (() => void)[] = [];
  return {
    clock: () => (now += 18),
    later: (_ms: number, due: () => void) => {
      waiting.push(due);
      return () => undefined;
    },
    waiting,
  };
}

function* written(): Generator<Uint8Array> {
  yield Uint8Array.of(1, 2);
  yield new Uint8Array(0);
  yield Uint8Array.of(3);
}

it('is put together a piece of work at a time, with room for others in between', async () => {
  const { clock, later, waiting } = wall();
  const bytes = gathered(written(), () => true, clock, later);
  let pieces = 0;
  for (let due = waiting.shift(); due; due = waiting.shift()) {
    pieces++;
    due();
  }
  expect([...(await bytes)]).toEqual([1, 2, 3]);
  expect(pieces).toBe(3);
});

it('is refused when it has become another history meanwhile', async () => {
  const { clock, later, waiting } = wall();
  let stays = true;
  const bytes = gathered(written(), () => stays, clock, later);
  stays = false;
  waiting.shift()!();
  await expect(bytes).rejects.toMatchObject({ problem: { name: 'capture.cut' } });
  expect(waiting).toEqual([]);
});

it('of little is there at once', async () => {
  const bytes = await gathered(
    written(),
    () => true,
    () => 0,
    () => {
      throw new Error('nothing is left to do later');
    },
  );
  expect(bytes.length).toBe(3);
});
