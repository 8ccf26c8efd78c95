import { describe, expect, it } from 'vitest';
import { BROADCAST_MAC } from '#engine/wire/address.ts';
import { encapsulate, ETHERTYPE_IPV4 } from '#engine/wire/ethernet.ts';
import { Frame } from '#engine/wire/frame.ts';
import { emitIcmp } from '#engine/wire/icmp.ts';
import type { TraceStore } from '#engine/trace/store.ts';
import { hopsOf, MOST_HOPS } from '#worker/packets/hops.ts';
import { Journeys } from '#worker/packets/journeys.ts';
import { traceOf, write, type WrittenFact } from '#support/trace-of.ts';

const FRAME = { source: 0x020000000001, destination: 0x020000000002, ttl: 64 };

/** An echo request in a frame of packet 1. */
function echo(id: number, more: Partial<typeof FRAME> = {}): Frame {
  const { source, destination, ttl } = { ...FRAME, ...more };
  const fields = { source: 0x0a000001, destination: 0x0a000102, ttl, identification: 7, dontFragment: true };
  const datagram = emitIcmp({ kind: 'echo-request', identifier: 1, sequence: 1, data: new Uint8Array(8) }, fields);
  const { head, body } = encapsulate(datagram, { destination, source, type: ETHERTYPE_IPV4 });
  return new Frame(id, 1, head, body);
}

const sent = (time: number, from: string, to: string, frame: number, cause = 0): WrittenFact => [
  'frame.sent',
  time,
  from,
  { port: 'eth0', frame, packet: 1, cause, value: time + 10, detail: { cable: `${from}-${to}`, to, toPort: 'eth1' } },
];
const arrived = (time: number, at: string, frame: number, cause: number): WrittenFact => [
  'frame.arrived',
  time,
  at,
  { frame, packet: 1, cause },
];
const dropped = (
  time: number,
  at: string,
  frame: number,
  cause: number,
  reason: 'same-port' | 'no-cable' | 'queue-full' | 'cable-removed' | 'ttl-expired' | 'arp-unanswered',
): WrittenFact => ['frame.dropped', time, at, { port: 'eth2', frame, packet: 1, cause, reason }];

const hops = (trace: TraceStore, cursor = trace.length) => hopsOf(trace, new Journeys(trace), 1, cursor);
const way = (trace: TraceStore, cursor?: number) =>
  hops(trace, cursor).map(({ from, to, arrival, reason }) => [from, to, arrival, reason]);

/** pc → switch → router → server: the switch passes the frame on, the router rewrites it. */
function routed(): TraceStore {
  const trace = traceOf(
    sent(0, 'pc', 'switch', 1),
    arrived(10, 'switch', 1, 1),
    ['switch.forwarded', 10, 'switch', { frame: 1, packet: 1, cause: 2 }],
    sent(10, 'switch', 'router', 1, 3),
    arrived(20, 'router', 1, 4),
    ['ip.forwarded', 20, 'router', { frame: 1, packet: 1, cause: 5 }],
    sent(20, 'router', 'server', 2, 6),
    arrived(30, 'server', 2, 7),
  );
  trace.keep(echo(1));
  trace.keep(echo(2, { source: 3, destination: 4, ttl: 63 }));
  return trace;
}

