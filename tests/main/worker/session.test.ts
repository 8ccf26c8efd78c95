import { describe, expect, it } from 'vitest';
import type { Now, Pace } from '#contract/shapes.ts';
import type { HopDocument } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { createSession, type SessionHandlers } from '#worker/session.ts';
import { VirtualWall } from '#support/virtual-wall.ts';

const HOP: Pace = { kind: 'hop', wall: 500 };
const REAL: Pace = { kind: 'clock', ratio: 1 };
const FAST: Pace = { kind: 'clock', ratio: 1e6 };

/** A session with a project open, on a wall clock of the test's own. */
async function opened(document: HopDocument = starterDocument()) {
  const wall = new VirtualWall();
  const told: Now[] = [];
  let latest: Now;
  const announce = (now: Now) => {
    told.push(now);
    latest = now;
  };
  const session = createSession({ announce, clock: wall.clock, later: wall.later });
  const now = (latest = await session['simulation.open']({ text: writeDocument(document) }));
  return {
    wall,
    told,
    session,
    now,
    /** Where the simulation stood when it was last heard of. */
    latest: () => latest,
    /** Calls and waits, with wall time standing still. */
    async call<N extends keyof SessionHandlers>(name: N, parameters: Parameters<SessionHandlers[N]>[0]) {
      const answer = await (session[name] as (parameters: unknown) => unknown)(parameters);
      if (name.startsWith('time.')) latest = answer as Now;
      return answer as Awaited<ReturnType<SessionHandlers[N]>>;
    },
    stopped: () => wall.until(() => !latest.playing),
  };
}

/** A call whose refusal is looked at. */
const refusedAs = async (call: Promise<unknown>) =>
  call.then(
    () => 'not refused',
    (error: { problem: unknown }) => error.problem,
  );

/** Two hosts joined by two switches that are joined twice: the first broadcast never ends. */
function loop(): HopDocument {
  const starter = starterDocument();
  const pc = starter.records.find(({ id }) => id === 'pc1');
  const lan = starter.records.find(
    ({ type, ...record }) => type === 'device' && 'kind' in record && record.kind === 'switch',
  );
  if (pc?.type !== 'device' || lan?.type !== 'device') throw new Error('the starter project has changed');
  const cable = starter.records.find(({ type }) => type === 'cable');
  if (cable?.type !== 'cable') throw new Error('the starter project has changed');
  const ends = (a: [string, number], b: [string, number]) => ({
    a: { device: a[0], port: (a[0] === pc.id ? pc : lan).ports[a[1]]!.name },
    b: { device: b[0], port: lan.ports[b[1]]!.name },
  });
  return {
    ...starter,
    records: [
      pc,
      { ...lan, id: 'one', name: 'one' },
      { ...lan, id: 'two', name: 'two' },
      { ...cable, id: 'c1', ...ends([pc.id, 0], ['one', 0]) },
      { ...cable, id: 'c2', ...ends(['one', 1], ['two', 1]) },
      { ...cable, id: 'c3', ...ends(['one', 2], ['two', 2]) },
      { ...cable, id: 'c4', ...ends(['one', 3], ['two', 3]) },
      starter.records.find(({ id }) => id === 'ping')!,
    ],
  };
}

describe('a session', () => {
  it('refuses what needs a project as long as none is open', async () => {
    const session = createSession({ announce: () => undefined, clock: () => 0, later: () => () => undefined });
    expect(() => session['time.pause']({})).toThrow('simulation.none');
    expect(() => session['trace.rows']({ from: 1, count: 1, kinds: [] })).toThrow('simulation.none');
  });

  it('opens a project at time 0, paused, with its whole future before it', async () => {
    const { now } = await opened();
    expect(now).toMatchObject({ time: 0, cursor: 0, facts: 0, horizon: 0, playing: false, stopped: null });
  });

  it('refuses a text that is no project with the problem of the document', async () => {
    const { session } = await opened();
    expect(() => session['simulation.open']({ text: '{"records": 3}' })).toThrow('not-a-project');
  });

  it('keeps the simulation it has when another project is refused', async () => {
    const { session, call } = await opened();
    await call('time.step', { direction: 'forward' });
    expect(() => session['simulation.open']({ text: 'nonsense' })).toThrow('not-json');
    expect((await call('time.pause', {})).cursor).toBeGreaterThan(0);
  });
});

