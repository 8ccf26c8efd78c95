import { expect, test } from 'vitest';
import { Frame } from '#engine/wire/frame.ts';
import type { Icmp } from '#engine/wire/icmp.ts';
import { emitIcmp, parseIcmp, quote } from '#engine/wire/icmp.ts';
import type { Ipv4 } from '#engine/wire/ipv4.ts';
import { parseIpv4 } from '#engine/wire/ipv4.ts';
import { emitUdp, parseUdp } from '#engine/wire/udp.ts';
import { HERE, OURS, PEER, PEER_PORT, PORT, S } from '#support/transport-peer.ts';
import { inEstablished, inSynReceived, inSynSent } from '#support/transport-states.ts';
import { bytesOf, Stack, textOf } from '#support/transport-stack.ts';

const fields = { source: PEER, destination: HERE, ttl: 61, identification: 0 };

function datagram(text: string, from = PEER_PORT, to = PORT): Frame {
  const { head, body } = emitUdp({ sourcePort: from, destinationPort: to, payload: bytesOf(text) }, fields);
  return new Frame(77, 78, head, body);
}

function icmp(message: Icmp): Frame {
  const { head, body } = emitIcmp(message, fields);
  return new Frame(79, 80, head, body);
}

/** A router's word that it could not deliver `frame`. */
function unreachable(frame: Frame, code: number, mtu = 0): Frame {
  return icmp({ kind: 'unreachable', code, mtu, quoted: quote(frame, parseIpv4(frame) as Ipv4) });
}

const stack = (): Stack => new Stack('here', HERE);

test('a datagram is sent whole, with checksum, and recorded before it leaves', () => {
  const here = stack();
  const fd = here.socket('datagram');
  expect(here.sendTo(fd, 'hello', PEER, PEER_PORT, { ttl: 3 })).toBe(5);
  const [frame] = here.data.outbox;
  const ip = parseIpv4(frame!) as Ipv4;
  expect(ip).toMatchObject({ source: HERE, destination: PEER, ttl: 3 });
  expect(parseUdp(frame!, ip)).toMatchObject({ destinationPort: PEER_PORT, payloadLength: 5 });
  const [sent] = here.facts('udp.sent');
  expect(sent).toMatchObject({ packet: frame!.packet, detail: { remote: '10.0.0.2:4000', length: 5 } });
});

test('datagrams keep their boundaries, and say who sent them', () => {
  const here = stack();
  const fd = here.socket('datagram');
  here.bind(fd, PORT);
  expect(here.receive(datagram('one'))).toBeNull();
  expect(here.receive(datagram('', 5000))).toBeNull();
  const first = here.recvFrom(fd);
  expect(first).toMatchObject({ address: PEER, port: PEER_PORT, ttl: 61, time: 0 });
  expect(typeof first === 'string' ? first : textOf(first.bytes)).toBe('one');
  expect(here.recvFrom(fd)).toMatchObject({ port: 5000, bytes: new Uint8Array(0) });
  expect(here.recvFrom(fd)).toBe('EAGAIN');
});

test('a datagram for no socket is port-unreachable', () => {
  expect(stack().receive(datagram('x'))).toBe('port-unreachable');
});

test('a damaged datagram is dropped with its fault', () => {
  const here = stack();
  here.bind(here.socket('datagram'), PORT);
  const { head, body } = datagram('hello');
  const damaged = Uint8Array.from(body);
  damaged[0]! ^= 1;
  expect(here.receive(new Frame(1, 1, head, damaged))).toBe('udp.bad-checksum');
});

test('what does not fit in the buffer is dropped', () => {
  const here = stack();
  const fd = here.socket('datagram');
  here.bind(fd, PORT);
  const reasons = Array.from({ length: 214 }, () => here.receive(datagram('x'.repeat(1000))));
  expect(reasons.filter((reason) => reason !== null)).toEqual(['receive-buffer-full', 'receive-buffer-full']);
  here.recvFrom(fd);
  expect(here.receive(datagram('x'.repeat(1000)))).toBeNull();
});

test('a connected socket hears its peer only, and comes before one that hears all', () => {
  const here = stack();
  const any = here.socket('datagram');
  here.bind(any, PORT);
  const other = here.socket('datagram');
  here.bind(other, PORT + 1);
  here.connect(other, PEER, PEER_PORT);
  expect(here.receive(datagram('x', 5000, PORT + 1))).toBe('port-unreachable');
  expect(here.receive(datagram('x', PEER_PORT, PORT + 1))).toBeNull();
  expect(here.send(other, 'y')).toBe(1);
  expect(here.send(any, 'y')).toBe('EDESTADDRREQ');
});

test('a datagram too long for a packet is EMSGSIZE, one too long for the cable too when it must stay whole', () => {
  const here = stack();
  const fd = here.socket('datagram');
  expect(here.sendTo(fd, new Uint8Array(65_508), PEER, 9)).toBe('EMSGSIZE');
  expect(here.sendTo(fd, new Uint8Array(1473), PEER, 9, { dontFragment: true })).toBe('EMSGSIZE');
  expect(here.sendTo(fd, new Uint8Array(1472), PEER, 9, { dontFragment: true })).toBe(1472);
});