describe('hops', () => {
  it('are the cables a packet crossed, in order', () => {
    expect(
      hops(routed()).map(({ seq, departure, arrival, from, fromPort, to, toPort, cable, frame }) => ({
        seq,
        departure,
        arrival,
        from,
        fromPort,
        to,
        toPort,
        cable,
        frame,
      })),
    ).toEqual([
      {
        seq: 1,
        departure: 0,
        arrival: 10,
        from: 'pc',
        fromPort: 'eth0',
        to: 'switch',
        toPort: 'eth1',
        cable: 'pc-switch',
        frame: 1,
      },
      {
        seq: 4,
        departure: 10,
        arrival: 20,
        from: 'switch',
        fromPort: 'eth0',
        to: 'router',
        toPort: 'eth1',
        cable: 'switch-router',
        frame: 1,
      },
      {
        seq: 7,
        departure: 20,
        arrival: 30,
        from: 'router',
        fromPort: 'eth0',
        to: 'server',
        toPort: 'eth1',
        cable: 'router-server',
        frame: 2,
      },
    ]);
  });

  it('show what a router writes anew: both MAC addresses, the TTL and the checksum over it, and nothing else', () => {
    const [first, second, third] = hops(routed());
    expect(first!.fields).toMatchObject({ 'ip.ttl': '64', 'ip.src': '10.0.0.1', 'eth.src': '02:00:00:00:00:01' });
    expect(first!.changed).toEqual([]);
    expect(second!.changed).toEqual([]);
    expect(third!.fields).toMatchObject({ 'ip.ttl': '63', 'ip.src': '10.0.0.1' });
    expect(third!.changed.toSorted()).toEqual(['eth.dst', 'eth.src', 'ip.checksum', 'ip.ttl']);
  });

  it('end at the cursor', () => {
    expect(way(routed(), 4)).toEqual([
      ['pc', 'switch', 10, null],
      ['switch', 'router', null, null],
    ]);
  });

  it('compare each branch of a flood with the hop it came from', () => {
    const trace = traceOf(
      sent(0, 'pc', 'switch', 1),
      arrived(10, 'switch', 1, 1),
      sent(10, 'switch', 'one', 1, 2),
      sent(10, 'switch', 'two', 1, 2),
      arrived(20, 'one', 1, 3),
      sent(20, 'one', 'far', 2, 5),
      arrived(20, 'two', 1, 4),
      sent(20, 'two', 'further', 3, 7),
    );
    trace.keep(echo(1, { destination: BROADCAST_MAC }));
    trace.keep(echo(2, { ttl: 63, destination: BROADCAST_MAC }));
    trace.keep(echo(3, { ttl: 64, source: 9, destination: BROADCAST_MAC }));
    const changed = Object.fromEntries(hops(trace).map(({ to, changed }) => [to, changed.toSorted()]));
    expect(changed).toEqual({ switch: [], one: [], two: [], far: ['ip.checksum', 'ip.ttl'], further: ['eth.src'] });
  });

  it('know the hop before although the packet waited for an ARP reply, which let it go', () => {
    const trace = routed();
    trace.cut(5, 1);
    // Fact 6 belongs to another packet; it is the cause of what leaves.
    write(trace, ['arp.learned', 99, 'router', { packet: 2 }], sent(99, 'router', 'server', 2, 6));
    trace.keep(echo(2, { source: 3, ttl: 63 }));
    expect(hops(trace)[2]!.changed.toSorted()).toEqual(['eth.src', 'ip.checksum', 'ip.ttl']);
  });

  it('have the reason where the packet ended', () => {
    const trace = routed();
    trace.cut(5, 1);
    write(trace, dropped(20, 'router', 1, 5, 'ttl-expired'));
    expect(way(trace)).toEqual([
      ['pc', 'switch', 10, null],
      ['switch', 'router', 20, 'ttl-expired'],
    ]);
  });

  it('have the reason of a frame that was lost on its cable, and no arrival', () => {
    const trace = traceOf(sent(0, 'pc', 'switch', 1), dropped(5, 'switch', 1, 1, 'cable-removed'));
    expect(way(trace)).toEqual([['pc', 'switch', null, 'cable-removed']]);
  });

  it('have a row of their own for a frame that no longer fitted the queue', () => {
    const trace = routed();
    trace.cut(6, 1);
    write(trace, dropped(20, 'router', 2, 6, 'queue-full'));
    trace.keep(echo(2, { ttl: 63 }));
    expect(way(trace).at(-1)).toEqual(['router', null, null, 'queue-full']);
    expect(hops(trace).at(-1)).toMatchObject({ fromPort: 'eth2', cable: null, changed: ['ip.ttl', 'ip.checksum'] });
  });

  it('of a flood do not mention empty ports while another copy went on', () => {
    const trace = traceOf(
      sent(0, 'pc', 'switch', 1),
      arrived(10, 'switch', 1, 1),
      dropped(10, 'switch', 1, 2, 'no-cable'),
      sent(10, 'switch', 'router', 1, 2),
    );
    expect(way(trace)).toEqual([
      ['pc', 'switch', 10, null],
      ['switch', 'router', null, null],
    ]);
    trace.cut(3, 1);
    expect(way(trace)).toEqual([['pc', 'switch', 10, 'no-cable']]);
  });

  it('of a packet that never got a frame say why', () => {
    const trace = traceOf(dropped(3e9, 'pc', 0, 0, 'arp-unanswered'));
    expect(hops(trace)).toMatchObject([
      { from: 'pc', to: null, frame: 0, reason: 'arp-unanswered', fields: {}, changed: [] },
    ]);
  });

  it('of a storm are only the first', () => {
    const trace = traceOf();
    for (let hop = 0; hop < 3000; hop++) write(trace, sent(hop, 'one', 'two', 1), arrived(hop, 'two', 1, 2 * hop + 1));
    expect(hops(trace)).toHaveLength(MOST_HOPS);
  });
});

