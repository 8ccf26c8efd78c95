import { expect, test } from 'vitest';
import { LossStory, MS, ours, S, SIZE } from '#support/loss-story.ts';

/** Ten segments are out, and both ends speak SACK. */
const flying = (settings = {}, segments = 10): LossStory => {
  const story = new LossStory({ sack: true, settings: { initialWindow: segments, ...settings } }).write(segments);
  expect(story.left()).toHaveLength(segments);
  return story;
};

test('three reports of single segments send the lost one, and the window is half the flight', () => {
  const story = flying().ack(1, [2, 2]).ack(1, [2, 3]);
  expect(story.left()).toEqual([]);
  expect(story.ack(1, [2, 4]).left()).toEqual([1]);
  expect(story.windows).toEqual([5, 5]);
  expect(story.phases).toEqual(['slow-start opened', 'recovery sack']);
});

test('one report of more than two segments is evidence enough (IsLost)', () => {
  expect(flying().ack(1, [2, 3]).left()).toEqual([]);
  expect(flying().ack(1, [2, 4]).left()).toEqual([1]);
});

test('one report of three separate segments is evidence enough', () => {
  expect(flying().ack(1, [3, 3], [5, 5]).left()).toEqual([]);
  expect(flying().ack(1, [3, 3], [5, 5], [7, 7]).left()).toEqual([1]);
});

test('four lost segments are all repaired in one round trip', () => {
  const story = flying();
  // 1, 2, 3 and 4 are lost; 5 to 10 arrive.
  expect(story.ack(1, [5, 5]).left()).toEqual([]);
  expect(story.ack(1, [5, 6]).left()).toEqual([]);
  // Three lie above: four are lost, three are still on the way. 5 - 3 leaves room for two.
  expect(story.ack(1, [5, 7]).left()).toEqual([1, 2]);
  expect(story.ack(1, [5, 8]).left()).toEqual([3]);
  expect(story.ack(1, [5, 9]).left()).toEqual([4]);
  expect(story.ack(1, [5, 10]).left()).toEqual([]);
  story.ack(11);
  expect(story.reasons).toEqual(['fast', 'sack', 'sack', 'sack']);
  expect(story.windows).toEqual([5, 5]);
  expect(story.phases.at(-1)).toBe('avoidance recovered');
});

test('holes come before new data, and new data goes on when there are none', () => {
  const story = flying().write(10).ack(1, [3, 3], [5, 5], [7, 7]);
  // Limited transmit is not asked: recovery begins at once. Lost: 1 and 2. Pipe: 4, 6, 8, 9, 10.
  expect(story.left()).toEqual([1]);
  expect(story.ack(1, [3, 3], [5, 5], [7, 8]).left()).toEqual([2]);
  expect(story.ack(1, [3, 3], [5, 5], [7, 10]).left()).toEqual([4, 6, 11]);
  expect(story.ack(4, [5, 5], [7, 10]).left()).toEqual([12, 13]);
});

test('what is reported while duplicates are counted makes room for new data (RFC 6675 §5, step 3)', () => {
  const story = flying().write(10);
  expect(story.ack(1, [2, 2]).left()).toEqual([11]);
  expect(story.ack(1, [2, 3]).left()).toEqual([12]);
  expect(story.windows).toEqual([10, null]);
});

test('with limited transmit off it makes none', () => {
  const story = flying({ limitedTransmit: false }).write(10);
  expect(story.ack(1, [2, 2]).ack(1, [2, 3]).left()).toEqual([]);
});

test('an acknowledgment without news in its blocks is no duplicate', () => {
  const story = flying();
  for (let more = 0; more < 10; more++) story.ack(1, [2, 2]);
  expect(story.view.duplicateAcknowledgments).toBe(1);
  expect(story.left()).toEqual([]);
});

test('blocks count also in a segment that carries data, moves the window or acknowledges something', () => {
  const story = flying().ack(2, [3, 3]).ack(2, [3, 4]);
  story.hears(ours(2), { blocks: [[ours(3), ours(6)]], window: 40_000 });
  expect(story.left()).toEqual([2]);
});

test('reordering by two segments is not taken for a loss', () => {
  const story = flying().ack(1, [2, 2]).ack(1, [2, 3]).ack(4).ack(11);
  expect(story.reasons).toEqual([]);
  expect(story.phases).toEqual(['slow-start opened']);
});

test('the last segment is sent once to the rescue when nothing else may leave', () => {
  const story = flying();
  // 1 and 10 are lost; 2 to 9 arrive.
  story.ack(1, [2, 4]);
  story.ack(1, [2, 9]);
  expect(story.left()).toEqual([1]);
  // The acknowledgment of 1 leaves only 10 out, of which nothing is known.
  expect(story.ack(10).left()).toEqual([10]);
  expect(story.reasons).toEqual(['fast', 'rescue']);
  expect(story.ack(11).phases.at(-1)).toBe('avoidance recovered');
});

test('a hole is filled up to what arrived, never over it', () => {
  const story = flying();
  story.hears(ours(1), { blocks: [[ours(1) + 400, ours(5)]] });
  expect(story.left()).toEqual(['1:400']);
});

