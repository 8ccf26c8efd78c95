import { expect, it } from 'vitest';
import type { Now } from '#contract/shapes.ts';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { createSession } from '#worker/session.ts';
import { VirtualWall } from '#support/virtual-wall.ts';

it('a program that waits before every call stops time there, and says which call is next', async () => {
  const document = starterDocument();
  const records = document.records.map((record) =>
    record.id === 'tcp-client' && record.type === 'program' && record.run.program === 'steps'
      ? { ...record, start: null, run: { ...record.run, stepwise: true } }
      : record,
  );
  const wall = new VirtualWall();
  let latest: Now | undefined;
  const session = createSession({ announce: (now) => (latest = now), clock: wall.clock, later: wall.later });
  await session['simulation.open']({ text: writeDocument({ ...document, records }) });
  const next = async () => (await session['simulation.programs']({})).programs.find(({ id }) => id === 'tcp-client')!;
  const play = async () => {
    latest = await session['time.play']({
      pace: { kind: 'clock', ratio: 1e6 },
      until: { kind: 'program-ends', program: 'tcp-client' },
    });
    await wall.until(() => latest?.playing === false);
    return latest!.stopped;
  };
  const early = async () => session['simulation.next']({ program: 'tcp-client', future: 'refuse' });
  await expect(early()).rejects.toMatchObject({ name: 'program.not-running' });
  await session['simulation.start']({ program: 'tcp-client', future: 'refuse' });
  for (let at = 0; at < 5; at++) {
    expect(await play()).toBe('program-waits');
    expect(await next()).toMatchObject({ state: 'running', next: at });
    await session['simulation.next']({ program: 'tcp-client', future: 'refuse' });
  }
  expect(await play()).toBe('program-ended');
  expect(await next()).toMatchObject({ state: 'ended', status: 0, next: null });
});
