import { describe, expect, it } from 'vitest';
import { LEAST_BUDGET, type Now, type Pace } from '#contract/shapes.ts';
import { CHECKPOINT_BUDGET } from '#engine/sim/checkpoints.ts';
import { MEMORY_LIMIT } from '#engine/trace/store.ts';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { MOST_BRANCHES } from '#worker/branches.ts';
import { createSession, type SessionHandlers } from '#worker/session.ts';
import { VirtualWall } from '#support/virtual-wall.ts';

const FAST: Pace = { kind: 'clock', ratio: 1e6 };

/** A session with the starter project open, in which a ping has run to its end. */
async function pinged() {
  const wall = new VirtualWall();
  let latest: Now;
  const session = createSession({ announce: (now) => (latest = now), clock: wall.clock, later: wall.later });
  const call = async <N extends keyof SessionHandlers>(name: N, parameters: Parameters<SessionHandlers[N]>[0]) => {
    const answer = await (session[name] as (parameters: unknown) => unknown)(parameters);
    if (/^(time|simulation\.(open|change|start|next)|branches\.(?!list))/.test(name)) latest = answer as Now;
    return answer as Awaited<ReturnType<SessionHandlers[N]>>;
  };
  await call('simulation.open', { text: writeDocument(starterDocument()) });
  const play = async (program: string) => {
    await call('time.play', { pace: FAST, until: { kind: 'program-ends', program } });
    await wall.until(() => !latest.playing);
  };
  await call('simulation.start', { program: 'ping', future: 'refuse' });
  await play('ping');
  return { wall, call, play, latest: () => latest, branches: async () => (await call('branches.list', {})).branches };
}

const refusedAs = async (call: Promise<unknown>) =>
  call.then(
    () => 'not refused',
    (error: { problem: unknown }) => error.problem,
  );

/** All facts of a branch, as text. */
async function facts({ call }: Awaited<ReturnType<typeof pinged>>, branch?: string) {
  const { rows } = await call('trace.rows', { from: 1, count: 2000, kinds: [], ...(branch ? { branch } : {}) });
  return JSON.stringify(rows);
}

