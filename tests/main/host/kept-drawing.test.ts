import { describe, expect, it } from 'vitest';
import type { DeviceRecord, DocumentRecord, HopDocument } from '#document/records.ts';
import { readDocument } from '#document/read.ts';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { mortalHost, type MortalHost } from '#support/mortal-thread.ts';

const DRAWING = starterDocument();
const PC = DRAWING.records.find(({ id }) => id === 'pc2') as DeviceRecord;
const NOTE: DocumentRecord = { type: 'note', id: 'note1', x: 0, y: 0, text: 'look here' };
const RENAMED: DeviceRecord = { ...PC, name: 'laptop' };
const FILE = { name: 'two.hop', path: '/home/me/two.hop' };

function withRecord(drawing: HopDocument, record: DocumentRecord): HopDocument {
  return { ...drawing, records: [...drawing.records.filter(({ id }) => id !== record.id), record] };
}

/** The drawing is open and handed over, and a ping has come back. */
async function pinged(): Promise<MortalHost> {
  const one = mortalHost();
  await one.open(DRAWING);
  await keep(one, DRAWING, false);
  await one.call('simulation.start', { program: 'ping', future: 'refuse' });
  await one.play('ping');
  return one;
}

const keep = (one: MortalHost, drawing: HopDocument, unsaved = true) =>
  one.call('host.keep', { ...FILE, text: writeDocument(drawing), unsaved });

const left = async (one: MortalHost) => (await one.call('host.hello', {})).project!;

async function deviceIn(one: MortalHost, id: string): Promise<DocumentRecord | undefined> {
  const read = readDocument((await left(one)).text);
  return 'problems' in read ? undefined : read.document.records.find((record) => record.id === id);
}

/** All that a window sees of the runs, but for what only counts up. */
async function seen(one: MortalHost) {
  const { branches } = await one.call('branches.list', {});
  const { time, step, cursor, facts, horizon, branch, playing } = await one.call('time.pause', {});
  const terminal = await one.call('terminals.read', { device: 'pc1', terminal: 'tty1', from: 0 });
  return {
    stands: { time, step, cursor, facts, horizon, branch, playing },
    branches,
    terminal,
    rows: await one.facts(branch),
  };
}

describe('a window that comes while the network lives', () => {
  it('is told whose network it is, and finds it as the window before it left it', async () => {
    const one = await pinged();
    const action = { type: 'line', text: 'ping -c 1 10.0.2.11' } as const;
    await one.call('terminals.type', { device: 'pc1', terminal: 'tty1', action, future: 'refuse' });
    const typed = one.latest().time;
    await one.call('time.seek', { time: typed + 3_000_000_000 });
    await one.call('branches.fork', { name: 'another' });
    await one.call('time.seek', { time: typed + 1_000_000 });
    const before = await seen(one);
    expect(before.branches).toHaveLength(2);
    expect(before.terminal.lines.length).toBeGreaterThan(0);

    const project = await left(one);
    expect(project).toEqual({ ...FILE, text: writeDocument(DRAWING), unsaved: false, running: true });
    expect(await one.call('simulation.reopen', { text: project.text })).toMatchObject(before.stands);
    expect(await seen(one)).toEqual(before);
  });

  it('goes on in time that runs', async () => {
    const one = await pinged();
    await one.call('simulation.start', { program: 'tcp-client', future: 'refuse' });
    await one.call('time.play', { pace: { kind: 'hop', wall: 800 }, until: null });
    const now = await one.call('simulation.reopen', { text: (await left(one)).text });
    expect(now).toMatchObject({ playing: true, pace: { kind: 'hop', wall: 800 } });
  });

  it('finds the drawing with what the network heard of it after it was handed over', async () => {
    const one = await pinged();
    await keep(one, withRecord(DRAWING, NOTE));
    const put = [{ ...RENAMED }];
    await one.call('simulation.change', { change: { put, remove: [] }, future: 'refuse' });
    const { facts } = one.latest();
    expect(await deviceIn(one, 'pc2')).toMatchObject({ name: 'laptop' });
    expect(await deviceIn(one, 'note1')).toMatchObject({ text: 'look here' });
    expect((await left(one)).unsaved).toBe(true);
    // It is nothing new to the network.
    expect(await one.call('simulation.reopen', { text: (await left(one)).text })).toMatchObject({ facts });
  });

  it('does not find what the network refused', async () => {
    const one = await pinged();
    await one.call('time.seek', { time: 1_000_000 });
    const refused = one.call('simulation.change', { change: { put: [{ ...RENAMED }], remove: [] }, future: 'refuse' });
    await expect(refused).rejects.toMatchObject({ problem: { name: 'simulation.would-cut-future' } });
    expect(await deviceIn(one, 'pc2')).toMatchObject({ name: PC.name });
  });

  it('tells the network what it never heard of the drawing: at the end of time at once, in the past when something is done', async () => {
    const powered = withRecord(DRAWING, { ...PC, powered: false });
    const end = await pinged();
    const { facts } = end.latest();
    await keep(end, powered);
    const told = await end.call('simulation.reopen', { text: (await left(end)).text });
    expect(told.facts).toBeGreaterThan(facts);

    const past = await pinged();
    await past.call('time.seek', { time: 1_000_000 });
    await keep(past, powered);
    const stands = await past.call('simulation.reopen', { text: (await left(past)).text });
    expect(stands).toMatchObject({ time: 1_000_000, facts });
    await past.call('simulation.start', { program: 'ping', future: 'replace' });
    const { rows } = await past.call('trace.rows', { from: stands.cursor + 1, count: 5, kinds: [] });
    expect(rows.map(({ device }) => device)).toContain('pc2');
  });

  it('finds everything again when the thread has died while nobody looked', async () => {
    const one = await pinged();
    await one.call('time.seek', { time: 1_000_000 });
    const before = await seen(one);
    one.die();
    const project = await left(one);
    expect(project.running).toBe(true);
    await one.call('simulation.reopen', { text: project.text });
    expect(await seen(one)).toEqual(before);
  });

  it('begins anew with a drawing that is not that of the network', async () => {
    const one = await pinged();
    const other = { ...DRAWING, seed: DRAWING.seed + 1 };
    expect(await one.call('simulation.reopen', { text: writeDocument(other) })).toMatchObject({ facts: 0, time: 0 });
  });

  it('is told once what the window before it looked at', async () => {
    const one = await pinged();
    await one.call('host.leave', { look: 'at pc1' });
    expect(await left(one)).toMatchObject({ running: true, look: 'at pc1' });
    expect((await left(one)).look).toBeUndefined();
  });

  it('is not told what was looked at in another network', async () => {
    const one = await pinged();
    await one.call('host.leave', { look: 'at pc1' });
    await one.open({ ...DRAWING, records: [] });
    await keep(one, { ...DRAWING, records: [] });
    expect((await left(one)).look).toBeUndefined();
  });

  it('does not take a network for that of the drawing handed over before it was built', async () => {
    const one = await pinged();
    await one.open({ ...DRAWING, records: [] });
    expect((await left(one)).running).toBeUndefined();
    await keep(one, { ...DRAWING, records: [] });
    expect((await left(one)).running).toBe(true);
  });

  it('is not told of a network where none was built', async () => {
    const one = mortalHost();
    expect((await one.call('host.hello', {})).project).toBeNull();
    await keep(one, DRAWING);
    expect((await left(one)).running).toBeUndefined();
    await expect(one.call('simulation.open', { text: 'no project' })).rejects.toBeDefined();
    await keep(one, DRAWING);
    expect((await left(one)).running).toBeUndefined();
  });
});
