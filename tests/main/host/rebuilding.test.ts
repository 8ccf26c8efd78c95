import { describe, expect, it } from 'vitest';
import type { Announcement } from '#contract/calls.ts';
import type { BranchRow } from '#contract/shapes.ts';
import type { CableRecord, DocumentRecord, HopDocument } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { mortalHost, type MortalHost } from '#support/mortal-thread.ts';

/** A drawing with a record put in place. */
function withRecord(drawing: HopDocument, record: DocumentRecord): HopDocument {
  return { ...drawing, records: [...drawing.records.filter(({ id }) => id !== record.id), record] };
}

const DRAWING = starterDocument();
const CABLE = DRAWING.records.find((record): record is CableRecord => record.type === 'cable')!;
const LONG: CableRecord = { ...CABLE, delay: 3_000_000 };
const RULE: DocumentRecord = {
  type: 'rule',
  id: 'rule1',
  name: 'the second ACK',
  cable: CABLE.id,
  direction: 'both',
  filter: 'tcp.flags.ack == 1',
  hits: { which: 'nth', ordinals: [2] },
  action: { do: 'lose' },
  enabled: true,
};

/** Three runs: in the first a frame was lost by hand, in the second a cable was made longer, in the third a rule loses an ACK. */
async function threeRuns(one: MortalHost): Promise<HopDocument> {
  await one.open(DRAWING);
  await one.call('simulation.start', { program: 'ping', future: 'refuse' });
  for (;;) {
    const { frame, cables, cable, direction } = await one.call('trace.flights', {});
    if (frame.length > 0) {
      const target = { cable: cables[cable[0]!]!, direction: direction[0] as 0 | 1, frame: frame[0]! };
      await one.call('touch.packet', { ...target, action: { do: 'lose' }, future: 'refuse' });
      break;
    }
    await one.call('time.step', { direction: 'forward', over: null });
  }
  await one.play('ping');
  await one.call('time.seek', { time: 1_000_000 });
  await one.call('simulation.change', { change: { put: [{ ...LONG }], remove: [] }, future: 'keep' });
  await one.play('tcp-client');
  await one.call('branches.fork', { name: 'with a rule' });
  await one.call('simulation.change', { change: { put: [{ ...RULE }], remove: [] }, future: 'refuse' });
  await one.call('simulation.start', { program: 'tcp-client', future: 'refuse' });
  await one.play('tcp-client');
  const names = { b1: 'longer cable', b2: 'a frame lost' } as const;
  for (const [branch, name] of Object.entries(names)) await one.call('branches.rename', { branch, name });
  return withRecord(withRecord(DRAWING, LONG), RULE);
}

/** Everything there is to see: the list of runs, and every fact, table and comparison of each. */
async function seen(one: MortalHost) {
  const { branches } = await one.call('branches.list', {});
  const { time, step, cursor, facts, horizon, branch } = one.latest();
  const runs = await Promise.all(
    branches.map(async ({ id }: BranchRow) => ({
      facts: await one.facts(id),
      tables: await Promise.all(
        ['pc1', 'router1', 'server1', 'switch1'].map((device) => one.call('devices.view', { device, branch: id })),
      ),
    })),
  );
  const pairs = branches.flatMap(({ id: left }) => branches.map(({ id: right }) => ({ left, right })));
  const compared = [];
  for (const sides of pairs.filter(({ left, right }) => left < right))
    compared.push(await one.call('compare.differences', sides));
  const list = branches.map(({ time: _, ...row }) => row);
  return { stands: { time, step, cursor, facts, horizon, branch }, list, runs, compared };
}

const rebuilt = (one: MortalHost) => one.announced('journal.rebuilt') as Announcement<'journal.rebuilt'>[];

async function reopened(one: MortalHost, drawing: HopDocument): Promise<void> {
  const before = rebuilt(one).length;
  await one.call('simulation.reopen', { text: writeDocument(drawing) });
  await one.wall.until(() => rebuilt(one).length > before);
}

