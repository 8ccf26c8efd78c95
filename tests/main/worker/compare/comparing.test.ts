import { describe, expect, it } from 'vitest';
import type { Comparison } from '#contract/differences.ts';
import type { Now, Pace } from '#contract/shapes.ts';
import { Draft } from '#document/examples/draft.ts';
import type { CableRecord } from '#document/records.ts';
import { writeDocument } from '#document/write.ts';
import { createSession, type SessionHandlers } from '#worker/session.ts';
import { VirtualWall } from '#support/virtual-wall.ts';

const FAST: Pace = { kind: 'clock', ratio: 1e6 };
const MS = 1_000_000;

/** Two hosts and a cable of 5 ms; a transfer of 20 kB has run to its end. */
async function transferred() {
  const draft = new Draft();
  const pc1 = draft.device('host', { x: 0, y: 0 }, ['10.0.0.1']);
  const server = draft.device('server', { x: 200, y: 0 }, ['10.0.0.2']);
  draft.joinWith({ delay: 5 * MS }, pc1, server);
  draft.command('bulk-server', 'server', server, 0, 'bulk -s');
  draft.command('transfer', 'transfer', pc1, 0, 'bulk -c 10.0.0.2 -n 20000');
  const document = draft.document('two hosts');
  const cable = document.records.find((record): record is CableRecord => record.type === 'cable')!;

  const wall = new VirtualWall();
  let latest: Now;
  const session = createSession({ announce: (now) => (latest = now), clock: wall.clock, later: wall.later });
  const call = async <N extends keyof SessionHandlers>(name: N, parameters: Parameters<SessionHandlers[N]>[0]) => {
    let answer: unknown;
    let settled = false;
    void Promise.resolve((session[name] as (parameters: unknown) => unknown)(parameters)).then(
      (value) => ((answer = value), (settled = true)),
    );
    await wall.until(() => settled);
    if (/^(time|simulation\.(open|change|start|next)|branches\.(?!list))/.test(name)) latest = answer as Now;
    return answer as Awaited<ReturnType<SessionHandlers[N]>>;
  };
  await call('simulation.open', { text: writeDocument(document) });
  const play = async () => {
    await call('time.play', { pace: FAST, until: { kind: 'program-ends', program: 'transfer' } });
    await wall.until(() => !latest.playing);
  };
  const change = (more: Partial<CableRecord>, future: 'keep' | 'refuse') =>
    call('simulation.change', { change: { put: [{ ...cable, ...more }], remove: [] }, future });
  await play();
  return { call, play, change, cable: cable.id, latest: () => latest };
}

const kinds = ({ differences }: Comparison) => differences.map(({ kind }) => kind);

