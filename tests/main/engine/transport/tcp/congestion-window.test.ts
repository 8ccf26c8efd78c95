import { expect, test } from 'vitest';
import { emitIcmp } from '#engine/wire/icmp.ts';
import { Frame } from '#engine/wire/frame.ts';
import { HERE, PEER } from '#support/transport-peer.ts';
import { LossStory, MS, ours, S, SIZE } from '#support/loss-story.ts';

test('slow start doubles the window each round trip, and says when it is over', () => {
  const story = new LossStory({ settings: { initialWindow: 2, sendBuffer: 200_000 } }).write(60);
  expect(story.left()).toEqual([1, 2]);
  expect(story.ack(2).ack(3).left()).toEqual([3, 4, 5, 6]);
  for (let next = 4; next <= 7; next++) story.ack(next);
  expect(story.left()).toHaveLength(8);
  expect(story.windows).toEqual([8, null]);
  expect(story.phases).toEqual(['slow-start opened']);
});

test('cwnd can be read in every acknowledgment of the trace', () => {
  const story = new LossStory({ settings: { initialWindow: 2 } }).write(10).ack(2).ack(3);
  const windows = story.story.stack.facts('tcp.acknowledged').map(({ detail }) => detail!.cwnd);
  expect(windows).toEqual([2000, 3000, 4000]);
});

test('with delayed acknowledgments slow start grows by half, or doubles where byte counting may add two', () => {
  const grown = (byteCountingLimit: number): number => {
    const story = new LossStory({ settings: { byteCountingLimit } }).write(20);
    for (let next = 3; next <= 11; next += 2) story.ack(next);
    return story.windows[0];
  };
  expect([grown(1), grown(2), grown(1000)]).toEqual([15, 20, 20]);
});

test('an acknowledgment of many segments adds no more than the limit', () => {
  const story = new LossStory({ settings: { byteCountingLimit: 2 } }).write(10).ack(11);
  expect(story.windows[0]).toBe(12);
});

test('after a pause longer than the RTO the initial window is what may leave (RFC 5681 §4.1)', () => {
  const story = new LossStory({ settings: { initialWindow: 4, sendBuffer: 200_000 } }).write(4);
  for (let next = 2; next <= 5; next++) story.ack(next);
  expect(story.windows[0]).toBe(8);
  story.left();
  story.after(S + MS).write(20);
  expect(story.left()).toHaveLength(4);
  expect(story.phases).toEqual(['slow-start opened', 'slow-start pause']);
});

test('a shorter pause changes nothing, nor does a long one when the restart is off', () => {
  const restarted = (pause: number, restartAfterIdle: boolean): number => {
    const story = new LossStory({ settings: { initialWindow: 4, restartAfterIdle, sendBuffer: 200_000 } }).write(4);
    for (let next = 2; next <= 5; next++) story.ack(next);
    story.left();
    return story.after(pause).write(20).left().length;
  };
  expect(restarted(S - MS, true)).toBe(8);
  expect(restarted(100 * S, false)).toBe(8);
});

test('a program that sends little does not open the window', () => {
  const story = new LossStory();
  for (let next = 2; next <= 40; next++) story.write(1).ack(next);
  expect(story.windows[0]).toBe(10);
});

test('a receiver with a small window keeps cwnd at about twice that', () => {
  const story = new LossStory({ window: 4 * SIZE, settings: { sendBuffer: 200_000 } }).write(100);
  for (let next = 2; next <= 60; next++) story.ack(next);
  expect(story.windows[0]).toBeLessThanOrEqual(10);
});

test('stop-and-wait: one segment, and the next only after its acknowledgment', () => {
  const story = new LossStory({ settings: { congestionControl: 'fixed', fixedWindow: 1 } }).write(3);
  expect(story.left()).toEqual([1]);
  expect(story.after(50 * MS).left()).toEqual([]);
  expect(story.ack(2).left()).toEqual([2]);
  expect(story.ack(3).left()).toEqual([3]);
  expect(story.phases).toEqual(['steady opened']);
});

test('stop-and-wait after a loss: one timeout, one segment', () => {
  const story = new LossStory({ settings: { congestionControl: 'fixed', fixedWindow: 1 } }).write(3).after(S);
  expect(story.left()).toEqual([1, 1]);
  expect(story.ack(2).left()).toEqual([2]);
});

