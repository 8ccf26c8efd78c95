import { describe, expect, it } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import type { TraceStore } from '#engine/trace/store.ts';
import { compileFilter, type Filter } from '#engine/wire/filter/filter.ts';
import { Filtering } from '#worker/events/filtering.ts';
import { everySort } from '#support/exchanges.ts';
import { sessionAtHand } from '#support/session-at-hand.ts';
import { traceOf, write } from '#support/trace-of.ts';
import { VirtualWall } from '#support/virtual-wall.ts';

function filter(text: string): Filter {
  const compiled = compileFilter(text);
  if ('fault' in compiled) throw new Error(`${text}: ${compiled.fault.name}`);
  return compiled.filter;
}
const nobody = () => [];

/** The facts that pass, each read whole and asked for itself. */
function oneByOne(trace: TraceStore, { matches }: Filter): number[] {
  const passing: number[] = [];
  for (let seq = 1; seq <= trace.length; seq++) {
    const frame = trace.frame(seq) === 0 ? null : (trace.frameOf(trace.frame(seq)) ?? null);
    const reason = trace.reason(seq);
    const columns: Record<string, string | number | null> = {
      kind: trace.kind(seq),
      device: trace.device(seq),
      port: trace.port(seq),
      cable: (trace.detail(seq)['cable'] as string | undefined) ?? null,
      reason: reason === 'none' ? null : reason,
      time: trace.time(seq),
      seq,
      step: trace.step(seq),
      frame: trace.frame(seq) || null,
      packet: trace.packet(seq) || null,
      cause: trace.cause(seq) || null,
    };
    const fact = (name: string) => columns[name] ?? trace.detail(seq)[name.replace('detail.', '')] ?? null;
    if (matches({ frame, fact })) passing.push(seq);
  }
  return passing;
}
const found = ({ facts }: Filtering) => Array.from({ length: facts.length }, (_, index) => facts.at(index));

describe('filtering a history', () => {
  const { trace } = everySort().timeline;

  it.each([
    'tcp',
    '!tcp',
    'ip.dst == 10.0.1.2',
    'tcp.flags.syn == 1 && tcp.flags.ack == 0',
    'ip.ttl < 64',
    'ip.addr == 10.0.1.0/24 && !(udp || tcp)',
    'http.response.code == 404 || dns.flags.rcode == 3',
    'frame contains "example"',
    'frame.len > 1000',
    'hop.kind == frame.dropped',
    'hop.kind == frame.dropped && tcp',
    'hop.device == router1 && icmp',
    'hop.device in {pc1, pc2} or arp',
    'not (hop.device == router1 or tcp) and hop.port',
    'hop.cable == pc1-switch1 && frame.time < 2s',
    'hop.reason',
    'tcp.analysis.retransmission',
    'hop.cwnd > 20000',
    'hop.packet == 20 || frame.number == 30',
    'hop.cause == 10',
    'tcp ^^ hop.device == pc1 ^^ hop.port',
    'ip.flags.mf == 1 || ip.frag_offset > 0',
    'icmp.type == 11 && udp',
  ])('finds by columns and packed bytes what each fact says itself: %s', (text) => {
    const filtering = new Filtering(trace, null, filter(text), nobody);
    filtering.workAll();
    const expected = oneByOne(trace, filter(text));
    expect(found(filtering)).toEqual(expected);
    expect(expected.length, 'a filter that nothing passes proves nothing').toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(trace.length);
  });

  it('is done a piece at a time, and answers whoever waits', async () => {
    const wall = new VirtualWall();
    // A clock by which every look at it takes 1 ms: twelve looks are a piece.
    let looks = 0;
    const long = traceOf();
    for (let k = 0; k < 100_000; k++) write(long, ['frame.queued', k, k % 2 === 0 ? 'a' : 'b']);
    const filtering = new Filtering(long, null, filter('hop.device == a'), nobody);
    let done = 0;
    let pieces = 0;
    const later = (ms: number, run: () => void) => {
      pieces++;
      return wall.later(ms, run);
    };
    for (let caller = 0; caller < 2; caller++) void filtering.finish(() => looks++, later).then(() => done++);
    expect(filtering.finished).toBe(false);
    await wall.until(() => done === 2);
    expect(pieces).toBeGreaterThan(2);
    expect(filtering.facts.length).toBe(50_000);
  });

  it('looks at what came since, each time somebody asks', async () => {
    const wall = new VirtualWall();
    const growing = traceOf(['frame.queued', 0, 'a']);
    const filtering = new Filtering(growing, null, filter('hop.device == a'), nobody);
    await filtering.finish(wall.clock, wall.later);
    write(growing, ['frame.queued', 1, 'a']);
    await filtering.finish(wall.clock, wall.later);
    expect(found(filtering)).toEqual([1, 2]);
  });

  it('stops when nobody asks any more', async () => {
    const wall = new VirtualWall();
    let looks = 0;
    const long = traceOf();
    for (let k = 0; k < 100_000; k++) write(long, ['frame.queued', k, 'a']);
    const filtering = new Filtering(long, null, filter('hop.device == a'), nobody);
    let done = false;
    void filtering.finish(() => looks++, wall.later).then(() => (done = true));
    filtering.giveUp();
    await wall.until(() => done);
    expect(filtering.facts.length).toBeLessThan(100_000);
  });

  it('goes on as the trace grows, and forgets what is cut off', () => {
    const one = traceOf(['frame.sent', 1, 'a'], ['frame.sent', 2, 'b'], ['frame.sent', 3, 'a']);
    const filtering = new Filtering(one, null, filter('hop.device == a'), nobody);
    filtering.workAll();
    expect(found(filtering)).toEqual([1, 3]);
    filtering.cut(2);
    one.cut(2, 0);
    write(one, ['frame.sent', 3, 'b'], ['frame.sent', 4, 'a']);
    filtering.workAll();
    expect(found(filtering)).toEqual([1, 4]);
  });
});

