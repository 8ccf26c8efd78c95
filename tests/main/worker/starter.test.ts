import { describe, expect, it } from 'vitest';
import type { Now } from '#contract/shapes.ts';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { createSession, type SessionHandlers } from '#worker/session.ts';
import { VirtualWall } from '#support/virtual-wall.ts';

/** The starter project after one of its programs was started by hand and played to its end. */
async function played(program: string) {
  const wall = new VirtualWall();
  let latest: Now | undefined;
  const session = createSession({ announce: (now) => (latest = now), clock: wall.clock, later: wall.later });
  const ask = async <N extends keyof SessionHandlers>(name: N, parameters: Parameters<SessionHandlers[N]>[0]) =>
    (await (session[name] as (parameters: unknown) => unknown)(parameters)) as Awaited<ReturnType<SessionHandlers[N]>>;
  await ask('simulation.open', { text: writeDocument(starterDocument()) });
  await ask('simulation.start', { program, future: 'refuse' });
  await ask('time.play', { pace: { kind: 'hop', wall: 1 }, until: { kind: 'program-ends', program } });
  await wall.until(() => latest?.stopped === 'program-ended');
  return { ask, now: latest! };
}

const WHOLE = { spacing: { kind: 'even' }, from: 0, to: 1e6 } as const;

/** The first packet whose frames sum up as matched. */
async function packetOf({ ask }: Awaited<ReturnType<typeof played>>, info: RegExp): Promise<number> {
  const { rows } = await ask('trace.rows', { from: 1, count: 2000, kinds: ['frame.sent'] });
  return rows.find(({ summary }) => info.test(summary?.info ?? ''))!.packet;
}

describe('the ping of the starter project', () => {
  it('crosses four cables, and the router alone rewrites it', async () => {
    const lab = await played('ping');
    const packet = await packetOf(lab, /request/);
    const { hops } = await lab.ask('trace.hops', { packet });
    expect(hops.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'pc1 switch1',
      'switch1 router1',
      'router1 hub1',
      'hub1 server1',
    ]);
    expect(hops.map(({ fields }) => fields['ip.ttl'])).toEqual(['64', '64', '63', '63']);
    expect(new Set(hops.map(({ fields }) => `${fields['ip.src']} ${fields['ip.dst']}`))).toEqual(
      new Set(['192.168.1.11 192.168.2.10']),
    );
    expect(hops.map(({ changed }) => changed.toSorted())).toEqual([
      [],
      [],
      ['eth.dst', 'eth.src', 'ip.checksum', 'ip.ttl'],
      [],
    ]);
    expect(hops[2]!.fields['eth.src']).not.toBe(hops[1]!.fields['eth.src']);
    expect(hops.every(({ arrival, departure, reason }) => arrival! > departure && reason === null)).toBe(true);
  });

  it('is not known further than the cursor', async () => {
    const lab = await played('ping');
    const packet = await packetOf(lab, /request/);
    const whole = (await lab.ask('trace.hops', { packet })).hops;
    await lab.ask('time.seek', { time: whole[1]!.departure });
    const { hops } = await lab.ask('trace.hops', { packet });
    expect(hops.map(({ arrival }) => arrival)).toEqual([whole[0]!.arrival, null]);
    const flights = await lab.ask('trace.flights', {});
    expect([...flights.packet]).toContain(packet);
  });

  it('leaves as a table for notes, in both languages, with names instead of ids', async () => {
    const lab = await played('ping');
    const packet = await packetOf(lab, /request/);
    const { text } = await lab.ask('notes.hops', { packet, locale: 'en' });
    expect(text).toContain('| 3 | ');
    expect(text).toContain('**63**');
    expect(text).toContain('router1.eth1');
    expect((await lab.ask('notes.hops', { packet, locale: 'ko' })).text).toContain('출발지 MAC');
  });

  it('leaves as a capture that knows the cable asked for only', async () => {
    const lab = await played('ping');
    const all = (await lab.ask('notes.capture', { cable: null })).bytes;
    const one = (await lab.ask('notes.capture', { cable: 'cable1' })).bytes;
    expect([...all.subarray(0, 4)]).toEqual([0x0a, 0x0d, 0x0d, 0x0a]);
    expect(one.length).toBeGreaterThan(500);
    expect(one.length).toBeLessThan(all.length / 2);
  });

  it('flooded its ARP request: every copy is a hop from the switch', async () => {
    const lab = await played('ping');
    const { hops } = await lab.ask('trace.hops', { packet: await packetOf(lab, /Who has 192.168.1.1\?/) });
    expect(hops.map(({ from, to }) => `${from} ${to}`)).toEqual(['pc1 switch1', 'switch1 pc2', 'switch1 router1']);
  });
});