describe('playing in hop pace', () => {
  it('takes one chosen wall time for one hop', async () => {
    const { wall, call, latest } = await opened();
    await call('time.play', { pace: HOP, until: null });
    await wall.until(() => latest().cursor > 0);
    const flights = await call('trace.flights', {});
    expect(flights.frame.length).toBe(1);
    const started = wall.clock();
    const arrival = flights.arrival[0]!;
    await wall.until(() => latest().time >= arrival);
    expect(Math.abs(wall.clock() - started - 500)).toBeLessThan(50);
  });

  it('moves time smoothly while a frame is on its way', async () => {
    const { wall, call, latest, told } = await opened();
    await call('time.play', { pace: HOP, until: null });
    await wall.until(() => latest().cursor > 0);
    const { departure, arrival } = await call('trace.flights', {});
    await wall.until(() => latest().time >= arrival[0]!);
    const between = told.filter(({ time }) => time > departure[0]! && time < arrival[0]!);
    expect(between.length).toBeGreaterThan(20);
  });

  it('announces at most once a tick', async () => {
    const { wall, call, told } = await opened();
    await call('time.play', { pace: HOP, until: null });
    const before = told.length;
    await wall.pass(1000);
    expect(told.length - before).toBeLessThanOrEqual(61);
    expect(told.length - before).toBeGreaterThan(50);
  });

  it('leaps over waiting: two pings a second apart take no second longer than their hops', async () => {
    const { wall, call, latest, stopped } = await opened();
    await call('time.play', { pace: { kind: 'hop', wall: 1 }, until: { kind: 'program-ends', program: 'ping' } });
    await stopped();
    expect(latest().stopped).toBe('program-ended');
    expect(latest().time).toBeGreaterThan(1e9);
    expect(wall.clock()).toBeLessThan(500);
  });

  it('stops by itself when nothing will ever happen again', async () => {
    const { call, latest, stopped, wall } = await opened();
    await call('time.play', { pace: { kind: 'hop', wall: 1 }, until: null });
    await stopped();
    expect(latest()).toMatchObject({ stopped: 'quiet', playing: false });
    // Only what only ages comes that late.
    expect(latest().time).toBeGreaterThan(60e9);
    expect(wall.waiting).toBe(0);
  });
});

describe('playing in clock pace', () => {
  it('is exact', async () => {
    const { wall, call } = await opened();
    await call('time.play', { pace: REAL, until: null });
    await wall.pass(1000);
    const { time } = await call('time.pause', {});
    // The last tick before the pause: at most one tick ago.
    expect(time).toBeGreaterThan(983e6);
    expect(time).toBeLessThanOrEqual(1000e6);
    const again = await opened();
    await again.call('time.play', { pace: { kind: 'clock', ratio: 0.001 }, until: null });
    const told = again.told.length;
    await again.wall.pass(160);
    const [first, last] = [again.told[told]!, again.latest()];
    const ticks = again.told.length - told - 1;
    expect(last.time - first.time).toBeCloseTo((ticks * 1000 * 1000) / 60, -1);
  });

  it('does not make up for a machine that slept', async () => {
    const wall = new VirtualWall();
    let slept = 0;
    const session = createSession({ announce: () => undefined, clock: () => wall.clock() + slept, later: wall.later });
    await session['simulation.open']({ text: writeDocument(starterDocument()) });
    await session['time.play']({ pace: REAL, until: null });
    slept = 3_600_000;
    await wall.pass(100);
    expect((await session['time.pause']({})).time).toBeLessThan(1e9);
  });

  it('with a program plays until it has ended and what it started is done with, and no further', async () => {
    const { call, latest, stopped } = await opened();
    await call('time.play', { pace: FAST, until: { kind: 'program-ends', program: 'ping' } });
    await stopped();
    expect(latest().stopped).toBe('program-ended');
    // The exchange of the starter project begins at 8 s.
    expect(latest().time).toBeLessThan(8e9);
  });

  it('sees a TCP exchange to the end of its close, but does not sit through TIME-WAIT', async () => {
    const { call, latest, stopped } = await opened();
    await call('time.play', { pace: FAST, until: { kind: 'program-ends', program: 'tcp-client' } });
    await stopped();
    expect(latest().stopped).toBe('program-ended');
    const { conversations } = await call('conversations.list', {});
    expect(conversations).toMatchObject([{ clientState: 'TIME-WAIT', serverState: 'CLOSED' }]);
  });

  it('refuses a program that is not in the drawing', async () => {
    const { session } = await opened();
    expect(() => session['time.play']({ pace: FAST, until: { kind: 'program-ends', program: 'nobody' } })).toThrow(
      'program.unknown',
    );
  });
});