describe('a session', () => {
  it('gives rows that pass a filter, and finds the next and the one before', async () => {
    const { session, play, facts, wall } = await sessionAtHand(starterDocument());
    await play({ kind: 'time', time: 12e9 });
    const all = await facts();
    const arp = all.filter(({ summary }) => summary?.protocol === 'arp').map(({ seq }) => seq);
    expect(arp.length).toBeGreaterThan(3);
    const ask = async <Answer>(asked: Promise<Answer> | Answer): Promise<Answer> => {
      let answer: { is: Answer } | undefined;
      void Promise.resolve(asked).then((is) => (answer = { is }));
      await wall.until(() => answer !== undefined);
      return answer!.is;
    };
    const { total, rows } = await ask(session['trace.rows']({ from: 2, count: 2, kinds: [], filter: 'arp' }));
    expect(total).toBe(arp.length);
    expect(rows.map(({ seq }) => seq)).toEqual(arp.slice(1, 3));
    const kinds = await ask(session['trace.rows']({ from: 1, count: 9, kinds: ['arp.learned'], filter: 'hop.kind' }));
    expect(kinds.total).toBe(all.filter(({ kind }) => kind === 'arp.learned').length);
    const find = (from: number, direction: 'forward' | 'back', text = 'arp') =>
      ask(session['trace.find']({ filter: text, from, direction }));
    expect(await find(arp[0]!, 'forward')).toEqual({ seq: arp[1] });
    expect(await find(arp[1]!, 'back')).toEqual({ seq: arp[0] });
    expect(await find(arp[0]!, 'back')).toEqual({ seq: null });
    expect(await find(arp.at(-1)!, 'forward')).toEqual({ seq: null });
    expect(await find(0, 'forward', ' ')).toEqual({ seq: null });
  });

  it('finds devices by the names a person gave them, also new ones', async () => {
    const { session, play, wall } = await sessionAtHand(starterDocument());
    const device = starterDocument().records.find((record) => record.type === 'device')!;
    await play({ kind: 'time', time: 5e9 });
    const total = async (name: string): Promise<number> => {
      let answer: number | undefined;
      const asked = session['trace.rows']({ from: 1, count: 0, kinds: [], filter: `hop.device == "${name}"` });
      void Promise.resolve(asked).then((rows) => (answer = rows.total));
      await wall.until(() => answer !== undefined);
      return answer!;
    };
    const before = await total(device.name);
    expect(before).toBeGreaterThan(0);
    expect(await total('Somebody')).toBe(0);
    session['simulation.change']({
      change: { put: [{ ...device, name: 'Somebody' }], remove: [] },
      future: 'refuse',
    });
    expect(await total('Somebody')).toBe(before);
    expect(await total(device.id)).toBe(before);
  });

  it('gives a capture of what passes a filter only', async () => {
    const { session, play, facts } = await sessionAtHand(starterDocument());
    await play({ kind: 'time', time: 12e9 });
    const frames = (await facts()).filter(({ kind }) => kind === 'frame.sent' || kind === 'frame.arrived');
    const captured = async (filter?: string) => {
      const { bytes } = await session['notes.capture']({ cable: null, ...(filter === undefined ? {} : { filter }) });
      return packetBlocks(bytes);
    };
    expect(await captured()).toBe(frames.length);
    expect(await captured('  ')).toBe(frames.length);
    const arp = frames.filter(({ summary }) => summary?.protocol === 'arp').length;
    expect(arp).toBeGreaterThan(0);
    expect(await captured('arp')).toBe(arp);
    expect(await captured('hop.device == pc1')).toBe(frames.filter(({ device }) => device === 'pc1').length);
  });

  it('refuses a text that is no filter', async () => {
    const { session } = await sessionAtHand(starterDocument());
    const wrong = { name: 'filter.wrong', parameters: { at: 1 } };
    expect(() => session['trace.rows']({ from: 1, count: 1, kinds: [], filter: 'nonsense' })).toThrow(
      expect.objectContaining(wrong),
    );
    await expect(session['trace.find']({ filter: 'nonsense', from: 0, direction: 'forward' })).rejects.toMatchObject(
      wrong,
    );
  });
});

/** Enhanced packet blocks (type 6) of a pcapng file. */
function packetBlocks(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let count = 0;
  for (let at = 0; at < bytes.length; at += view.getUint32(at + 4, true)) if (view.getUint32(at, true) === 6) count++;
  return count;
}
