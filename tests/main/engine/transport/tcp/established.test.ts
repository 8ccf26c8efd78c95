import { expect, test } from 'vitest';
import { ACK, FIN, PSH, RST, SYN } from '#engine/wire/tcp.ts';
import {
  ack,
  expectSent,
  flags,
  length,
  nothing,
  OURS,
  S,
  seq,
  text,
  THEIRS,
  window,
} from '#support/transport-peer.ts';
import { inEstablished } from '#support/transport-states.ts';

const data = (sequence: number, words: string, acknowledgment = OURS + 1) => ({
  flags: ACK | PSH,
  seq: sequence,
  ack: acknowledgment,
  text: words,
});

test('a hundred bytes are acknowledged by their last number and one', () => {
  const story = inEstablished();
  story.arrives(data(THEIRS + 1, 'x'.repeat(100)));
  expectSent(story, [flags('ACK'), seq(OURS + 1), ack(THEIRS + 101), length(0), window(65435)]);
  expect(story.stack.recvText(story.fd)).toBe('x'.repeat(100));
});

test('data is sent at once, pushed, with the acknowledgment', () => {
  const story = inEstablished();
  story.stack.send(story.fd, 'hello');
  expectSent(story, [flags('PSH', 'ACK'), seq(OURS + 1), ack(THEIRS + 1), text('hello')]);
});

test('what is larger than a segment is divided, and only the last part is pushed', () => {
  const story = inEstablished(65535, 1000);
  expect(story.stack.send(story.fd, 'a'.repeat(2500))).toBe(2500);
  story.arrives({ flags: ACK, seq: THEIRS + 1, ack: OURS + 2001 });
  expectSent(
    story,
    [flags('ACK'), seq(OURS + 1), length(1000)],
    [flags('ACK'), seq(OURS + 1001), length(1000)],
    [flags('PSH', 'ACK'), seq(OURS + 2001), length(500)],
  );
});

test('a small segment waits while another is in flight, and not when the program asks for no delay', () => {
  const story = inEstablished();
  story.stack.send(story.fd, 'a');
  story.stack.send(story.fd, 'b');
  story.stack.send(story.fd, 'c');
  expectSent(story, [text('a')]);
  story.arrives({ flags: ACK, seq: THEIRS + 1, ack: OURS + 2 });
  expectSent(story, [text('bc')]);
  story.stack.setNoDelay(story.fd);
  story.stack.send(story.fd, 'd');
  story.stack.send(story.fd, 'e');
  expectSent(story, [text('d')], [text('e')]);
});

test('three writes are read as one, and one write as three', () => {
  const story = inEstablished();
  story.arrives(data(THEIRS + 1, 'ab'));
  story.arrives(data(THEIRS + 3, 'cd'));
  story.arrives(data(THEIRS + 5, 'ef'));
  expect(story.stack.recvText(story.fd)).toBe('abcdef');
  story.arrives(data(THEIRS + 7, 'ghi'));
  expect(['g', 'h', 'i']).toEqual(
    [1, 2, 3].map(() => String.fromCharCode(...(story.stack.recv(story.fd, 1) as Uint8Array))),
  );
  expect(story.stack.recvText(story.fd)).toBe('EAGAIN');
});

test('data out of order is kept and acknowledged with what is missing', () => {
  const story = inEstablished();
  story.arrives(data(THEIRS + 4, 'def'));
  expectSent(story, [flags('ACK'), ack(THEIRS + 1), length(0)]);
  expect(story.stack.recvText(story.fd)).toBe('EAGAIN');
  story.arrives(data(THEIRS + 1, 'abc'));
  expectSent(story, [flags('ACK'), ack(THEIRS + 7)]);
  expect(story.stack.recvText(story.fd)).toBe('abcdef');
});

test('data that came before is acknowledged again and not delivered again', () => {
  const story = inEstablished();
  story.arrives(data(THEIRS + 1, 'abc'));
  story.sent();
  expect(story.arrives(data(THEIRS + 1, 'abc'))).toBe('tcp.unacceptable');
  expectSent(story, [flags('ACK'), ack(THEIRS + 4)]);
  expect(story.arrives(data(THEIRS + 2, 'bcde'))).toBeNull();
  expect(story.stack.recvText(story.fd)).toBe('abcde');
});

test('fin in established moves to close-wait and ends the stream after the data', () => {
  const story = inEstablished();
  story.arrives({ flags: FIN | ACK, seq: THEIRS + 1, ack: OURS + 1, text: 'bye' });
  expectSent(story, [flags('ACK'), ack(THEIRS + 5)]);
  expect(story.state).toBe('CLOSE-WAIT');
  expect([story.stack.recvText(story.fd), story.stack.recvText(story.fd)]).toEqual(['bye', '']);
});

test('fin before its data waits for it', () => {
  const story = inEstablished();
  story.arrives({ flags: FIN | ACK, seq: THEIRS + 4, ack: OURS + 1 });
  expectSent(story, [flags('ACK'), ack(THEIRS + 1)]);
  expect(story.state).toBe('ESTABLISHED');
  story.arrives(data(THEIRS + 1, 'abc'));
  expectSent(story, [flags('ACK'), ack(THEIRS + 5)]);
  expect(story.state).toBe('CLOSE-WAIT');
});