describe('a simulation thread that dies', () => {
  it('costs no run: one with a fault, one with an edit and one with a rule are there again, and compare the same', async () => {
    const one = mortalHost();
    const drawing = await threeRuns(one);
    const before = await seen(one);
    expect(before.list.map(({ name }) => name)).toEqual(['longer cable', 'a frame lost', 'with a rule']);
    expect(before.compared.every(({ differences }) => differences.length > 0)).toBe(true);
    one.die();
    await reopened(one, drawing);
    expect(await seen(one)).toEqual(before);
    expect(rebuilt(one)).toEqual([{ runs: 3, short: [] }]);
  });

  it('while a person looks at the past of another run leaves them there, and goes on as before', async () => {
    const one = mortalHost();
    const drawing = await threeRuns(one);
    await one.call('branches.switch', { branch: 'b2' });
    await one.call('time.seek', { time: 700_000 });
    const before = await seen(one);
    one.die();
    await reopened(one, drawing);
    expect(await seen(one)).toEqual(before);
    await one.call('time.step', { direction: 'forward', over: null });
    await one.call('branches.fork', { name: null });
    expect((await one.call('branches.list', {})).branches.map(({ id }) => id)).toEqual(['b1', 'b2', 'b3', 'b4']);
  });

  it('and dies again, once while it rebuilds what is looked at and once while it rebuilds the others, loses nothing', async () => {
    const one = mortalHost();
    const drawing = await threeRuns(one);
    const before = await seen(one);
    one.die();
    const first = one.call('simulation.reopen', { text: writeDocument(drawing) }).catch((error: unknown) => error);
    let live = false;
    one.beforeCalls((name) => (live ||= name === 'journal.live'));
    await one.wall.until(() => live);
    // Asked for while there is nothing to act on, it waits for the next thread, and the next.
    const renamed = one.call('branches.rename', { branch: 'b3', name: 'with a rule' });
    one.die();
    expect(await first).toMatchObject({ name: 'worker.lost' });
    let deaths = 0;
    one.beforeCalls((name) => {
      if (name !== 'journal.rest' || deaths > 0) return;
      deaths++;
      // Just after the others were begun, and before any time has passed for them.
      queueMicrotask(one.die);
    });
    await one.call('simulation.reopen', { text: writeDocument(drawing) });
    await one.wall.pass(1000);
    expect([deaths, rebuilt(one)]).toEqual([1, []]);
    await reopened(one, drawing);
    await renamed;
    expect(await seen(one)).toEqual(before);
  });

  it('is told what is done next only when there is something to do it to, and keeps that too', async () => {
    const one = mortalHost();
    const drawing = await threeRuns(one);
    one.die();
    const renamed = one.call('branches.rename', { branch: 'b3', name: 'ruled' });
    await reopened(one, drawing);
    await renamed;
    const action = { type: 'line', text: 'ping -c 1 192.168.2.10' } as const;
    await one.call('terminals.type', { device: 'pc1', terminal: 'tty1', action, future: 'replace' });
    await one.call('time.play', { pace: { kind: 'clock', ratio: 1e6 }, until: null });
    await one.wall.until(() => !one.latest().playing);
    const before = await seen(one);
    expect(before.list[2]!.name).toBe('ruled');
    one.die();
    await reopened(one, drawing);
    expect(await seen(one)).toEqual(before);
  });

  it('costs no change of the drawing that was on its way', async () => {
    const one = mortalHost();
    const drawing = await threeRuns(one);
    const { facts } = one.latest();
    one.die();
    const pc1 = DRAWING.records.find(({ id }) => id === 'pc1')! as Extract<DocumentRecord, { type: 'device' }>;
    await reopened(one, withRecord(drawing, { ...pc1, name: 'ann' }));
    expect(one.latest().facts).toBeGreaterThan(facts);
    const [row] = (await one.call('trace.rows', { from: facts + 1, count: 1, kinds: [] })).rows;
    expect(row).toMatchObject({ kind: 'input.changed', detail: { what: 'pc1' } });
  });

  it('twice at the same run gives up that run alone, and says so', async () => {
    const one = mortalHost();
    const drawing = await threeRuns(one);
    one.die();
    for (let deaths = 0; deaths < 2; deaths++) {
      let live = false;
      one.beforeCalls((name) => (live ||= name === 'journal.live'));
      const asked = one.call('simulation.reopen', { text: writeDocument(drawing) }).catch((error: unknown) => error);
      await one.wall.until(() => live);
      one.die();
      await asked;
    }
    await reopened(one, drawing);
    expect((await one.call('branches.list', {})).branches.map(({ id }) => id)).toEqual(['b1', 'b2']);
    expect(rebuilt(one)).toEqual([{ runs: 2, short: [{ run: 'b3', name: 'with a rule', time: 0, why: 'broken' }] }]);
  });

  it('comes back up to where no more could be kept, and both are said', async () => {
    const one = mortalHost({ mostKept: 20_000 });
    await one.open(DRAWING);
    const type = (text: string) => {
      const action = { type: 'line', text } as const;
      return one.call('terminals.type', { device: 'pc1', terminal: 'tty1', action, future: 'refuse' });
    };
    for (let at = 1; one.announced('journal.full').length === 0; at++) {
      await one.call('time.seek', { time: at * 1e6 });
      await type(`echo ${'x'.repeat(1000)}`);
    }
    const { time, step } = one.latest();
    await one.call('time.seek', { time: time + 1e9 });
    await type('echo later');
    expect(one.announced('journal.full')).toEqual([{ bytes: 20_000 }]);
    one.die();
    await reopened(one, DRAWING);
    expect(rebuilt(one)).toEqual([{ runs: 1, short: [{ run: 'b1', name: null, time, why: 'bytes' }] }]);
    expect(one.latest()).toMatchObject({ time, horizon: time, step: step - 1 });
  });

  it('with another project open knows nothing of the one before', async () => {
    const one = mortalHost();
    await threeRuns(one);
    await one.open(DRAWING);
    one.die();
    await reopened(one, DRAWING);
    expect(one.latest()).toMatchObject({ branch: 'b1', facts: 0, time: 0 });
    expect((await one.call('branches.list', {})).branches).toHaveLength(1);
  });

  it.each([
    ['runs are still being rebuilt', 'journal.live'],
    ['what they are rebuilt from is still being told', 'journal.begin'],
  ])('is followed by another project at once, while %s', async (_when, last) => {
    const one = mortalHost();
    const drawing = await threeRuns(one);
    one.die();
    let live = false;
    one.beforeCalls((name) => (live ||= name === last));
    const asked = one.call('simulation.reopen', { text: writeDocument(drawing) });
    await one.wall.until(() => live);
    await one.open(DRAWING);
    await asked;
    await one.wall.pass(10_000);
    expect(one.latest()).toMatchObject({ branch: 'b1', facts: 0 });
    expect((await one.call('branches.list', {})).branches).toHaveLength(1);
    expect(rebuilt(one)).toEqual([]);
  });
});
