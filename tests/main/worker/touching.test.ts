import { describe, expect, it } from 'vitest';
import type { Future, Now } from '#contract/shapes.ts';
import type { TouchAction } from '#contract/touch.ts';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { createSession } from '#worker/session.ts';
import { VirtualWall } from '#support/virtual-wall.ts';

/** A session with the starter project, its ping just sent. */
async function pinging() {
  const wall = new VirtualWall();
  let latest: Now | undefined;
  const session = createSession({ announce: (now) => (latest = now), clock: wall.clock, later: wall.later });
  await session['simulation.open']({ text: writeDocument(starterDocument()) });
  await session['simulation.start']({ program: 'ping', future: 'refuse' });
  // To the first frame on a cable.
  for (;;) {
    const flights = await session['trace.flights']({});
    if (flights.frame.length > 0) break;
    latest = await session['time.step']({ direction: 'forward', over: null });
  }
  const touch = async (action: TouchAction, future: Future = 'refuse') => {
    const { cables, cable, direction, frame } = await session['trace.flights']({});
    const target = { cable: cables[cable[0]!]!, direction: direction[0] as 0 | 1, frame: frame[0]! };
    return session['touch.packet']({ ...target, action, future });
  };
  return { session, touch, latest: () => latest! };
}

describe('a packet touched from a window', () => {
  it('is held and let go, and is drawn where it stays meanwhile', async () => {
    const { session, touch } = await pinging();
    const { time, frame } = await touch({ do: 'hold' });
    const held = await session['trace.flights']({});
    expect([...held.state]).toEqual([1]);
    expect([...held.since]).toEqual([time]);
    expect([...held.frame]).toEqual([frame]);
    await touch({ do: 'release' });
    expect([...(await session['trace.flights']({})).state]).toEqual([0]);
  });

  it('is another frame when its bits are changed, and the answer says which', async () => {
    const { session, touch } = await pinging();
    const before = await session['trace.flights']({});
    const { frame } = await touch({ do: 'flip', bit: 5 });
    expect(frame).not.toBe(before.frame[0]);
    expect(await session['trace.frame']({ frame })).toMatchObject({ intact: false, packet: before.packet[0] });
  });

  it('is refused by name, with what the sentence needs, and nothing is cut off then', async () => {
    const { session, touch } = await pinging();
    const bad = touch({ do: 'edit', fields: { 'eth.type': '65536' }, checksums: 'keep' }, 'replace');
    await expect(bad).rejects.toMatchObject({
      name: 'touch.value-out-of-range',
      parameters: { field: 'eth.type', value: '65536', most: 65_535 },
    });
    const there = { cable: 'cable1', direction: 0, frame: 4711, action: { do: 'lose' }, future: 'refuse' } as const;
    await expect((async () => session['touch.packet'](there))()).rejects.toMatchObject({ name: 'touch.not-there' });
  });

  it('in the past begins a new future only when that was agreed to', async () => {
    const { session, touch } = await pinging();
    for (let at = 0; at < 6; at++) await session['time.step']({ direction: 'forward', over: null });
    for (let at = 0; at < 6; at++) await session['time.step']({ direction: 'back', over: null });
    await expect(touch({ do: 'lose' })).rejects.toMatchObject({ name: 'simulation.would-cut-future' });
    const { facts, cursor, branches } = await touch({ do: 'lose' }, 'keep');
    expect(facts).toBe(cursor);
    expect(branches).toBeGreaterThan(0);
    const list = (await session['branches.list']({})).branches;
    expect(list).toHaveLength(2);
  });
});

