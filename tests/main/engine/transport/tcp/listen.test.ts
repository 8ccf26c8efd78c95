import { expect, test } from 'vitest';
import { ACK, FIN, RST, SYN } from '#engine/wire/tcp.ts';
import { ack, expectSent, flags, length, mss, nothing, OURS, seq, THEIRS, window } from '#support/transport-peer.ts';
import { inListen } from '#support/transport-states.ts';

test('syn in listen is answered with syn and ack, and both ends may be told apart by their numbers', () => {
  const story = inListen();
  expect(story.arrives({ flags: SYN, seq: THEIRS })).toBeNull();
  expectSent(story, [flags('SYN', 'ACK'), seq(OURS), ack(THEIRS + 1), mss(1460), window(65535), length(0)]);
  expect(story.stack.stateOf(null)).toBe('SYN-RECEIVED');
  expect(story.state).toBe('LISTEN');
});

test('reset in listen is ignored', () => {
  const story = inListen();
  expect(story.arrives({ flags: RST, seq: THEIRS })).toBe('tcp.no-connection');
  expectSent(story, ...nothing);
});

test('acknowledgment in listen is answered with a reset that names it', () => {
  const story = inListen();
  expect(story.arrives({ flags: ACK, seq: THEIRS, ack: 77 })).toBe('tcp.no-connection');
  expectSent(story, [flags('RST'), seq(77)]);
});

test('fin without acknowledgment in listen is dropped in silence', () => {
  const story = inListen();
  expect(story.arrives({ flags: FIN, seq: THEIRS })).toBe('tcp.unacceptable');
  expectSent(story, ...nothing);
});

test('text on a syn is left to be sent again', () => {
  const story = inListen();
  story.arrives({ flags: SYN, seq: THEIRS, text: 'early' });
  expectSent(story, [flags('SYN', 'ACK'), ack(THEIRS + 1)]);
  story.arrives({ flags: ACK, seq: THEIRS + 1, ack: OURS + 1, text: 'early' });
  const accepted = story.stack.accept(story.listening);
  expect(typeof accepted === 'string' ? accepted : story.stack.recvText(accepted.descriptor)).toBe('early');
});

test('a syn beyond the backlog is dropped, and taken once a connection was accepted', () => {
  const story = inListen(1);
  story.arrives({ flags: SYN, seq: THEIRS });
  story.arrives({ flags: ACK, seq: THEIRS + 1, ack: OURS + 1 });
  story.sent();
  expect(story.arrives({ flags: SYN, seq: 9000, from: 5000 })).toBe('tcp.backlog-full');
  expectSent(story, ...nothing);
  expect(story.stack.accept(story.listening)).toMatchObject({ port: 4000 });
  expect(story.arrives({ flags: SYN, seq: 9000, from: 5000 })).toBeNull();
  expectSent(story, [flags('SYN', 'ACK'), ack(9001)]);
});

test('closing a listening socket resets the connections that wait', () => {
  const story = inListen();
  story.arrives({ flags: SYN, seq: THEIRS });
  story.arrives({ flags: ACK, seq: THEIRS + 1, ack: OURS + 1 });
  story.arrives({ flags: SYN, seq: 9000, from: 5000 });
  story.sent();
  expect(story.stack.close(story.listening)).toBe(0);
  expectSent(story, [flags('RST', 'ACK')], [flags('RST', 'ACK')]);
  expect(story.stack.rows()).toEqual([]);
});

test('without a listener a syn is refused, and a reset is never answered', () => {
  const story = inListen();
  expect(story.arrives({ flags: SYN, seq: THEIRS, to: 81 })).toBe('tcp.no-connection');
  expectSent(story, [flags('RST', 'ACK'), seq(0), ack(THEIRS + 1)]);
  expect(story.arrives({ flags: FIN, seq: THEIRS, to: 81, text: 'abc' })).toBe('tcp.no-connection');
  expectSent(story, [flags('RST', 'ACK'), seq(0), ack(THEIRS + 4)]);
  expect(story.arrives({ flags: RST, seq: THEIRS, to: 81 })).toBe('tcp.no-connection');
  expectSent(story, ...nothing);
});
