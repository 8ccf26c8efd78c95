import { describe, expect, it } from 'vitest';
import { conversationsOf } from '#worker/conversations/belonging.ts';
import { Conversations } from '#worker/conversations/conversations.ts';
import { traceOf, type WrittenFact } from '#support/trace-of.ts';

/** What the client calls the connection, and what the server does: an address translator stands between them. */
const INSIDE = '192.168.1.11:49152-203.0.113.5:80';
const OUTSIDE = '203.0.113.5:80-198.51.100.1:40000';

const segment = (
  kind: 'tcp.sent' | 'tcp.received',
  device: string,
  connection: string,
  packet: number,
  flags: string,
) =>
  [
    kind,
    packet,
    device,
    { packet, detail: { connection, flags, sequence: 1, acknowledgment: 1, window: 9, length: 0 } },
  ] satisfies WrittenFact;
const state = (device: string, connection: string, from: string, to: string) =>
  ['tcp.state', 0, device, { detail: { connection, from, to, clause: '' } }] satisfies WrittenFact;
const sent = (device: string, packet: number) =>
  [
    'frame.sent',
    packet,
    device,
    { packet, frame: packet, detail: { cable: 'c', to: 'x', toPort: '' } },
  ] satisfies WrittenFact;

function belonging(...facts: WrittenFact[]) {
  const trace = traceOf(...facts);
  const known = { conversations: new Conversations(trace), datagrams: new Conversations(trace, 'udp') };
  return conversationsOf(
    facts.map((_, index) => index + 1),
    trace,
    known,
  );
}

describe('a fact is part of a conversation', () => {
  it('when an end of it records it, or a packet of it is on its way, whatever a translator writes over its addresses', () => {
    expect(
      belonging(
        state('pc', INSIDE, 'CLOSED', 'SYN-SENT'),
        segment('tcp.sent', 'pc', INSIDE, 1, 'SYN'),
        sent('pc', 1),
        sent('router', 1),
        segment('tcp.received', 'server', OUTSIDE, 1, 'SYN'),
        state('server', OUTSIDE, 'LISTEN', 'SYN-RECEIVED'),
        ['tcp.rtt', 2, 'server', { detail: { connection: OUTSIDE, measured: 1, srtt: 1, rto: 1 } }],
      ),
    ).toEqual(Array(7).fill('1'));
  });

  it('and of none when it is about something else', () => {
    expect(
      belonging(
        ['arp.requested', 0, 'pc', { detail: { address: '10.0.0.2' } }],
        sent('pc', 7),
        state('server', '0.0.0.0:80-*', 'CLOSED', 'LISTEN'),
      ),
    ).toEqual([null, null, null]);
  });

  it('of the one that was open then, where a four-tuple is used again', () => {
    const once = (packet: number): WrittenFact[] => [
      state('pc', INSIDE, 'CLOSED', 'SYN-SENT'),
      segment('tcp.sent', 'pc', INSIDE, packet, 'SYN'),
      state('pc', INSIDE, 'SYN-SENT', 'CLOSED'),
    ];
    // The last: a frame of the first connection that is still on its way.
    expect(belonging(...once(1), ...once(2), sent('router', 1))).toEqual(['1', '1', '1', '4', '4', '4', '1']);
  });

  it('when it is about a datagram to or fro', () => {
    const datagram = (kind: 'udp.sent' | 'udp.received', device: string, packet: number, [local, remote]: string[]) =>
      [kind, packet, device, { packet, detail: { local: local!, remote: remote!, length: 4 } }] satisfies WrittenFact;
    const [pc, server] = ['10.0.0.1:5000', '10.0.0.2:53'];
    expect(
      belonging(
        datagram('udp.sent', 'pc', 1, [pc, server]),
        sent('pc', 1),
        datagram('udp.received', 'server', 1, [server, pc]),
        datagram('udp.sent', 'server', 2, [server, pc]),
      ),
    ).toEqual(Array(4).fill('1'));
  });
});
