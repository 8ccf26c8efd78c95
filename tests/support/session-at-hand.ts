import type { Now } from '#contract/shapes.ts';
import type { Condition, FactRow, StepOver } from '#contract/shapes.ts';
import type { HopDocument } from '#document/records.ts';
import { writeDocument } from '#document/write.ts';
import { createSession } from '#worker/session.ts';
import { VirtualWall } from './virtual-wall.ts';

const FAST = { kind: 'clock', ratio: 1e6 } as const;

/** A session with a project open, asked and awaited in one go, on a wall clock that runs only then. */
export async function sessionAtHand(document: HopDocument) {
  const wall = new VirtualWall();
  let latest: Now;
  const session = createSession({ announce: (now) => (latest = now), clock: wall.clock, later: wall.later });
  latest = await session['simulation.open']({ text: writeDocument(document) });
  /** Waits for an answer, letting the wall's time pass. */
  const settled = async (asked: Promise<Now> | Now): Promise<Now> => {
    let answer: Now | undefined;
    void Promise.resolve(asked).then((now) => (answer = now));
    await wall.until(() => answer !== undefined);
    return answer!;
  };
  return {
    session,
    wall,
    latest: () => latest,
    /** Plays as fast as it goes until it stops by itself. */
    async play(
      until: Condition | null = null,
      pace: Parameters<(typeof session)['time.play']>[0]['pace'] = FAST,
    ): Promise<Now> {
      latest = await session['time.play']({ pace, until });
      await wall.until(() => !latest.playing);
      return latest;
    },
    step: (direction: 'forward' | 'back', over: StepOver | null = null) =>
      settled(session['time.step']({ direction, over })),
    seek: (time: number) => settled(session['time.seek']({ time })),
    /** Every fact known. */
    async facts(): Promise<FactRow[]> {
      const all: FactRow[] = [];
      for (;;) {
        const { rows, total } = await session['trace.rows']({ from: all.length + 1, count: 2000, kinds: [] });
        all.push(...rows);
        if (all.length >= total) return all;
      }
    },
  };
}