test('a window of eight slides: each acknowledgment lets one more go', () => {
  const story = new LossStory({ settings: { congestionControl: 'fixed', fixedWindow: 8 } }).write(20);
  expect(story.left()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  for (let next = 2; next <= 5; next++) expect(story.ack(next).left()).toEqual([next + 7]);
  expect(story.windows).toEqual([8, null]);
});

test('duplicates and reports do not stretch a window of eight', () => {
  for (const sack of [false, true]) {
    const story = new LossStory({ sack, settings: { congestionControl: 'fixed', fixedWindow: 8 } }).write(20);
    story.left();
    if (sack) story.ack(1, [2, 2]).ack(1, [2, 3]);
    else story.ack(1).ack(1);
    expect(story.left()).toEqual([]);
    if (sack) story.ack(1, [2, 4]).ack(1, [2, 8]);
    else story.ack(1).ack(1).ack(1);
    expect(story.left()).toEqual([1]);
    expect(story.ack(9).left()).toEqual([9, 10, 11, 12, 13, 14, 15, 16]);
  }
});

test('without congestion control all that the receiver takes leaves at once, also after a loss', () => {
  const story = new LossStory({ window: 30 * SIZE, settings: { congestionControl: 'none' } }).write(40);
  expect(story.left()).toHaveLength(30);
  story.after(S);
  expect(story.left()).toHaveLength(30);
});

test('eight segments in flight take an eighth of the time of stop-and-wait (D7)', () => {
  const time = (fixedWindow: number): number => {
    const story = new LossStory({ settings: { congestionControl: 'fixed', fixedWindow } }).write(16);
    let trips = 0;
    for (let next = 1; next <= 16; trips++) {
      next += story.left().length;
      story.after(100 * MS).hears(ours(next));
    }
    return trips;
  };
  expect([time(1), time(8)]).toEqual([16, 2]);
});

test('CUBIC leaves seven tenths where NewReno leaves half', () => {
  const after = (congestionControl: 'newreno' | 'cubic'): unknown => {
    const story = new LossStory({ sack: true, settings: { congestionControl } }).write(10).ack(1, [2, 4]);
    story.ack(11);
    return story.windows;
  };
  expect(after('newreno')).toEqual([5, 5]);
  expect(after('cubic')).toEqual([7, 7]);
});

test('a narrower path: all of it again in shorter segments, by slow start, and ssthresh stays (RFC 1191 §6.4)', () => {
  const story = new LossStory({ settings: { sendBuffer: 200_000 } }).write(8);
  const { stack } = story.story;
  const [first, second] = stack.data.outbox.splice(0);
  for (const frame of [first!, second!]) {
    const quoted = frame.bytes().subarray(14, 14 + 28);
    const { head, body } = emitIcmp(
      { kind: 'unreachable', code: 4, mtu: 540, quoted },
      { source: PEER, destination: HERE, ttl: 64, identification: 0 },
    );
    stack.receive(new Frame(1, 1, head, body));
  }
  expect(story.segments().map(({ sequence, payloadLength }) => [sequence, payloadLength])).toEqual([[ours(1), 500]]);
  expect(story.view).toMatchObject({ mss: 500, cwnd: 500, ssthresh: null });
  story.hears(ours(1) + 500);
  expect(story.segments().map(({ payloadLength }) => payloadLength)).toEqual([500, 500]);
  expect(new Set(story.reasons)).toEqual(new Set(['path']));
});

test('the algorithm of a running connection can be changed', () => {
  const story = new LossStory({ settings: { congestionControl: 'newreno' } }).write(20);
  story.left();
  const { state } = story.story.stack.data;
  for (const connection of state.connections.values()) {
    connection.settings = { ...connection.settings, congestionControl: 'fixed', fixedWindow: 12 };
  }
  expect(story.ack(2).left()).toEqual([11, 12, 13]);
  expect(story.phases.at(-1)).toBe('steady setting');
});

test('an algorithm that takes over from none begins with the initial window', () => {
  const story = new LossStory({ settings: { congestionControl: 'none', initialWindow: 4 } }).write(20);
  expect(story.left()).toHaveLength(20);
  for (const connection of story.story.stack.data.state.connections.values()) {
    connection.settings = { ...connection.settings, congestionControl: 'newreno' };
  }
  expect(story.ack(21).write(20).left()).toEqual([21, 22, 23, 24, 25]);
});