test('recovery ends when everything sent before it is acknowledged, not sooner', () => {
  const story = flying().write(5).ack(1, [2, 4]);
  story.left();
  story.ack(1, [2, 10]);
  expect(story.left()).toEqual([11, 12, 13, 14]);
  expect(story.ack(10, [12, 12]).view.phase).toBe('recovery');
  expect(story.ack(11, [12, 12]).view.phase).toBe('avoidance');
});

test('a second loss in one recovery does not halve again', () => {
  const story = flying({}, 20).ack(1, [2, 4]);
  expect(story.windows).toEqual([10, 10]);
  story.ack(1, [2, 4], [6, 10]).ack(5, [6, 12]);
  expect(story.windows).toEqual([10, 10]);
  expect(story.left()).toContain(5);
});

test('a timeout forgets what was reported: a receiver may have thrown it away (RFC 2018 §8)', () => {
  const story = flying().ack(1, [2, 4]);
  story.left();
  story.after(S);
  expect(story.left()).toEqual([1]);
  expect(story.view).toMatchObject({ sacked: 0, phase: 'slow-start', cwnd: SIZE });
  // The receiver has indeed nothing any more.
  expect(story.ack(2).left()).toEqual([2, 3]);
  expect(story.ack(4).left()).toEqual([4, 5, 6]);
});

test('after a timeout what is reported anew is not sent again', () => {
  const story = flying().after(S);
  expect(story.left()).toEqual([1]);
  expect(story.ack(2, [5, 8]).left()).toEqual([2, 3]);
  expect(story.ack(4, [5, 8]).left()).toEqual([4, 9, 10]);
});

test('after a timeout there is no new recovery before everything sent by then is acknowledged', () => {
  const story = flying().after(S);
  story.left();
  story.ack(1, [2, 5]).ack(1, [2, 7]).ack(1, [2, 9]);
  expect(story.view.phase).toBe('slow-start');
  expect(story.reasons).toEqual(['timeout']);
});

test('what TCP_INFO shows adds up: flight, sacked, lost, sent again, pipe', () => {
  const story = flying().ack(1, [3, 5]);
  expect(story.left()).toEqual([1]);
  // 1 and 2 are lost, 3 to 5 arrived, 6 to 10 are on their way, and 1 again.
  expect(story.view).toMatchObject({
    flight: 10 * SIZE,
    sacked: 3 * SIZE,
    lost: 2 * SIZE,
    retransmitted: SIZE,
    pipe: 6 * SIZE,
    retransmittedSegments: 1,
  });
});

test('the threshold is what the flight was before duplicates let more go', () => {
  const story = flying().write(10).ack(1, [2, 2]).ack(1, [2, 3]);
  expect(story.left()).toEqual([11, 12]);
  expect(story.ack(1, [2, 4]).windows).toEqual([5, 5]);
});

test('an end that was not asked for SACK is repaired without it, whatever blocks its peer sends', () => {
  const story = new LossStory({ sack: false }).write(10);
  story.left();
  story.hears(ours(1), { blocks: [[ours(2), ours(8)]] });
  expect(story.left()).toEqual([]);
  expect(story.view.sacked).toBe(0);
});

test('blocks of what was never sent, or turned round, are not believed', () => {
  const story = flying();
  story.hears(ours(1), { blocks: [[ours(5), ours(30)]] });
  story.hears(ours(1), { blocks: [[ours(9), ours(3)]] });
  story.hears(ours(1), { blocks: [[ours(1) - 5000, ours(1) - 1000]] });
  expect(story.view).toMatchObject({ sacked: 0, duplicateAcknowledgments: 0 });
});

test('a report of a duplicate (D-SACK) is no news to the sender', () => {
  const story = flying().ack(5);
  story.left();
  for (let more = 0; more < 4; more++) story.hears(ours(5), { blocks: [[ours(2), ours(3)]] });
  expect(story.reasons).toEqual([]);
  expect(story.view.duplicateAcknowledgments).toBe(0);
});

test('a write during recovery leaves only as the pipe allows', () => {
  const story = flying().ack(1, [2, 4]);
  expect(story.left()).toEqual([1]);
  // Pipe: 5 to 10 and 1 again are seven, cwnd is five.
  expect(story.write(3).left()).toEqual([]);
  expect(story.ack(1, [2, 6]).left()).toEqual([]);
  expect(story.ack(1, [2, 7]).left()).toEqual([11]);
});

test('new data in recovery stays within the window the receiver offers', () => {
  const story = new LossStory({ sack: true, window: 10 * SIZE }).write(12);
  story.left();
  story.ack(1, [2, 4]);
  story.ack(1, [2, 10]);
  expect(story.left()).toEqual([1]);
  expect(story.ack(11).left()).toEqual([11, 12]);
});

test('the timer goes on while recovery lasts, and a timeout ends it', () => {
  const story = flying()
    .after(10 * MS)
    .ack(1, [2, 4]);
  story.left();
  story.after(2 * S);
  expect(story.reasons).toContain('timeout');
  expect(story.view).toMatchObject({ phase: 'slow-start', ssthresh: 5 * SIZE });
});
