import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { homeDocument } from '#document/examples/home.ts';
import { EXAMPLES } from '#document/examples/index.ts';
import { topologyOf } from '#document/topology.ts';
import { Timeline } from '#engine/sim/timeline.ts';
import { alsoOf } from '#engine/trace/also.ts';
import { ROOTS } from '#engine/trace/roots.ts';
import type { TraceStore } from '#engine/trace/store.ts';
import { act, begin, deeds } from '#support/random-network.ts';
import { lab } from '#support/lab.ts';

const SEED = 404;

/**
 * Facts whose causes do not lead back to somebody's doing: a cause that is not an earlier fact, or none where the kind is
 * no root. Causes are earlier facts, so that a chain of which every step has one must end, and can only end at a root.
 */
function broken(trace: TraceStore): string[] {
  const faults: string[] = [];
  for (let seq = 1; seq <= trace.length; seq++) {
    const cause = trace.cause(seq);
    const kind = trace.kind(seq);
    const [also, said] = [alsoOf(trace, seq), `${kind} ${seq}`];
    if (cause >= seq || also >= seq) faults.push(`${said} has the cause ${cause}, and ${also}: not earlier facts`);
    if (cause === 0 && !ROOTS.has(kind)) faults.push(`${said} has no cause: ${JSON.stringify(trace.detail(seq))}`);
    if (cause !== 0 && also === cause) faults.push(`${said} names one cause twice`);
  }
  return faults;
}

/** The kinds of a fact and of all its causes, the root first. */
function chain(trace: TraceStore, seq: number): string[] {
  const kinds: string[] = [];
  for (let at = seq; at > 0; at = trace.cause(at)) kinds.unshift(trace.kind(at));
  return kinds;
}

/** The device whose program began the chain that leads to a fact. */
function rootOf(trace: TraceStore, seq: number): string | null {
  let first = seq;
  for (let at = seq; at > 0; at = trace.cause(at)) if (trace.device(at) !== null) first = at;
  return trace.device(first);
}