describe('a rule in a running network', () => {
  it('says how often it hit, and what the cable did is measured', async () => {
    const { session } = await pinging();
    const rule = {
      type: 'rule',
      id: 'rule1',
      name: 'lose what comes back',
      cable: 'cable1',
      direction: 'both',
      filter: 'icmp.type == 0',
      hits: { which: 'every' },
      action: { do: 'lose' },
      enabled: true,
    };
    await session['simulation.change']({ change: { put: [rule], remove: [] }, future: 'refuse' });
    for (let at = 0; at < 400; at++) await session['time.step']({ direction: 'forward', over: null });
    const { rules } = await session['rules.view']({ cable: 'cable1' });
    expect(rules).toMatchObject([{ id: 'rule1' }]);
    expect(rules[0]!.hits).toBeGreaterThan(0);
    expect(await session['rules.view']({ cable: 'cable2' })).toEqual({ rules: [] });
    const { directions } = await session['cables.measured']({ cable: 'cable1' });
    expect(directions[0].lost + directions[1].lost).toBeLessThanOrEqual(rules[0]!.hits);
    const unknown = (async () => session['cables.measured']({ cable: 'cable99' }))();
    await expect(unknown).rejects.toMatchObject({ name: 'cable.unknown' });
  });
});

describe('a program or process', () => {
  it('is killed by its record or by its number, and refused by name when it does not run', async () => {
    const { session } = await pinging();
    const standing = async () => (await session['simulation.programs']({})).programs.find(({ id }) => id === 'ping')!;
    await session['programs.kill']({ target: { program: 'ping' }, future: 'refuse' });
    expect(await standing()).toMatchObject({ state: 'ended', status: 137 });
    const again = (async () => session['programs.kill']({ target: { program: 'ping' }, future: 'refuse' }))();
    await expect(again).rejects.toMatchObject({ name: 'program.not-running' });
    const target = { device: 'pc1', process: 999 };
    const missing = (async () => session['programs.kill']({ target, future: 'refuse' }))();
    await expect(missing).rejects.toMatchObject({ name: 'program.no-such-process' });
  });
});

describe('a process that was started at a terminal', () => {
  it('is told of beside the programs of the drawing, is killed by its number, and lives again when time goes back', async () => {
    const { session } = await pinging();
    const action = { type: 'line', text: 'nc -l 9000' } as const;
    await session['terminals.type']({ device: 'pc2', terminal: 'tty1', action, future: 'refuse' });
    const others = async () => (await session['simulation.programs']({})).processes;
    const [process] = await others();
    expect(process).toMatchObject({ device: 'pc2', name: expect.stringContaining('nc -l 9000') });
    const before = (await session['time.pause']({})).cursor;
    const target = { device: 'pc2', process: process!.process };
    await session['programs.kill']({ target, future: 'refuse' });
    expect(await others()).toEqual([]);
    const { tables } = await session['devices.view']({ device: 'pc2' });
    const [programs, sockets] = ['programs', 'sockets'].map((name) => tables.find((table) => table.name === name)!);
    expect(programs!.rows.map((row) => row[programs!.columns.indexOf('status')])).toEqual([137]);
    expect(sockets!.rows).toEqual([]);
    await session['time.seekFact']({ seq: before });
    expect(await others()).toEqual([process]);
  });
});

describe('a device that is switched off', () => {
  it('refuses what is asked of it, by name', async () => {
    const { session } = await pinging();
    const device = starterDocument().records.find(({ id }) => id === 'pc1')!;
    const put = [{ ...device, powered: false } as never];
    await session['simulation.change']({ change: { put, remove: [] }, future: 'refuse' });
    const start = (async () => session['simulation.start']({ program: 'ping', future: 'refuse' }))();
    await expect(start).rejects.toMatchObject({ name: 'device.off' });
    const typed = (async () =>
      session['terminals.type']({
        device: 'pc1',
        terminal: 'tty1',
        action: { type: 'line', text: 'ls' },
        future: 'refuse',
      }))();
    await expect(typed).rejects.toMatchObject({ name: 'device.off' });
    expect(await session['devices.view']({ device: 'pc1' })).toEqual({ device: 'pc1', tables: [] });
  });
});
