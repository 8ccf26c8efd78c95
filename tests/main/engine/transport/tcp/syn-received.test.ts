import { expect, test } from 'vitest';
import { ACK, FIN, RST, SYN } from '#engine/wire/tcp.ts';
import { ack, expectSent, flags, nothing, OURS, S, seq, THEIRS } from '#support/transport-peer.ts';
import { inSynReceived, inSynSent } from '#support/transport-states.ts';

test('ack in syn-received establishes the connection, which can then be accepted', () => {
  const story = inSynReceived();
  expect(story.stack.accept(story.listening)).toBe('EAGAIN');
  expect(story.arrives({ flags: ACK, seq: THEIRS + 1, ack: OURS + 1 })).toBeNull();
  expectSent(story, ...nothing);
  expect(story.stack.poll(story.listening).readable).toBe(true);
  expect(story.stack.accept(story.listening)).toEqual({ descriptor: 4, address: 0x0a000002, port: 4000 });
  expect(story.stack.stateOf(4)).toBe('ESTABLISHED');
});

test('the third segment may carry data and a fin', () => {
  const story = inSynReceived();
  story.arrives({ flags: ACK | FIN, seq: THEIRS + 1, ack: OURS + 1, text: 'all' });
  expectSent(story, [flags('ACK'), ack(THEIRS + 5)]);
  story.stack.accept(story.listening);
  expect(story.stack.stateOf(4)).toBe('CLOSE-WAIT');
  expect([story.stack.recvText(4), story.stack.recvText(4)]).toEqual(['all', '']);
});

test('the same syn again is answered with the same syn and ack', () => {
  const story = inSynReceived();
  story.arrives({ flags: SYN, seq: THEIRS });
  expectSent(story, [flags('SYN', 'ACK'), seq(OURS), ack(THEIRS + 1)]);
});

test('ack of something never sent is answered with a reset', () => {
  const story = inSynReceived();
  expect(story.arrives({ flags: ACK, seq: THEIRS + 1, ack: OURS + 9 })).toBe('tcp.unacceptable');
  expectSent(story, [flags('RST'), seq(OURS + 9)]);
  expect(story.stack.stateOf(null)).toBe('SYN-RECEIVED');
});

test('reset in syn-received of a passive open goes back to listen and tells nobody', () => {
  const story = inSynReceived();
  expect(story.arrives({ flags: RST, seq: THEIRS + 1 })).toBeNull();
  expect(story.stack.rows().map((row) => row.state)).toEqual(['LISTEN']);
  expect(story.stack.facts('tcp.failed')).toEqual([]);
});

test('reset in syn-received of a simultaneous open refuses the connection', () => {
  const story = inSynSent();
  story.arrives({ flags: SYN, seq: THEIRS });
  story.arrives({ flags: RST, seq: THEIRS + 1 });
  expect(story.stack.error(story.fd)).toBe('ECONNREFUSED');
});

test('another syn inside the window sends a passive open back to listen', () => {
  const story = inSynReceived();
  expect(story.arrives({ flags: SYN, seq: THEIRS + 100 })).toBe('tcp.unacceptable');
  expect(story.stack.rows().map((row) => row.state)).toEqual(['LISTEN']);
});

test('syn and ack are sent again while no answer comes, and then forgotten without a word', () => {
  const story = inSynReceived();
  story.after(183 * S);
  expect(story.sent().map((segment) => segment.flags)).toEqual(Array.from({ length: 7 }, () => SYN | ACK));
  expect(story.stack.rows().map((row) => row.state)).toEqual(['LISTEN']);
  expect(story.stack.facts('tcp.failed')).toEqual([]);
});