describe('a storm', () => {
  it('leaves a pause room to be heard, and stays where it was paused', async () => {
    const { wall, call, latest } = await opened(loop());
    await call('time.play', { pace: FAST, until: null });
    await wall.pass(200);
    expect(latest().playing).toBe(true);
    expect(latest().facts).toBeGreaterThan(10_000);
    const paused = await call('time.pause', {});
    await wall.pass(1000);
    expect(latest()).toEqual(paused);
    expect(wall.waiting).toBe(0);
  });

  it('never works longer than a tick when the clock runs while it does', async () => {
    let ms = 0;
    const turns: number[] = [];
    const due: (() => void)[] = [];
    const session = createSession({
      announce: () => undefined,
      clock: () => (ms += 0.5),
      later: (_ms, run) => {
        due.push(run);
        return () => undefined;
      },
    });
    await session['simulation.open']({ text: writeDocument(loop()) });
    await session['time.play']({ pace: FAST, until: null });
    for (let turn = 0; turn < 200; turn++) {
      const from = ms;
      due.shift()!();
      turns.push(ms - from);
    }
    expect(Math.max(...turns)).toBeLessThan(16);
  });

  it('in hop pace moves on in ticks too', async () => {
    const { wall, call, latest } = await opened(loop());
    await call('time.play', { pace: { kind: 'hop', wall: 1 }, until: null });
    await wall.pass(500);
    expect(latest().playing).toBe(true);
    const paused = await call('time.pause', {});
    expect(paused.playing).toBe(false);
  });
});