test('exact reset ends the connection and throws away what was not read', () => {
  const story = inEstablished();
  story.arrives(data(THEIRS + 1, 'abc'));
  story.sent();
  expect(story.arrives({ flags: RST, seq: THEIRS + 4 })).toBeNull();
  expectSent(story, ...nothing);
  expect(story.stack.recvText(story.fd)).toBe('ECONNRESET');
  expect(story.stack.recvText(story.fd)).toBe('');
  expect(story.stack.send(story.fd, 'x')).toBe('EPIPE');
  expect(story.state).toBe('CLOSED');
});

test('reset inside the window but not exact is challenged, and one outside is ignored', () => {
  const story = inEstablished();
  expect(story.arrives({ flags: RST, seq: THEIRS + 2 })).toBe('tcp.unacceptable');
  expectSent(story, [flags('ACK'), seq(OURS + 1), ack(THEIRS + 1)]);
  expect(story.arrives({ flags: RST, seq: THEIRS - 5 })).toBe('tcp.unacceptable');
  expectSent(story, ...nothing);
  expect(story.state).toBe('ESTABLISHED');
});

test('syn in established is challenged', () => {
  const story = inEstablished();
  expect(story.arrives({ flags: SYN, seq: THEIRS + 50 })).toBe('tcp.unacceptable');
  expectSent(story, [flags('ACK'), seq(OURS + 1), ack(THEIRS + 1)]);
  expect(story.state).toBe('ESTABLISHED');
});

test('segment without an acknowledgment is dropped', () => {
  const story = inEstablished();
  expect(story.arrives({ flags: 0, seq: THEIRS + 1, text: 'x' })).toBe('tcp.unacceptable');
  expect(story.stack.recvText(story.fd)).toBe('EAGAIN');
});

test('acknowledgment of something not sent yet is answered and its text not taken', () => {
  const story = inEstablished();
  expect(story.arrives(data(THEIRS + 1, 'x', OURS + 2))).toBe('tcp.unacceptable');
  expectSent(story, [flags('ACK'), ack(THEIRS + 1)]);
});

test('acknowledgment older than any window is answered and its text not taken', () => {
  const story = inEstablished();
  expect(story.arrives(data(THEIRS + 1, 'x', OURS - 70_000))).toBe('tcp.unacceptable');
  expectSent(story, [flags('ACK'), ack(THEIRS + 1)]);
});

test('empty segments that cannot be accepted are answered at most twice a second, so that two ends cannot do it for ever', () => {
  const story = inEstablished();
  for (let count = 0; count < 5; count++) story.arrives({ flags: ACK, seq: THEIRS - 1, ack: OURS + 1 });
  expectSent(story, [flags('ACK'), ack(THEIRS + 1)]);
  story.after(S / 2).arrives({ flags: ACK, seq: THEIRS - 1, ack: OURS + 1 });
  expectSent(story, [flags('ACK'), ack(THEIRS + 1)]);
});

test('shutdown sends a fin after what is still queued', () => {
  const story = inEstablished(4);
  story.stack.send(story.fd, 'abcdefg');
  story.stack.shutdown(story.fd);
  expect(story.state).toBe('FIN-WAIT-1');
  expectSent(story, [text('abcd'), flags('ACK')]);
  story.arrives({ flags: ACK, seq: THEIRS + 1, ack: OURS + 5, window: 100 });
  expectSent(story, [text('efg'), flags('FIN', 'PSH', 'ACK')]);
});

test('close with unread data resets the connection, because that data is lost', () => {
  const story = inEstablished();
  story.arrives(data(THEIRS + 1, 'unread'));
  story.sent();
  story.stack.close(story.fd);
  expectSent(story, [flags('RST', 'ACK'), seq(OURS + 1), ack(THEIRS + 7)]);
  expect(story.stack.rows()).toEqual([]);
});

test('a process that ends closes all it had', () => {
  const story = inEstablished();
  story.stack.socket('datagram');
  story.stack.closeAll();
  expectSent(story, [flags('FIN', 'ACK'), seq(OURS + 1)]);
  expect(story.stack.rows().map((row) => [row.descriptor, row.state])).toEqual([[null, 'FIN-WAIT-1']]);
});

test('every segment has a record, made before it leaves, whose cause is what made it leave', () => {
  const story = inEstablished();
  story.arrives(data(THEIRS + 1, 'x'));
  const received = story.stack.facts('tcp.received').at(-1)!;
  const sent = story.stack.facts('tcp.sent').at(-1)!;
  expect(sent.cause).toBe(received.seq);
  expect(sent.packet).toBe(story.stack.data.outbox.at(-1)!.packet);
  expect(sent.detail).toEqual({
    connection: '10.0.0.1:80-10.0.0.2:4000',
    flags: 'ACK',
    sequence: OURS + 1,
    acknowledgment: THEIRS + 2,
    window: 65534,
    length: 0,
  });
});

test('segments are counted from the first SYN on, in both directions', () => {
  const story = inEstablished();
  const { segmentsOut, segmentsIn } = story.stack.view(story.fd);
  expect([segmentsOut, segmentsIn]).toEqual([2, 1]);
});

test('nothing follows a fin: text a peer claims to lie beyond one that came early is cut off there', () => {
  const story = inEstablished();
  story.arrives({ flags: FIN | ACK, seq: THEIRS + 4, ack: OURS + 1 });
  story.sent();
  story.arrives(data(THEIRS + 1, 'abcdef'));
  expectSent(story, [flags('ACK'), ack(THEIRS + 5)]);
  expect(story.state).toBe('CLOSE-WAIT');
  expect([story.stack.recvText(story.fd), story.stack.recvText(story.fd)]).toEqual(['abc', '']);
});