describe('two branches', () => {
  it('differ by what was done in one of them, and by what came of it', async () => {
    const { call, play, change, cable } = await transferred();
    await call('time.seek', { time: 12 * MS });
    await change({ directions: [{ drop: [12] }, {}] }, 'keep');
    await play();
    const found = await call('compare.differences', { left: 'b2', right: 'b1' });
    expect(found.whole).toBe(true);
    expect(kinds(found).slice(0, 2)).toEqual(['done', 'lost']);
    expect(found.differences[0]!.parameters).toMatchObject({ side: 'right', input: 'input.changed' });
    expect(found.differences[1]!.parameters).toMatchObject({ side: 'right', what: 'data', device: 'pc1' });
    expect(found.settings).toEqual([{ record: cable, field: 'directions.0.drop.0', left: null, right: 12 }]);
    expect(found.conversations).toMatchObject([{ clientDevice: 'pc1', serverDevice: 'server1' }]);
    // Both are the histories they were.
    const { branches } = await call('branches.list', {});
    expect(branches.map(({ id }) => id)).toEqual(['b1', 'b2']);
  });

  it('are compared up to the end of the longer one, without either being lived further by that', async () => {
    const { call, play, change } = await transferred();
    await call('time.seek', { time: 12 * MS });
    await change({ delay: 50 * MS }, 'keep');
    await play();
    const before = (await call('branches.list', {})).branches;
    expect(before[0]!.horizon).toBeGreaterThan(before[1]!.horizon);
    await call('time.seek', { time: 12 * MS });
    const held = await call('simulation.memory', {});
    const found = await call('compare.differences', { left: 'b1', right: 'b2' });
    expect(await call('simulation.memory', {})).toEqual(held);
    expect(found.until).toBe(before[0]!.horizon);
    expect(kinds(found)).not.toContain('status');
    const after = (await call('branches.list', {})).branches;
    expect(after.map(({ horizon, facts }) => [horizon, facts])).toEqual(
      before.map(({ horizon, facts }) => [horizon, facts]),
    );
  });

  it('are looked at at one moment: figures of each, and the tables in which they differ', async () => {
    const { call, play, change } = await transferred();
    await call('time.seek', { time: 12 * MS });
    await change({ delay: 50 * MS }, 'keep');
    await play();
    const { conversations } = await call('compare.differences', { left: 'b1', right: 'b2' });
    await call('time.seek', { time: 26 * MS });
    const { left, right } = conversations[0]!;
    const moment = await call('compare.moment', { left: 'b1', right: 'b2', conversation: { left, right } });
    expect(moment.left.segments).toBeLessThan(moment.right.segments);
    expect(moment.left.connection!.acknowledged).toBe(0);
    expect(moment.right.connection!.acknowledged).toBeGreaterThan(1000);
    expect(moment.right.connection!.clientWindow).toBeGreaterThan(10_000);
    // The socket is there in both: it stands otherwise.
    expect(moment.tables).toContainEqual({ device: 'pc1', table: 'sockets', changed: 1, left: 0, right: 0 });
    expect(moment.tables).toContainEqual({ device: 'pc1', table: 'connections', changed: 1, left: 0, right: 0 });
    await call('time.seek', { time: 11 * MS });
    expect((await call('compare.moment', { left: 'b1', right: 'b2', conversation: null })).tables).toEqual([]);
  });

  it('have two ladders, row by row, as far as the cursor', async () => {
    const { call, play, change } = await transferred();
    await call('time.seek', { time: 12 * MS });
    await change({ directions: [{ drop: [12] }, {}] }, 'keep');
    await play();
    const { conversations, differences } = await call('compare.differences', { left: 'b2', right: 'b1' });
    const { left, right } = conversations[0]!;
    const { rows, before } = await call('compare.ladder', { left: 'b2', right: 'b1', conversation: { left, right } });
    expect(before).toBe(0);
    const lost = differences.find(({ kind }) => kind === 'lost')!;
    const marks = rows.map((row) => [row.left?.mark ?? '', row.right?.mark ?? ''].join(':'));
    expect(marks.slice(0, 3)).toEqual(['same:same', 'same:same', 'same:same']);
    const at = rows.findIndex((row) => row.right?.rung.seq === lost.right.fact);
    expect(marks[at]).toBe('same:lost');
    expect(marks.slice(at + 1)).toContain(':only');
    await call('time.seek', { time: 4 * MS });
    const early = await call('compare.ladder', { left: 'b2', right: 'b1', conversation: { left, right } });
    expect(early.rows.length).toBeLessThan(5);
  });

  it('differ in nothing as long as nothing was done after they parted', async () => {
    const { call, play } = await transferred();
    await call('time.seek', { time: 12 * MS });
    await call('branches.fork', { name: 'again' });
    await play();
    const found = await call('compare.differences', { left: 'b1', right: 'b2' });
    expect(found.differences).toEqual([]);
    expect(found.settings).toEqual([]);
  });

  it('are refused when one is not there', async () => {
    const { call } = await transferred();
    let refused: unknown = null;
    try {
      await call('compare.moment', { left: 'b1', right: 'b9', conversation: null });
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({ name: 'branch.unknown' });
  });
});
