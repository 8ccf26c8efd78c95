import { expect, test } from 'vitest';
import { noteDeparture, takeArrival, type Departures } from '#engine/transport/tcp/round-trips.ts';
import { ACK, SYN } from '#engine/wire/tcp.ts';
import { LossStory, MS, OURS, ours, S, THEIRS } from '#support/loss-story.ts';
import { story } from '#support/story.ts';
import { inSynSent } from '#support/transport-states.ts';

const measured = (story: LossStory): number[] =>
  story.story.stack.facts('tcp.rtt').map(({ detail }) => Number(detail!.measured));

test('with timestamps every acknowledgment is a measurement, to the nanosecond', () => {
  const story = new LossStory({ timestamps: true }).write(4);
  story.after(30 * MS + 123).hears(ours(2), { echo: 0 });
  story.after(5 * MS).hears(ours(3), { echo: 0 });
  story.after(5 * MS).hears(ours(5), { echo: 0 });
  expect(measured(story).slice(1)).toEqual([30 * MS + 123, 35 * MS + 123, 40 * MS + 123]);
});

test('without them one segment at a time is measured', () => {
  const story = new LossStory().write(4);
  story
    .after(30 * MS)
    .ack(2)
    .after(5 * MS)
    .ack(3)
    .after(5 * MS)
    .ack(5);
  expect(measured(story).slice(1)).toEqual([30 * MS]);
});

test('a path faster than the timestamp clock ticks is measured too', () => {
  const story = new LossStory({ timestamps: true }).write(1).after(200_000).ack(2);
  expect(measured(story).at(-1)).toBe(200_000);
});

test('of what was sent twice the echo says which time is meant (RFC 7323 §4.1)', () => {
  const late = new LossStory({ timestamps: true }).after(7 * MS).write(1);
  late.after(S + 40 * MS).hears(ours(2), { echo: 1007 });
  expect(measured(late).at(-1)).toBe(40 * MS);
  // The first one had come after all.
  const early = new LossStory({ timestamps: true }).after(7 * MS).write(1);
  early.after(S + 40 * MS).hears(ours(2), { echo: 7 });
  expect(measured(early).at(-1)).toBe(S + 40 * MS);
});

test('without timestamps what was sent twice says nothing, and the longer RTO stays (Karn)', () => {
  const story = new LossStory().write(1).after(S + 40 * MS);
  const before = measured(story).length;
  story.ack(2);
  expect(measured(story)).toHaveLength(before);
  expect(story.view.rto).toBe(2 * S);
  story
    .write(1)
    .after(50 * MS)
    .ack(3);
  expect(story.view.rto).toBe(S);
});

test('many measurements in a round trip count less each (RFC 7323, appendix G)', () => {
  const smooth = (segments: number): number => {
    const story = new LossStory({ timestamps: true, settings: { initialWindow: 100 } }).write(segments);
    return story.after(200 * MS).hears(ours(2), { echo: 0 }).view.srtt!;
  };
  // The SYN's round trip took no time. 20 segments are ten expected samples: a tenth of an eighth of the error.
  expect([smooth(2), smooth(20)]).toEqual([(200 * MS) / 8, (200 * MS) / 80]);
});

test('an echo from the future measures nothing', () => {
  const story = new LossStory({ timestamps: true }).write(1).after(10 * MS);
  const before = measured(story).length;
  story.hears(ours(2), { echo: 999_999 });
  expect(measured(story)).toHaveLength(before);
});

test('SRTT, RTTVAR and RTO follow the formulas of RFC 6298 §2', () => {
  const story = new LossStory({ settings: { retransmissionMinimum: 100 * MS } });
  story
    .write(1)
    .after(90 * MS)
    .ack(2);
  // The SYN was answered within no time: the first R was 0.
  expect(story.view).toMatchObject({ srtt: 11_250_000, rttvar: 22_500_000, rto: 101_250_000 });
  story
    .write(1)
    .after(60 * MS)
    .ack(3);
  const rttvar = Math.round(0.75 * 22_500_000 + 0.25 * (60 * MS - 11_250_000));
  const srtt = Math.round((7 / 8) * 11_250_000 + (1 / 8) * 60 * MS);
  expect(story.view).toMatchObject({ srtt, rttvar, rto: srtt + 4 * rttvar });
});

test('the RTO stays within the bounds that are set', () => {
  const story = new LossStory({ settings: { retransmissionMinimum: 300 * MS, retransmissionMaximum: 2 * S } });
  story
    .write(1)
    .after(10 * MS)
    .ack(2);
  expect(story.view.rto).toBe(300 * MS);
  story.write(1).after(20 * S);
  expect(story.view.rto).toBe(2 * S);
});

test('a SYN that was repeated makes data begin with three seconds and one segment (RFC 6298 §5.7, RFC 5681 §3.1)', () => {
  const story = inSynSent();
  story.after(S);
  const options = { maximumSegmentSize: 1000 };
  story.arrives({ flags: SYN | ACK, seq: THEIRS, ack: OURS + 1, options });
  expect(story.stack.view(story.fd)).toMatchObject({ rto: 3 * S, cwnd: 1000 });
});

test('a host that began with a longer timeout keeps it, for that was not too short', () => story({
  retransmissionInitial: 4e9,
  timestamps: false,
})`
  socket() = 3
  bind(3, 80) = 0
  connect(3, peer:4000) = EINPROGRESS
  > S 1000(0)
  +4 > S 1000(0)
  < S. 2000(0) ack 1001 <mss 1460>
  > . 1001(0) ack 2001
  view(3, rto) = 8000000000
`);

test('retries and time are given up as set, with ETIMEDOUT', () => {
  const story = new LossStory({ settings: { dataRetries: 3 } }).write(1);
  story.after(15 * S - 1);
  expect(story.view.state).toBe('ESTABLISHED');
  story.after(1);
  expect(story.left()).toEqual([1, 1, 1, 1]);
  expect(story.story.stack.recv(story.story.fd)).toBe('ETIMEDOUT');
});

test('a segment sent again leaves the times of those behind it as they were', () => {
  const departures: Departures = [];
  for (const [from, sent] of [
    [1, 10],
    [101, 20],
    [201, 30],
  ] as const) {
    noteDeparture(departures, from, from + 100, sent, sent);
  }
  noteDeparture(departures, 1, 101, 40, 40);
  expect(takeArrival(departures, 101, 40)).toBe(40);
  expect(takeArrival(departures, 201, 20)).toBe(20);
});