test('without a route nothing is sent and the call says so', () => {
  const here = stack();
  here.data.routed = false;
  expect(here.sendTo(here.socket('datagram'), 'x', PEER, 9)).toBe('ENETUNREACH');
});

test('port unreachable is told to a connected datagram socket, once', () => {
  const here = stack();
  const fd = here.socket('datagram');
  here.connect(fd, PEER, PEER_PORT);
  here.send(fd, 'x');
  here.receive(unreachable(here.data.outbox[0]!, 3));
  expect(here.poll(fd)).toMatchObject({ readable: true, error: 'ECONNREFUSED' });
  expect([here.recv(fd), here.recv(fd)]).toEqual(['ECONNREFUSED', 'EAGAIN']);
});

test('an echo request carries the identifier of its socket, and the reply comes back to it', () => {
  const here = stack();
  const fd = here.socket('icmp');
  here.bind(fd, 4242);
  expect(here.sendTo(fd, 'abcd', PEER, 0, { sequence: 9, ttl: 7 })).toBe(4);
  const [frame] = here.data.outbox;
  const ip = parseIpv4(frame!) as Ipv4;
  expect(ip.ttl).toBe(7);
  expect(parseIcmp(frame!, ip)).toMatchObject({ kind: 'echo-request', identifier: 4242, sequence: 9 });
  here.runTo(5_000_000);
  expect(here.receive(icmp({ kind: 'echo-reply', identifier: 4242, sequence: 9, data: bytesOf('abcd') }))).toBeNull();
  expect(here.recvFrom(fd)).toMatchObject({ address: PEER, sequence: 9, ttl: 61, time: 5_000_000 });
  expect(here.receive(icmp({ kind: 'echo-reply', identifier: 1, sequence: 9, data: bytesOf('') }))).toBe('no-socket');
});

test('two ping sockets get identifiers of their own', () => {
  const here = stack();
  const [one, two] = [here.socket('icmp'), here.socket('icmp')];
  here.sendTo(one, '', PEER, 0);
  here.sendTo(two, '', PEER, 0);
  expect(here.rows()[0]!.local).not.toBe(here.rows()[1]!.local);
});

test('an unreachable host is told to the ping that asked for it', () => {
  const here = stack();
  const fd = here.socket('icmp');
  here.sendTo(fd, 'x', PEER, 0, { sequence: 1 });
  here.receive(unreachable(here.data.outbox[0]!, 1));
  expect(here.recvFrom(fd)).toBe('EHOSTUNREACH');
});

test('port unreachable refuses a connection that is being opened', () => {
  const story = inSynSent();
  story.after(S);
  story.stack.receive(unreachable(story.stack.data.outbox.at(-1)!, 3));
  expect(story.stack.connect(story.fd, PEER, PEER_PORT)).toBe('ECONNREFUSED');
});

test('host unreachable is not final: it is told only when the connection times out', () => {
  const story = inSynSent();
  story.after(S);
  story.stack.receive(unreachable(story.stack.data.outbox.at(-1)!, 1));
  expect(story.stack.connect(story.fd, PEER, PEER_PORT)).toBe('EALREADY');
  story.after(200 * S);
  expect(story.stack.connect(story.fd, PEER, PEER_PORT)).toBe('EHOSTUNREACH');
});

test('an established connection outlives every unreachable message, and any message about what is not in flight', () => {
  const story = inEstablished();
  story.stack.send(story.fd, 'x');
  const [frame] = story.stack.data.outbox;
  for (const code of [0, 1, 2, 3, 13]) story.stack.receive(unreachable(frame!, code));
  expect(story.state).toBe('ESTABLISHED');
  story.arrives({ flags: 0x10, seq: 2001, ack: OURS + 2 });
  story.stack.receive(unreachable(frame!, 4, 500));
  expect(story.stack.view(story.fd).mss).toBe(1460);
  const half = inSynReceived();
  half.stack.receive(icmp({ kind: 'unreachable', code: 3, mtu: 0, quoted: new Uint8Array(28) }));
  expect(half.stack.stateOf(null)).toBe('SYN-RECEIVED');
});

test('fragmentation needed makes the segments shorter and sends the lost one again at once', () => {
  const story = inEstablished();
  story.stack.send(story.fd, 'x'.repeat(2000));
  const frame = story.stack.data.outbox[0]!;
  story.sent();
  story.stack.receive(unreachable(frame, 4, 576));
  expect(story.sent().map(({ sequence, payloadLength }) => [sequence, payloadLength])).toEqual([[OURS + 1, 536]]);
  story.arrives({ flags: 0x10, seq: 2001, ack: OURS + 537 });
  story.after(S);
  expect(Math.max(...story.sent().map(({ payloadLength }) => payloadLength))).toBe(536);
});
