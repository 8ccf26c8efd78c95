import { expect, test } from 'vitest';
import { LossStory, OURS, SIZE, theirs } from '#support/loss-story.ts';
import { ACK, FIN } from '#engine/wire/tcp.ts';

const receiver = (settings = {}): LossStory =>
  new LossStory({ sack: true, settings: { acknowledgmentDelay: 0, ...settings } });

test('segments after a gap are reported at once, the newest first', () => {
  const story = receiver().receives(1);
  story.told();
  expect(story.receives(3).told()).toEqual(['2 holds 3-3']);
  expect(story.receives(5).told()).toEqual(['2 holds 5-5 3-3']);
  expect(story.receives(7).told()).toEqual(['2 holds 7-7 5-5 3-3']);
  expect(story.receives(4).told()).toEqual(['2 holds 3-5 7-7']);
});

test('what fills the gap is acknowledged at once, and what is left beyond it reported', () => {
  const story = receiver().receives(2).receives(4);
  story.told();
  expect(story.receives(1).told()).toEqual(['3 holds 4-4']);
  expect(story.receives(3).told()).toEqual(['5']);
});

test('at most four blocks fit, and three beside timestamps', () => {
  const many = receiver();
  for (const segment of [2, 4, 6, 8, 10]) many.receives(segment);
  expect(many.told().at(-1)).toBe('1 holds 10-10 8-8 6-6 4-4');
  const stamped = new LossStory({ sack: true, timestamps: true });
  for (const segment of [2, 4, 6, 8, 10]) stamped.receives(segment);
  expect(stamped.told().at(-1)).toBe('1 holds 10-10 8-8 6-6');
});

test('a segment that came twice is reported once as a duplicate (RFC 2883)', () => {
  const story = receiver().receives(1, 2);
  story.told();
  expect(story.receives(1).told()).toEqual(['3 holds 1-1']);
  expect(story.receives(3).told()).toEqual(['4']);
});

test('a duplicate beyond a gap is reported before the block it lies in (RFC 2883 §4.1.1)', () => {
  const story = receiver().receives(2, 4);
  story.told();
  expect(story.receives(3).told()).toEqual(['1 holds 3-3 2-4']);
  expect(story.receives(5).told()).toEqual(['1 holds 2-5']);
});

test('of a segment that is partly there already only that part is a duplicate (RFC 2883 §4.2)', () => {
  const story = receiver().receives(1);
  story.told();
  const text = new Uint8Array(SIZE);
  story.story.arrives({ flags: ACK, seq: theirs(1) + 500, ack: OURS + 1, text });
  const [told] = story.story.sent();
  expect(told!.acknowledgment).toBe(theirs(2) + 500);
  expect(told!.options.sack).toEqual([[theirs(1) + 500, theirs(2)]]);
});

test('a FIN that came too early is reported at once, as the number it takes', () => {
  const story = receiver();
  story.story.arrives({ flags: FIN | ACK, seq: theirs(3), ack: OURS + 1 });
  const [told] = story.story.sent();
  expect([told!.acknowledgment, told!.options.sack]).toEqual([theirs(1), [[theirs(3), theirs(3) + 1]]]);
  story.receives(1, 2);
  expect(story.story.state).toBe('CLOSE-WAIT');
});

test('duplicates are not reported when D-SACK is off', () => {
  const story = receiver({ duplicateSack: false }).receives(1, 2);
  story.told();
  expect(story.receives(1).told()).toEqual(['3']);
});

test('nothing is reported to a peer that did not ask for it', () => {
  const story = new LossStory({ sack: false }).receives(2).receives(4).receives(2);
  expect(story.told()).toEqual(['1', '1', '1']);
});

test('nor when this end does not want it', () => {
  const story = new LossStory({ sack: true, settings: { sack: false } }).receives(2);
  expect(story.told()).toEqual(['1']);
});

test('data sent while something is missing leaves room for the blocks in its header', () => {
  const story = new LossStory({ sack: true, timestamps: true });
  story.receives(2).receives(4);
  story.told();
  story.write(2);
  const lengths = story.segments().map(({ payloadLength, options }) => [payloadLength, options.sack!.length]);
  // Two NOPs, kind, length, and two blocks of eight bytes.
  expect(lengths).toEqual([
    [SIZE - 20, 2],
    [SIZE - 20, 2],
    [40, 2],
  ]);
});

test('a tiny segment keeps half of its room for data', () => {
  const story = new LossStory({ sack: true, settings: { segmentSize: 40 } });
  story.receives(2).receives(4).receives(6);
  story.told();
  story.write(0, 100);
  const lengths = story.segments().map(({ payloadLength, options }) => [payloadLength, options.sack!.length]);
  expect(lengths).toEqual(Array.from({ length: 5 }, () => [20, 2]));
});