describe('stepping and seeking', () => {
  it('goes one event forward and the same one back', async () => {
    const { call } = await opened();
    const first = await call('time.step', { direction: 'forward' });
    expect(first.cursor).toBeGreaterThan(0);
    const second = await call('time.step', { direction: 'forward' });
    expect(second.cursor).toBeGreaterThan(first.cursor);
    const back = await call('time.step', { direction: 'back' });
    expect(back).toMatchObject({
      time: first.time,
      cursor: first.cursor,
      facts: second.facts,
      horizon: second.horizon,
    });
    expect(back.version).toBeGreaterThan(second.version);
  });

  it('says when there is no further event', async () => {
    const { call, stopped } = await opened();
    await call('time.play', { pace: { kind: 'hop', wall: 1 }, until: null });
    await stopped();
    expect((await call('time.step', { direction: 'forward' })).stopped).toBe('quiet');
  });

  it('no longer says that nothing will happen when a program was started then', async () => {
    const { call, stopped } = await opened();
    await call('time.play', { pace: { kind: 'hop', wall: 1 }, until: null });
    await stopped();
    const started = await call('simulation.start', { program: 'ping', future: 'refuse' });
    expect(started).toMatchObject({ stopped: null, playing: false });
  });

  it('stops playing', async () => {
    const { wall, call } = await opened();
    await call('time.play', { pace: HOP, until: null });
    await wall.pass(100);
    expect((await call('time.step', { direction: 'forward' })).playing).toBe(false);
    expect(wall.waiting).toBe(0);
  });

  it('comes to the same state by seeking as by playing', async () => {
    const { call } = await opened();
    const far = call('time.seek', { time: 6e9 });
    const { wall, call: other } = await opened();
    const slow = other('time.seek', { time: 6e9 });
    void far;
    await wall.pass(1000);
    const there = await slow;
    expect(there).toMatchObject({ time: 6e9, horizon: 6e9, playing: false, stopped: 'until' });
    const view = await other('devices.view', { device: 'pc1' });
    await other('time.seek', { time: 10 });
    const back = await other('time.seek', { time: 6e9 });
    expect(back).toMatchObject({ time: there.time, cursor: there.cursor, facts: there.facts, step: there.step });
    expect(await other('devices.view', { device: 'pc1' })).toEqual(view);
  });

  it('runs on to a time beyond what was lived in pieces, and the next call ends it', async () => {
    const { wall, call, latest } = await opened(loop());
    const far = call('time.seek', { time: 3600e9 });
    await wall.pass(100);
    expect(latest()).toMatchObject({ playing: true });
    const paused = await call('time.pause', {});
    expect(await far).toMatchObject({ time: paused.time, playing: false });
    expect(paused.time).toBeLessThan(3600e9);
  });

  it('goes to a fact', async () => {
    const { wall, call } = await opened();
    const seek = call('time.seek', { time: 1e9 });
    await wall.pass(100);
    await seek;
    const { rows } = await call('trace.rows', { from: 7, count: 1, kinds: [] });
    const there = await call('time.seekFact', { seq: 7 });
    expect(there).toMatchObject({ time: rows[0]!.time, step: rows[0]!.step });
    expect(there.cursor).toBeGreaterThanOrEqual(7);
    expect(await call('time.seekFact', { seq: 0 })).toMatchObject({ time: 0, cursor: 0 });
    expect(await refusedAs(call('time.seekFact', { seq: 1e6 }))).toEqual({
      name: 'trace.no-such-fact',
      parameters: { fact: 1e6 },
    });
  });

  it('plays on through what was lived already and beyond it', async () => {
    const { wall, call, latest, stopped } = await opened();
    await call('time.play', { pace: FAST, until: { kind: 'program-ends', program: 'ping' } });
    await stopped();
    const lived = latest();
    await call('time.seek', { time: 0 });
    await call('time.play', { pace: FAST, until: null });
    await wall.until(() => latest().cursor > lived.facts);
    expect(latest().facts).toBeGreaterThan(lived.facts);
  });
});