describe('causes', () => {
  it(`lead from every fact back to what somebody did, whatever is done to a network (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), deeds, (drawing, all) => {
        const network = begin(drawing);
        for (const deed of all) act(network, deed);
        expect(broken(network.timeline.trace)).toEqual([]);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('lead back to what somebody did in every example', () => {
    for (const { id, make } of EXAMPLES) {
      const document = make();
      const timeline = new Timeline(topologyOf(document), document.seed);
      for (const record of Object.values(document.records)) {
        if (record.type === 'program') timeline.act({ kind: 'start', program: record.id });
      }
      timeline.advance(20e9, 200_000);
      expect(timeline.trace.length, id).toBeGreaterThan(20);
      expect(broken(timeline.trace), id).toEqual([]);
    }
  });

  it('of a retransmission are the timer that ran out, its start, and the segment it was started for', () => {
    const network = lab('pc1 -- pc2');
    network.impair('pc1-pc2', { drop: [2] });
    network.command('pc2', 'http-server');
    network.command('pc1', 'curl http://10.0.0.2/');
    network.run('5s');
    const { trace } = network.timeline;
    const [again] = network.facts('tcp.retransmitted');
    const kinds = chain(trace, again!.seq);
    expect(kinds.slice(-4)).toEqual(['tcp.sent', 'tcp.timer.started', 'tcp.timer.expired', 'tcp.retransmitted']);
    expect(kinds[0]).toBe('input.started');
  });

  it('of a segment nobody waits for, and of one sent twice, say what the check found and expected', () => {
    const network = lab('pc1 -- pc2');
    network.command('pc1', 'curl http://10.0.0.2/');
    network.run('1s');
    const [closed] = network.facts('frame.dropped');
    expect(closed).toMatchObject({ device: 'pc2', reason: 'tcp.no-connection' });
    expect(closed!.detail.found).toMatch(/^10\.0\.0\.2:80-10\.0\.0\.1:\d+$/);
    network.impair('pc1-pc2', { duplication: 1 });
    network.command('pc2', 'http-server');
    network.command('pc1', 'curl http://10.0.0.2/');
    network.run('1s');
    const again = network.facts('frame.dropped').filter(({ reason }) => reason === 'tcp.unacceptable');
    expect(again.length).toBeGreaterThan(0);
    for (const { detail } of again) {
      const [found, expected] = [detail.found, detail.expected].map((span) => Number(String(span).split(' … ')[0]));
      expect((found! - expected!) | 0).toBeLessThan(0);
    }
  });

  it('of what a switch says again and again are the role of its port and being switched on', () => {
    const network = lab('pc1 -- switch1 -- switch2', {
      settings: { switch1: { spanningTree: {} }, switch2: { spanningTree: {} } },
    });
    network.run('20s');
    const last = network.facts('stp.sent').findLast(({ device }) => device === 'switch1')!;
    const kinds = chain(network.timeline.trace, last.seq);
    expect(kinds[0]).toBe('device.on');
    expect(kinds.at(-2)).toMatch(/^stp\.(role|state)$/);
  });

  it('of a drop at a pulled cable are the frame that was under way and the person who pulled it', () => {
    const network = lab('pc1 -- pc2', { cable: { delay: 1e6 } });
    network.ping('pc1', '10.0.0.2');
    network.run('0.5ms').unplug('pc1-pc2');
    const { trace } = network.timeline;
    const [drop] = network.facts('frame.dropped');
    expect(trace.kind(drop!.cause)).toBe('frame.sent');
    expect(trace.kind(alsoOf(trace, drop!.seq))).toBe('input.changed');
  });

  it('of a packet nobody could deliver are the packet itself and the neighbour that did not answer', () => {
    const network = lab('pc1 -- pc2');
    network.ping('pc1', '10.0.0.99');
    network.run('5s');
    const { trace } = network.timeline;
    const [drop] = network.facts('frame.dropped').filter(({ reason }) => reason === 'arp-unanswered');
    expect(trace.kind(drop!.cause)).toBe('arp.waiting');
    expect(trace.kind(alsoOf(trace, drop!.seq))).toBe('arp.failed');
  });

  it('of what a program does after a pause is that its time has come', () => {
    const network = lab('pc1 -- pc2');
    network.ping('pc1', '10.0.0.2', 2);
    network.run('3s');
    const second = network.facts('socket.called').filter(({ detail }) => detail.call === 'sendto')[1]!;
    expect(chain(network.timeline.trace, second.seq)).toContain('program.woken');
  });

  it('of what a server does for one client lead back to that client, though others are served meanwhile', () => {
    const home = homeDocument();
    const timeline = new Timeline(topologyOf(home), home.seed);
    timeline.advance(8e9, 100_000);
    const { trace } = timeline;
    const offered = new Set<string>();
    for (let seq = 1; seq <= trace.length; seq++) {
      const client = trace.device(seq);
      if (trace.kind(seq) !== 'interface.address') continue;
      expect([trace.time(seq), rootOf(trace, seq)]).toEqual([trace.time(seq), client]);
      offered.add(client!);
    }
    expect(offered.size).toBe(2);
  });

  it('of frames a server sends to several viewers at their paces lead back to the viewer of each', () => {
    const network = lab('pc1 -- switch1 -- pc2, pc3 -- switch1');
    network.command('pc2', 'stream-server');
    network.run('1ms');
    network.command('pc1', 'stream-client 10.0.0.2');
    network.run('7ms');
    network.command('pc3', 'stream-client 10.0.0.2');
    network.run('400ms');
    const { trace } = network.timeline;
    const seen = new Set<string>();
    for (const { seq, device } of network.facts('udp.received')) {
      if (device === 'pc2') continue;
      expect(rootOf(trace, seq)).toBe(device);
      seen.add(device!);
    }
    expect([...seen].sort()).toEqual(['pc1', 'pc3']);
  });

  it('of a regular RIP update is the one before it, and of a route given up what it was heard of in last', () => {
    const network = lab('pc1 -- router1 -- router2 -- pc2', {
      addresses: {
        pc1: '10.0.1.1/24 via 10.0.1.254',
        router1: ['10.0.1.254/24', '10.1.2.1/30'],
        router2: ['10.1.2.2/30', '10.0.2.254/24'],
        pc2: '10.0.2.1/24 via 10.0.2.254',
      },
      settings: { router1: { rip: {} }, router2: { rip: {} } },
    });
    network.run('100s');
    const { trace } = network.timeline;
    const sent = network.facts('udp.sent').filter(({ device }) => device === 'router1');
    const last = sent.at(-1)!;
    const before = sent.findLast(({ time }) => time < last.time)!;
    const among = new Set<string | null>();
    for (let at = last.seq; trace.time(at) >= before.time; at = trace.cause(at)) among.add(trace.device(at));
    expect([...among]).toEqual(['router1']);

    network.impair('router1-router2', {}, { loss: 1 });
    network.run('250s');
    const heard = network
      .facts('udp.received')
      .filter(({ device }) => device === 'router1')
      .at(-1)!;
    const gone = network.facts('route.removed').find(({ device, time }) => device === 'router1' && time > 150e9)!;
    const why: number[] = [];
    for (let at = gone.seq; at > 0; at = trace.cause(at)) why.push(at);
    expect(why).toContain(heard.seq);
    expect(why.map((seq) => trace.kind(seq))).toContain('program.woken');
  });
});