describe('branches', () => {
  it('are one as long as nobody acts in the past', async () => {
    const { branches, latest } = await pinged();
    const { horizon, facts: count } = latest();
    expect(await branches()).toEqual([
      {
        id: 'b1',
        name: null,
        current: true,
        from: null,
        forkTime: 0,
        forkFact: 0,
        time: horizon,
        horizon,
        facts: count,
      },
    ]);
  });

  it('keep the old future when it is asked for, fact by fact, and the line goes on with the new one', async () => {
    const one = await pinged();
    const before = await facts(one);
    const lived = one.latest();
    await one.call('time.seek', { time: 1_000_000 });
    const { cursor } = one.latest();
    await one.call('simulation.start', { program: 'tcp-client', future: 'keep' });
    expect(one.latest().branches).toBeGreaterThan(lived.branches);
    await one.play('tcp-client');
    expect(await one.branches()).toMatchObject([
      { id: 'b1', current: true, from: null },
      { id: 'b2', current: false, from: 'b1', forkTime: 1_000_000, forkFact: cursor, horizon: lived.horizon },
    ]);
    expect(await facts(one, 'b2')).toBe(before);
    expect(await facts(one)).not.toBe(before);
    // And looked at, it is what it was.
    await one.call('branches.switch', { branch: 'b2' });
    expect(one.latest()).toMatchObject({ branch: 'b2', facts: lived.facts, playing: false });
    await one.call('time.seekFact', { seq: lived.facts });
    expect(await facts(one)).toBe(before);
  });

  it('answer about another branch at the time under the cursor', async () => {
    const one = await pinged();
    await one.call('time.seek', { time: 1_000_000 });
    await one.call('simulation.start', { program: 'tcp-client', future: 'keep' });
    const arp = async (branch: string) => {
      const { tables } = await one.call('devices.view', { device: 'pc1', branch });
      return tables.find(({ name }) => name === 'arp')!.rows.length;
    };
    await one.call('time.seekFact', { seq: 0 });
    expect([await arp('b1'), await arp('b2')]).toEqual([0, 0]);
    await one.play('tcp-client');
    const { time } = one.latest();
    expect(await arp('b2')).toBeGreaterThan(0);
    expect((await one.branches()).map((row) => row.time)).toEqual([time, time]);
  });

  it('stand at the very same event where both lived the same', async () => {
    const one = await pinged();
    await one.call('time.seek', { time: 900_000_000 });
    await one.call('branches.fork', { name: null });
    for (const seq of [1, 2, 5, 20, 40]) {
      await one.call('time.seekFact', { seq });
      const views = await Promise.all(
        ['b1', 'b2'].map(async (branch) => JSON.stringify(await one.call('trace.flights', { branch }))),
      );
      expect(views[0]).toBe(views[1]);
    }
  });

  it('live on beyond their horizon when they are asked about a later time, a little at a time, and tell when they are there', async () => {
    const one = await pinged();
    await one.call('branches.fork', { name: 'quick' });
    await one.call('branches.switch', { branch: 'b1' });
    const action = { type: 'line' as const, text: 'ping -i 0.001 10.0.0.2' };
    await one.call('terminals.type', { device: 'pc1', terminal: 'tty1', action, future: 'refuse' });
    await one.call('branches.switch', { branch: 'b2' });
    const sought = one.call('time.seek', { time: 15e9 });
    await one.wall.until(() => !one.latest().playing && one.latest().time === 15e9);
    await sought;
    const { version } = one.latest();
    await one.call('trace.flights', { branch: 'b1' });
    expect((await one.branches())[0]!.time).toBeLessThan(15e9);
    await one.wall.until(() => one.latest().version > version);
    await one.wall.pass(1000);
    expect((await one.branches()).map((row) => row.time)).toEqual([15e9, 15e9]);
  });

  it('know the drawing each in its own time: what was drawn on another one is told first when something is done', async () => {
    const one = await pinged();
    await one.call('branches.fork', { name: 'try it' });
    const pc1 = starterDocument().records.find(({ id }) => id === 'pc1')!;
    await one.call('simulation.change', { change: { put: [{ ...pc1, name: 'ann' }], remove: [] }, future: 'refuse' });
    await one.call('branches.switch', { branch: 'b1' });
    const first = one.latest().facts + 1;
    await one.call('simulation.start', { program: 'tcp-client', future: 'refuse' });
    const { rows } = await one.call('trace.rows', { from: first, count: 2, kinds: [] });
    expect(rows.map(({ kind, detail }) => [kind, detail['what']])).toEqual([
      ['input.changed', 'pc1'],
      ['input.started', undefined],
    ]);
  });

  it('begin as a second run from the cursor, with a name, and the first one stays whole', async () => {
    const one = await pinged();
    const before = await facts(one);
    await one.call('time.seek', { time: 1_000_000 });
    await one.call('branches.fork', { name: 'again' });
    expect(one.latest()).toMatchObject({ branch: 'b2', time: 1_000_000, horizon: 1_000_000 });
    expect(one.latest().facts).toBe(one.latest().cursor);
    expect(await one.branches()).toMatchObject([
      { id: 'b1', current: false },
      { id: 'b2', name: 'again', from: 'b1' },
    ]);
    // The same run again comes to the same facts.
    await one.play('ping');
    expect(await facts(one)).toBe(before);
    expect(await facts(one, 'b1')).toBe(before);
  });

  it('are renamed and removed, but never the one that is looked at', async () => {
    const one = await pinged();
    await one.call('branches.fork', { name: 'again' });
    await one.call('branches.rename', { branch: 'b1', name: 'the first' });
    expect((await one.branches())[0]!.name).toBe('the first');
    expect(await refusedAs(one.call('branches.remove', { branch: 'b2' }))).toMatchObject({ name: 'branch.is-current' });
    await one.call('branches.remove', { branch: 'b1' });
    expect(await one.branches()).toMatchObject([{ id: 'b2', from: null, forkTime: 0, forkFact: 0, current: true }]);
    for (const gone of [
      one.call('branches.switch', { branch: 'b1' }),
      one.call('trace.flights', { branch: 'b1' }),
      one.call('branches.rename', { branch: 'b1', name: 'x' }),
    ]) {
      expect(await refusedAs(gone)).toEqual({ name: 'branch.unknown', parameters: { branch: 'b1' } });
    }
  });

  it('part where they really differ, also when a branch that others parted from is changed before that', async () => {
    const one = await pinged();
    await one.call('time.seek', { time: 900_000_000 });
    await one.call('branches.fork', { name: 'late' });
    await one.call('branches.switch', { branch: 'b1' });
    await one.call('time.seek', { time: 200_000 });
    const { cursor } = one.latest();
    await one.call('simulation.start', { program: 'tcp-client', future: 'keep' });
    expect(await one.branches()).toMatchObject([
      { id: 'b1', from: null },
      // It shares more with the future that was kept than with the line that goes on.
      { id: 'b2', from: 'b3', forkTime: 900_000_000 },
      { id: 'b3', from: 'b1', forkTime: 200_000, forkFact: cursor },
    ]);
    await one.call('branches.switch', { branch: 'b2' });
    await one.call('time.seek', { time: 100_000 });
    await one.call('simulation.start', { program: 'tcp-client', future: 'replace' });
    expect((await one.branches())[1]).toMatchObject({ id: 'b2', from: 'b3', forkTime: 100_000 });
  });

  it('are bounded, and nothing is lost where one more is refused', async () => {
    const one = await pinged();
    for (let count = 1; count < MOST_BRANCHES; count++) await one.call('branches.fork', { name: null });
    const full = { name: 'branch.too-many', parameters: { most: MOST_BRANCHES } };
    expect(await refusedAs(one.call('branches.fork', { name: null }))).toEqual(full);
    await one.call('branches.switch', { branch: 'b1' });
    await one.call('time.seek', { time: 1_000_000 });
    const { facts: count } = one.latest();
    const refused = one.call('simulation.start', { program: 'tcp-client', future: 'keep' });
    expect(await refusedAs(refused)).toEqual(full);
    expect((await one.call('time.pause', {})).facts).toBe(count);
  });

  it('share the memory there is: what two have in common is counted once, and a budget is for all of them', async () => {
    const one = await pinged();
    const alone = await one.call('simulation.memory', {});
    expect(alone.checkpoints).toMatchObject({ count: 1, budget: CHECKPOINT_BUDGET });
    expect(alone.checkpoints.bytes).toBeGreaterThan(1000);
    expect(alone.trace.limit).toBe(MEMORY_LIMIT);
    await one.call('branches.fork', { name: null });
    const both = await one.call('simulation.memory', {});
    expect(both.checkpoints.bytes).toBe(alone.checkpoints.bytes);
    expect(both.trace.payload).toBe(alone.trace.payload);
    // Only the last piece of the frames, which both go on to write in, is there twice.
    expect(both.trace.frames).toBeLessThanOrEqual(2 * alone.trace.frames);
    const set = await one.call('simulation.budget', { bytes: LEAST_BUDGET });
    expect(set.checkpoints.budget).toBe(LEAST_BUDGET);
    await one.call('simulation.open', { text: writeDocument(starterDocument()) });
    expect((await one.call('simulation.memory', {})).checkpoints.budget).toBe(LEAST_BUDGET);
  });

  it('end with the project', async () => {
    const one = await pinged();
    await one.call('branches.fork', { name: 'again' });
    const { branches: before, flights } = one.latest();
    const opened = await one.call('simulation.open', { text: writeDocument(starterDocument()) });
    expect(opened.branches).toBeGreaterThan(before);
    expect(opened.flights).toBeGreaterThan(flights);
    expect(await one.branches()).toHaveLength(1);
  });
});
