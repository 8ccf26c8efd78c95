import { describe, expect, it } from 'vitest';
import type { Condition, FactRow } from '#contract/shapes.ts';
import { lossDocument } from '#document/examples/loss.ts';
import { starterDocument } from '#document/starter.ts';
import { sessionAtHand } from '#support/session-at-hand.ts';

const EXCHANGE_ENDS = { kind: 'program-ends', program: 'tcp-client' } as const;
const state = (name: Extract<Condition, { kind: 'state' }>['state'], device: string | null = null): Condition => ({
  kind: 'state',
  state: name,
  device,
});

describe('playing until a condition', () => {
  it('stops just after the event that changed a state, and names the fact', async () => {
    const { play, facts } = await sessionAtHand(starterDocument());
    const stopped = await play(state('ESTABLISHED'));
    expect(stopped).toMatchObject({ playing: false, stopped: 'condition' });
    const all = await facts();
    const first = all.find(({ kind, detail }) => kind === 'tcp.state' && detail['to'] === 'ESTABLISHED')!;
    expect(stopped.awaited).toEqual({ condition: state('ESTABLISHED'), fact: first.seq });
    expect(stopped).toMatchObject({ time: first.time, step: first.step, facts: stopped.cursor });
    expect(all.at(-1)!.step).toBe(first.step);
  });

  it('counts only the device that was named', async () => {
    const { play, facts } = await sessionAtHand(starterDocument());
    const stopped = await play(state('ESTABLISHED', 'server1'));
    const there = (await facts()).filter(({ kind, detail }) => kind === 'tcp.state' && detail['to'] === 'ESTABLISHED');
    expect(there.map(({ device }) => device)).toEqual(['pc1', 'server1']);
    expect(stopped.awaited!.fact).toBe(there[1]!.seq);
  });

  it('stops in a past that is seen again exactly where it stopped the first time', async () => {
    for (const pace of [{ kind: 'clock', ratio: 1e6 } as const, { kind: 'hop', wall: 5 } as const]) {
      const { play, seek } = await sessionAtHand(starterDocument());
      const first = await play(state('FIN-WAIT-2'));
      const lived = await play(EXCHANGE_ENDS);
      await seek(0);
      const again = await play(state('FIN-WAIT-2'), pace);
      const place = ({ time, step, cursor, awaited }: typeof first) => ({ time, step, cursor, awaited });
      expect(place(again)).toEqual(place(first));
      expect(again.facts).toBe(lived.facts);
    }
  });

  it('looks only at what happens after the moment it began at: played again, it goes to the next one', async () => {
    const { play, facts, seek } = await sessionAtHand(lossDocument());
    await seek(3e9);
    const lived = (await facts()).length;
    await seek(0);
    const seen: number[] = [];
    for (let stopped = await play({ kind: 'drop' }); stopped.cursor <= lived; stopped = await play({ kind: 'drop' })) {
      expect(stopped.stopped).toBe('condition');
      seen.push(stopped.awaited!.fact);
    }
    const dropped = (await facts()).filter(({ kind, seq }) => kind === 'frame.dropped' && seq <= lived);
    expect(dropped.length).toBeGreaterThan(3);
    // Several drops of one event are one stop.
    expect(seen).toEqual(dropped.filter((row, at) => row.step !== dropped[at - 1]?.step).map(({ seq }) => seq));
  });

  it('waits for a drop of one reason, and says that nothing more happens when none comes', async () => {
    const { play, facts } = await sessionAtHand(lossDocument());
    const lost = await play({ kind: 'drop', reason: 'lost-on-cable' });
    expect((await facts()).find(({ reason }) => reason === 'lost-on-cable')!.seq).toBe(lost.awaited!.fact);

    const calm = await sessionAtHand(starterDocument());
    const condition: Condition = { kind: 'drop', reason: 'no-route' };
    expect(await calm.play(condition)).toMatchObject({ stopped: 'quiet', awaited: { condition, fact: 0 } });
  });

  it('stops at a time when all of that moment has happened, also where nothing happens any more', async () => {
    for (const pace of [
      { kind: 'clock', ratio: 1000 },
      { kind: 'hop', wall: 1 },
    ] as const) {
      const { play, facts } = await sessionAtHand(starterDocument());
      const there = await play({ kind: 'time', time: 4e9 }, pace);
      expect(there).toMatchObject({ time: 4e9, stopped: 'condition' });
      expect((await facts()).some(({ kind, time }) => kind === 'program.started' && time === 4e9)).toBe(true);
      await play(null, pace);
      const late = await play({ kind: 'time', time: 1000e9 }, pace);
      expect(late).toMatchObject({ time: 1000e9, stopped: 'condition' });
    }
  });

  it('stops at the very end of a program, or when all that belongs to it is done', async () => {
    const { play, facts } = await sessionAtHand(starterDocument());
    const ended = await play({ ...EXCHANGE_ENDS, settled: false });
    const end = (await facts()).find(({ seq }) => seq === ended.awaited!.fact)!;
    expect(end).toMatchObject({ kind: 'program.ended', device: 'pc1', detail: { program: 'TCP exchange' } });
    expect(ended).toMatchObject({ stopped: 'condition', time: end.time, step: end.step });
    const settled = await play(EXCHANGE_ENDS);
    expect(settled.stopped).toBe('program-ended');
    expect(settled.cursor).toBeGreaterThanOrEqual(ended.cursor);
  });

  it('forgets what it waited for when a person stops it or does something else', async () => {
    const { session, wall, latest, play } = await sessionAtHand(starterDocument());
    await session['time.play']({ pace: { kind: 'hop', wall: 500 }, until: state('CLOSED') });
    await wall.pass(100);
    expect(latest().awaited).toEqual({ condition: state('CLOSED'), fact: 0 });
    expect(await session['time.pause']({})).toMatchObject({ awaited: null, stopped: null });
    await play(state('ESTABLISHED'));
    expect(await session['simulation.start']({ program: 'ping', future: 'refuse' })).toMatchObject({ awaited: null });
  });

  it('stops at the first event that passes a filter, by bytes or by facts, and at no other', async () => {
    for (const [filter, fits] of [
      ['tcp.flags.syn == 1 && tcp.flags.ack == 1', (row: FactRow) => /\[SYN, ACK\]/.test(row.summary?.info ?? '')],
      ['hop.kind == "arp.replied"', (row: FactRow) => row.kind === 'arp.replied'],
      [
        'hop.device == "server1" && icmp',
        (row: FactRow) => row.device === 'server1' && row.summary?.protocol === 'icmp',
      ],
    ] as const) {
      const { play, facts, seek } = await sessionAtHand(starterDocument());
      const stopped = await play({ kind: 'filter', filter });
      const all = await facts();
      expect(stopped).toMatchObject({ stopped: 'condition', awaited: { fact: all.find(fits)!.seq } });
      expect(all.at(-1)!.step).toBe(stopped.step);
      await play(EXCHANGE_ENDS);
      await seek(0);
      expect(await play({ kind: 'filter', filter })).toMatchObject({ time: stopped.time, step: stopped.step });
    }
  });

  it('sees what a person does meanwhile, also when that begins another future', async () => {
    const { session, play, seek, wall, latest, facts } = await sessionAtHand(starterDocument());
    await play({ kind: 'program-ends', program: 'ping' });
    await seek(0);
    const until: Condition = { kind: 'filter', filter: 'hop.kind == "tcp.sent"' };
    await session['time.play']({ pace: { kind: 'hop', wall: 50 }, until });
    await wall.until(() => latest().time > 4e9);
    await session['simulation.start']({ program: 'tcp-client', future: 'replace' });
    await wall.until(() => !latest().playing);
    const first = (await facts()).find(({ kind, detail }) => kind === 'tcp.sent' && detail['flags'] === 'SYN')!;
    expect(latest()).toMatchObject({ stopped: 'condition', awaited: { fact: first.seq } });
    expect(first.time).toBeLessThan(8e9);
  });

  it('refuses a text that is no filter', async () => {
    const { session } = await sessionAtHand(starterDocument());
    const pace = { kind: 'hop', wall: 500 } as const;
    for (const filter of ['tcp.flags ==', ' ']) {
      expect(() => session['time.play']({ pace, until: { kind: 'filter', filter } })).toThrow('filter.wrong');
    }
  });

  it('refuses what is not drawn', async () => {
    const { session } = await sessionAtHand(starterDocument());
    const pace = { kind: 'hop', wall: 500 } as const;
    expect(() => session['time.play']({ pace, until: { kind: 'drop', device: 'nobody' } })).toThrow('device.unknown');
    expect(() => session['time.play']({ pace, until: { kind: 'program-ends', program: 'pc1' } })).toThrow(
      'program.unknown',
    );
  });
});