describe('a cable on which something goes wrong', () => {
  it('ends the hop of a frame that it loses, whatever it did to it before', () => {
    const trace = traceOf(
      sent(0, 'pc', 'switch', 1),
      ['frame.delayed', 0, '', { frame: 1, packet: 1, cause: 1 }],
      ['frame.dropped', 5, '', { frame: 1, packet: 1, cause: 1, reason: 'lost-on-cable' }],
    );
    expect(way(trace)).toEqual([['pc', 'switch', null, 'lost-on-cable']]);
  });

  it('brings a damaged frame to the end of its hop, where it is thrown away', () => {
    const trace = traceOf(
      sent(0, 'pc', 'switch', 1),
      ['frame.damaged', 0, '', { frame: 2, packet: 1, cause: 1 }],
      arrived(10, 'switch', 2, 2),
      ['frame.dropped', 10, 'switch', { frame: 2, packet: 1, cause: 3, reason: 'ethernet.bad-fcs' }],
    );
    expect(way(trace)).toEqual([['pc', 'switch', 10, 'ethernet.bad-fcs']]);
  });

  it('has one hop for a frame and one for its copy', () => {
    const trace = traceOf(
      sent(0, 'pc', 'switch', 1),
      ['frame.duplicated', 0, 'pc', { ...sent(0, 'pc', 'switch', 1)[3], cause: 1 }],
      arrived(10, 'switch', 1, 1),
      arrived(20, 'switch', 1, 2),
    );
    expect(way(trace)).toEqual([
      ['pc', 'switch', 10, null],
      ['pc', 'switch', 20, null],
    ]);
  });
});

describe('a shared medium', () => {
  it('is crossed by one frame in two hops, although the hub sends it before it has come in', () => {
    const trace = traceOf(
      sent(0, 'pc', 'hub', 1),
      ['hub.repeated', 1, 'hub', { frame: 1, packet: 1, cause: 1 }],
      sent(1, 'hub', 'server', 1, 2),
      arrived(10, 'hub', 1, 1),
      arrived(11, 'server', 1, 3),
    );
    expect(way(trace)).toEqual([
      ['pc', 'hub', 10, null],
      ['hub', 'server', 11, null],
    ]);
  });

  it('shows the hop that collided and the one that did not', () => {
    const trace = traceOf(
      sent(0, 'pc', 'hub', 1),
      ['frame.dropped', 1, 'hub', { frame: 1, packet: 1, cause: 1, reason: 'collision' }],
      ['csma.collision', 2, 'pc', { frame: 1, packet: 1, cause: 1 }],
      ['csma.backed-off', 3, 'pc', { frame: 1, packet: 1, cause: 3 }],
      sent(20, 'pc', 'hub', 1, 4),
      arrived(30, 'hub', 1, 5),
    );
    expect(way(trace)).toEqual([
      ['pc', 'hub', null, 'collision'],
      ['pc', 'hub', 30, null],
    ]);
  });
});