describe('the TCP exchange of the starter project', () => {
  it('is one conversation whose ends have both closed', async () => {
    const { ask } = await played('tcp-client');
    expect((await ask('conversations.list', {})).conversations).toMatchObject([
      {
        clientDevice: 'pc1',
        serverDevice: 'server1',
        server: '192.168.2.10:80',
        clientState: 'TIME-WAIT',
        serverState: 'CLOSED',
      },
    ]);
  });

  it('shows the handshake, the data and the close of both ends, every segment with its arrival', async () => {
    const { ask } = await played('tcp-client');
    const { id } = (await ask('conversations.list', {})).conversations[0]!;
    const { rungs } = await ask('conversations.ladder', { id, ...WHOLE });
    const segments = rungs.filter(({ kind }) => kind === 'segment');
    expect(segments.slice(0, 3).map(({ end, flags }) => `${end} ${flags}`)).toEqual([
      'client SYN',
      'server SYN, ACK',
      'client ACK',
    ]);
    expect(segments.every(({ arrival, time, reason }) => arrival !== null && arrival > time && reason === null)).toBe(
      true,
    );
    expect(segments.some(({ retransmission }) => retransmission)).toBe(false);
    for (const end of ['client', 'server']) {
      const bytes = segments.filter((rung) => rung.end === end).reduce((sum, { length }) => sum + length, 0);
      expect(bytes).toBe(100);
      expect(segments.filter((rung) => rung.end === end && rung.flags.includes('FIN'))).toHaveLength(1);
    }
    const states = (end: string) =>
      rungs.filter((rung) => rung.end === end && rung.kind === 'state').map(({ to }) => to);
    expect(states('client')).toEqual(['SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT']);
    expect(states('server')).toEqual(['SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED']);
  });

  it('stands as it stood wherever the cursor is put', async () => {
    const { ask } = await played('tcp-client');
    const { id } = (await ask('conversations.list', {})).conversations[0]!;
    const whole = (await ask('conversations.ladder', { id, ...WHOLE })).rungs;
    const established = whole.find(({ to }) => to === 'ESTABLISHED')!;
    await ask('time.seekFact', { seq: established.seq });
    const { rungs } = await ask('conversations.ladder', { id, ...WHOLE });
    expect(rungs.length).toBeLessThan(whole.length);
    expect(rungs.some(({ flags }) => flags.includes('FIN'))).toBe(false);
    expect((await ask('conversations.list', {})).conversations).toMatchObject([
      { clientState: 'ESTABLISHED', serverState: 'SYN-RECEIVED' },
    ]);
  });

  it('has frames that can be looked at whole', async () => {
    const { ask } = await played('tcp-client');
    const { rows } = await ask('trace.rows', { from: 1, count: 2000, kinds: ['frame.sent'] });
    const syn = rows.find(({ summary }) => summary?.info.includes('[SYN]'))!;
    const view = await ask('trace.frame', { frame: syn.frame });
    expect(view).toMatchObject({ frame: syn.frame, packet: syn.packet, intact: true, summary: syn.summary });
    expect(view.bytes.length).toBe(syn.summary!.length);
    await expect(ask('trace.frame', { frame: 1e6 })).rejects.toThrow('trace.no-such-frame');
  });

  it('tells all of a packet that is looked at: its hops, the frame meant or its newest, and what is remarkable', async () => {
    const { ask } = await played('tcp-client');
    const { rows } = await ask('trace.rows', { from: 1, count: 2000, kinds: ['frame.sent'] });
    const { packet, frame } = rows.find(({ summary }) => summary?.info.includes('[SYN]'))!;
    const { hops } = await ask('trace.hops', { packet });
    expect(await ask('trace.packet', { packet, frame })).toEqual({
      hops,
      frame: await ask('trace.frame', { frame }),
      notes: [],
    });
    const newest = hops.at(-1)!.frame;
    expect(newest).not.toBe(frame);
    expect((await ask('trace.packet', { packet, frame: null })).frame).toEqual(
      await ask('trace.frame', { frame: newest }),
    );
    expect((await ask('trace.packet', { packet, frame: 1e6 })).frame).toBeNull();
    expect(await ask('trace.packet', { packet: 1e6, frame: null })).toEqual({ hops: [], frame: null, notes: [] });
  });

  it('refuses what is not there by name', async () => {
    const { ask } = await played('tcp-client');
    await expect(ask('conversations.ladder', { id: 'none', ...WHOLE })).rejects.toThrow('conversation.unknown');
    await expect(ask('devices.view', { device: 'none' })).rejects.toThrow('device.unknown');
  });
});
