import { expect, test } from 'vitest';
import { story } from '#support/story.ts';
import { LossStory, MS, ours, S, SIZE } from '#support/loss-story.ts';

/** Ten segments are out; nothing was answered. Neither end speaks SACK. */
const flying = (settings = {}): LossStory => {
  const story = new LossStory({ settings }).write(10);
  expect(story.left()).toHaveLength(10);
  return story;
};

test('the first two duplicate acknowledgments each let one new segment go, the third sends the lost one (RFC 3042)', () => {
  const story = flying().write(10);
  expect(story.left()).toEqual([]);
  expect(story.ack(1).left()).toEqual([11]);
  expect(story.ack(1).left()).toEqual([12]);
  expect(story.ack(1).left()).toEqual([1]);
  expect(story.reasons).toEqual(['fast']);
});

test('with limited transmit off nothing leaves before the third', () => {
  const story = flying({ limitedTransmit: false }).write(10);
  expect(story.ack(1).ack(1).left()).toEqual([]);
  expect(story.ack(1).left()).toEqual([1]);
});

test('limited transmit does not count in the flight that ssthresh is half of', () => {
  const story = flying().write(10).ack(1).ack(1).ack(1);
  // Twelve segments are out, but ten were when the first duplicate came.
  expect(story.windows).toEqual([5 + 3, 5]);
});

test('limited transmit stays within the window the receiver offers', () => {
  const story = new LossStory({ window: 10 * SIZE }).write(12);
  expect(story.left()).toHaveLength(10);
  expect(story.ack(1).ack(1).left()).toEqual([]);
});

test('each further duplicate inflates the window, and new data leaves once it is larger than the flight', () => {
  const story = flying().write(20).ack(1).ack(1).ack(1);
  story.left();
  // cwnd 8 with 12 out: the flight has to be outgrown first.
  for (const cwnd of [9, 10, 11, 12]) {
    expect(story.ack(1).left()).toEqual([]);
    expect(story.windows).toEqual([cwnd, 5]);
  }
  expect(story.ack(1).left()).toEqual([13]);
  expect(story.ack(1).left()).toEqual([14]);
});

test('a full acknowledgment ends recovery at ssthresh, or at what is out and one more', () => {
  const story = flying().ack(1).ack(1).ack(1).ack(11);
  expect(story.windows).toEqual([2, 5]);
  expect(story.view.phase).toBe('slow-start');
  expect(story.phases.slice(-2)).toEqual(['recovery duplicates', 'slow-start recovered']);
  const busy = flying().write(20).ack(1).ack(1).ack(1);
  for (let more = 0; more < 7; more++) busy.ack(1);
  busy.left();
  // 13 to 15 are still out, and the window is ssthresh at most.
  busy.ack(13);
  expect(busy.windows[0]).toBe(Math.min(5, 3 + 1));
});

test('each partial acknowledgment brings the next lost segment, one a round trip (RFC 6582)', () => {
  const story = flying().ack(1).ack(1).ack(1);
  story.left();
  expect(story.ack(3).left()).toEqual([3]);
  expect(story.ack(6).left()).toEqual([6]);
  expect(story.reasons).toEqual(['fast', 'partial', 'partial']);
  expect(story.view.phase).toBe('recovery');
  expect(story.ack(11).view.phase).toBe('slow-start');
});

test('only the first partial acknowledgment starts the timer anew', () => {
  const deadline = (story: LossStory): number => story.story.stack.rows()[0]!.deadline!;
  const story = flying()
    .after(100 * MS)
    .ack(1)
    .ack(1)
    .ack(1);
  story.after(100 * MS).ack(3);
  const first = deadline(story);
  expect(first).toBe(200 * MS + story.view.rto);
  story.after(100 * MS).ack(5);
  expect(deadline(story)).toBe(first);
});

test('reordering by two segments is not taken for a loss', () => {
  const story = flying().ack(1).ack(1).ack(4);
  expect(story.reasons).toEqual([]);
  expect(story.windows[0]).toBe(11);
});

test('duplicates that follow from a timeout do not begin a recovery (RFC 6582, “recover”)', () => {
  const story = flying().after(S);
  expect(story.left()).toEqual([1]);
  // The rest had arrived: what is sent again is acknowledged as duplicates.
  expect(story.ack(4).left()).toEqual([4, 5]);
  for (let more = 0; more < 5; more++) expect(story.ack(4).left()).toEqual([]);
  expect(story.view.phase).toBe('slow-start');
});

test('a segment with data, or with another window, is no duplicate', () => {
  const story = flying();
  for (const window of [60_000, 50_000, 40_000]) story.hears(ours(1), { window });
  story.receives(1, 3);
  expect(story.left()).toEqual([]);
  expect(story.view.duplicateAcknowledgments).toBe(0);
});

test('an acknowledgment when nothing is out is no duplicate', () => {
  const story = flying().ack(11).ack(11).ack(11).ack(11);
  expect(story.view.duplicateAcknowledgments).toBe(0);
  expect(story.phases).toEqual(['slow-start opened']);
});

test('the loss of the segment sent again is left to the timer, which then sends everything again', () => {
  const story = flying().ack(1).ack(1).ack(1);
  story.left();
  story.after(S);
  expect(story.left()).toEqual([1]);
  expect(story.windows).toEqual([1, 5]);
  expect(story.ack(2).left()).toEqual([2, 3]);
  expect(story.ack(11).view.phase).toBe('slow-start');
});

test('a FIN that is lost with the last segment is sent again with it', () => {
  const story = new LossStory().write(4);
  story.story.stack.shutdown(story.story.fd);
  story.left();
  story.ack(4).after(S);
  const again = story.segments();
  expect(again.map(({ sequence, payloadLength, flags }) => [sequence, payloadLength, flags & 1])).toEqual([
    [ours(4), SIZE, 1],
  ]);
});

test('three duplicates for a lost FIN alone send it again', () => {
  const story = new LossStory().write(3);
  story.left();
  story.story.stack.shutdown(story.story.fd);
  story.story.sent();
  story.ack(4).ack(4).ack(4).ack(4);
  const [again] = story.story.sent();
  expect([again!.sequence, again!.payloadLength, again!.flags & 1]).toEqual([ours(4), 0, 1]);
});

test('duplicates at the very end of what a timeout sent again do not begin one either', () => story()`
  given ESTABLISHED
  send(3, 14600) = 14600
  > . 1001(1460)
  > . 2461(1460)
  > . 3921(1460)
  > . 5381(1460)
  > . 6841(1460)
  > . 8301(1460)
  > . 9761(1460)
  > . 11221(1460)
  > . 12681(1460)
  > P. 14141(1460)
  +1 > . 1001(1460)
  // A spurious timeout: everything arrives after all.
  < . 2001(0) ack 2461
  > . 2461(1460)
  > . 3921(1460)
  < . 2001(0) ack 15601
  send(3, 8760) = 8760
  > . 15601(1460)
  > . 17061(1460)
  > . 18521(1460)
  < . 2001(0) ack 15601
  > . 19981(1460)
  < . 2001(0) ack 15601
  > . 21441(1460)
  < . 2001(0) ack 15601
  last(tcp.duplicate, count) = 3    // they answer what was sent twice
  < . 2001(0) ack 22901
  > P. 22901(1460)
`);
