import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '#contract/journal.ts';
import { starterDocument } from '#document/starter.ts';
import type { DeviceRecord } from '#document/records.ts';
import { readDocument } from '#document/read.ts';
import { writeDocument } from '#document/write.ts';
import { createSession } from '#worker/session.ts';
import { VirtualWall } from '#support/virtual-wall.ts';

const starter = starterDocument();
const pc2 = starter.records.find(({ id }) => id === 'pc2') as DeviceRecord;
const renumbered: DeviceRecord = {
  ...pc2,
  ports: pc2.ports.map((port) => ({ ...port, address: '192.168.1.77' })),
};

/** A session with the starter project open, and what it tells whoever keeps its histories. */
async function opened(document = starter) {
  const wall = new VirtualWall();
  const kept: JournalEntry[] = [];
  const session = createSession({
    announce: () => undefined,
    journal: (entries) => kept.push(...entries),
    clock: wall.clock,
    later: wall.later,
  });
  await session['simulation.open']({ text: writeDocument(document) });
  return { session, kept };
}

type Session = Awaited<ReturnType<typeof opened>>['session'];
const change = (session: Session, put: unknown[], remove: string[] = []) =>
  session['simulation.change']({ change: { put: put as never, remove }, future: 'refuse' });
const facts = async (session: Session) =>
  (await session['trace.rows']({ from: 1, count: 2000, kinds: [] })).rows.map(({ kind, time, device, detail }) => [
    kind,
    time,
    device,
    detail,
  ]);

/** The first facts of a ping. */
async function begun(session: Session) {
  await session['simulation.start']({ program: 'ping', future: 'refuse' });
  for (let steps = 0; steps < 60; steps++) await session['time.step']({ direction: 'forward' });
  return facts(session);
}

describe('a change of the drawing before anything has happened', () => {
  it('is no event: nothing is announced, and time runs as in a project opened with it', async () => {
    const { session } = await opened();
    const after = await change(session, [renumbered]);
    expect(after).toMatchObject({ time: 0, facts: 0, cursor: 0 });
    const other = await opened({
      ...starter,
      records: starter.records.map((record) => (record.id === 'pc2' ? renumbered : record)),
    });
    expect(await begun(session)).toEqual(await begun(other.session));
  });

  it('can be taken back, and nothing is left of it', async () => {
    const { session } = await opened();
    await change(session, [renumbered]);
    await change(session, [pc2]);
    expect(await begun(session)).toEqual(await begun((await opened()).session));
  });

  it('leaves the pace, and counts up what windows compare', async () => {
    const { session } = await opened();
    await session['time.play']({ pace: { kind: 'hop', wall: 250 }, until: null });
    const paused = await session['time.pause']({});
    const after = await change(session, [renumbered]);
    expect(after.pace).toEqual({ kind: 'hop', wall: 250 });
    expect(after.branch).toBe(paused.branch);
    for (const counted of ['version', 'flights', 'branches'] as const)
      expect(after[counted]).toBeGreaterThanOrEqual(paused[counted]);
  });

  it('is what another thread would begin with', async () => {
    const { session, kept } = await opened();
    await change(session, [renumbered]);
    const last = kept.findLast(({ what }) => what === 'opened') as Extract<JournalEntry, { what: 'opened' }>;
    const read = readDocument(last.text);
    if ('problems' in read) throw new Error(read.problems[0]!.name);
    expect(read.document.seed).toBe(starter.seed);
    expect(read.document.title).toBe(starter.title);
    expect(read.document.records.find(({ id }) => id === 'pc2')).toEqual(renumbered);
    expect(kept.some(({ what }) => what === 'acted')).toBe(false);
  });

  it('is an event once something has been done or time has passed', async () => {
    const typed = await opened();
    await typed.session['terminals.type']({
      device: 'pc1',
      terminal: 'tty1',
      action: { type: 'line', text: 'arp -n' },
      future: 'refuse',
    });
    expect((await change(typed.session, [renumbered])).facts).toBeGreaterThan(0);
    const stepped = await opened();
    await stepped.session['time.step']({ direction: 'forward' });
    await change(stepped.session, [renumbered]);
    expect((await facts(stepped.session)).some(([kind]) => kind === 'input.changed')).toBe(true);
  });

  it('is an event while another run is kept: both began with the same drawing', async () => {
    const { session } = await opened();
    await session['branches.fork']({ name: 'second' });
    expect((await change(session, [renumbered])).facts).toBeGreaterThan(0);
    expect((await session['branches.list']({})).branches).toHaveLength(2);
  });
});