describe('changing what was drawn', () => {
  const document = starterDocument();
  const ping = document.records.find(({ id }) => id === 'ping')!;
  const cableOf = (device: string) =>
    document.records.find(
      (record) => record.type === 'cable' && (record.a.device === device || record.b.device === device),
    )!;

  it('happens at the cursor, and leaves a fact', async () => {
    const { call } = await opened();
    await call('time.step', { direction: 'forward' });
    const after = await call('simulation.change', {
      change: { put: [], remove: [cableOf('pc2').id] },
      future: 'refuse',
    });
    const changed = await call('trace.rows', { from: 1, count: 9, kinds: ['input.changed'] });
    expect(changed.total).toBe(1);
    expect(after.cursor).toBe(after.facts);
  });

  it('in the past is refused, and cuts off the future when that was asked for', async () => {
    const { call, latest, stopped } = await opened();
    await call('time.play', { pace: FAST, until: { kind: 'program-ends', program: 'ping' } });
    await stopped();
    const lived = latest();
    await call('trace.rows', { from: 1, count: 9, kinds: ['frame.sent'] });
    const { time } = await call('time.seek', { time: 1000 });
    const change = { put: [], remove: [cableOf('pc2').id] };
    expect(await refusedAs(call('simulation.change', { change, future: 'refuse' }))).toEqual({
      name: 'simulation.would-cut-future',
      parameters: {},
    });
    expect((await call('time.pause', {})).facts).toBe(lived.facts);
    const cut = await call('simulation.change', { change, future: 'replace' });
    expect(cut).toMatchObject({ time, horizon: time });
    expect(cut.facts).toBe(cut.cursor);
    expect(cut.facts).toBeLessThan(lived.facts);
    const sent = await call('trace.rows', { from: 1, count: 2000, kinds: ['frame.sent'] });
    expect(sent.rows.every(({ seq }) => seq <= cut.facts)).toBe(true);
  });

  it('that does not change what the network does makes no new future', async () => {
    const { call, stopped, latest } = await opened();
    await call('time.play', { pace: FAST, until: { kind: 'program-ends', program: 'ping' } });
    await stopped();
    await call('time.seek', { time: 1000 });
    const after = await call('simulation.change', { change: { put: [], remove: [] }, future: 'refuse' });
    expect(after.facts).toBe(latest().facts);
    expect(after.facts).toBeGreaterThan(after.cursor);
  });

  it('in the past tells the world of all that was drawn since', async () => {
    const { call } = await opened();
    const pc2 = document.records.find(({ id }) => id === 'pc2')!;
    if (pc2.type !== 'device') throw new Error('the starter project has changed');
    const pc3 = {
      ...pc2,
      id: 'pc3',
      name: 'pc3',
      ports: pc2.ports.map((port) => ({ ...port, mac: '02:00:00:00:33:33' })),
    };
    await call('time.step', { direction: 'forward' });
    await call('time.step', { direction: 'forward' });
    await call('simulation.change', { change: { put: [pc3], remove: [] }, future: 'refuse' });
    expect((await call('devices.view', { device: 'pc3' })).tables.length).toBeGreaterThan(0);
    await call('time.step', { direction: 'back' });
    expect((await call('devices.view', { device: 'pc3' })).tables).toEqual([]);
    // The drawing has pc3, the world at the cursor does not: a change that says nothing of it brings it along.
    await call('simulation.change', {
      change: { put: [{ ...ping, run: { ...(ping as { run: object }).run, count: 3 } }], remove: [] },
      future: 'replace',
    });
    expect((await call('devices.view', { device: 'pc3' })).tables.length).toBeGreaterThan(0);
  });

  it('with a fault is refused with the problem of the document, and changes nothing', async () => {
    const { call } = await opened();
    const broken = { ...cableOf('pc2'), bandwidth: -1 };
    expect(
      await refusedAs(call('simulation.change', { change: { put: [broken], remove: [] }, future: 'refuse' })),
    ).toMatchObject({
      name: 'out-of-range',
    });
    expect((await call('time.pause', {})).facts).toBe(0);
  });
});

describe('starting a program', () => {
  it('happens at the cursor', async () => {
    const { call } = await opened();
    const now = await call('simulation.start', { program: 'tcp-client', future: 'refuse' });
    expect(now.cursor).toBeGreaterThan(0);
    const { rows } = await call('trace.rows', { from: 1, count: 9, kinds: ['input.started'] });
    expect(rows).toMatchObject([{ time: 0, detail: { program: 'TCP exchange' } }]);
  });

  it('that is not in the drawing is refused', async () => {
    const { call } = await opened();
    expect(await refusedAs(call('simulation.start', { program: 'nobody', future: 'refuse' }))).toEqual({
      name: 'program.unknown',
      parameters: { program: 'nobody' },
    });
  });

  it('in the past is refused unless a new future was asked for', async () => {
    const { call, stopped } = await opened();
    await call('time.play', { pace: FAST, until: { kind: 'program-ends', program: 'ping' } });
    await stopped();
    await call('time.seek', { time: 5 });
    expect(await refusedAs(call('simulation.start', { program: 'ping', future: 'refuse' }))).toMatchObject({
      name: 'simulation.would-cut-future',
    });
    const now = await call('simulation.start', { program: 'ping', future: 'replace' });
    expect(now.facts).toBe(now.cursor);
  });
});
