import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Scoreboard } from '#engine/transport/tcp/scoreboard.ts';
import {
  clearScoreboard,
  createScoreboard,
  forgetBefore,
  lostBelow,
  nextSegment,
  pipe,
  sackedWithin,
  takeBlocks,
} from '#engine/transport/tcp/scoreboard.ts';

const SEED = 20_269;
const SIZE = 100;
/** Where a story begins: the numbers wrap around in the middle of it. */
const UNA = 2 ** 32 - 1000;
const at = (offset: number): number => (UNA + offset) >>> 0;

/** 2000 bytes in flight from UNA on, of which these are known to have arrived. */
function board(...sacked: [number, number][]): Scoreboard {
  const made = createScoreboard(UNA);
  for (const [from, to] of sacked) takeBlocks(made, [[at(from), at(to)]], UNA, at(2000));
  return made;
}
const offsets = ({ sacked }: Scoreboard): [number, number][] =>
  sacked.map(({ from, to }) => [(from - UNA) >>> 0, (to - UNA) >>> 0]);

test('blocks that touch or overlap become one', () => {
  expect(offsets(board([500, 600], [700, 800], [600, 700]))).toEqual([[500, 800]]);
  expect(offsets(board([500, 600], [300, 400], [350, 550]))).toEqual([[300, 600]]);
});

test('only bytes not known before count as news', () => {
  const made = board([500, 600]);
  expect(takeBlocks(made, [[at(500), at(600)]], UNA, at(2000))).toBe(0);
  expect(takeBlocks(made, [[at(450), at(650)]], UNA, at(2000))).toBe(100);
});

test('a block below the acknowledgment, above what was sent, empty or turned round is not taken', () => {
  const made = board();
  const blocks = [
    [-200, -100],
    [-100, 100],
    [0, 100],
    [1900, 2100],
    [300, 300],
    [400, 300],
  ] as const;
  for (const [left, right] of blocks) expect(takeBlocks(made, [[at(left), at(right)]], UNA, at(2000))).toBe(0);
  expect(made.sacked).toEqual([]);
});

test('the cumulative acknowledgment takes what lies before it off the board', () => {
  const made = board([300, 400], [600, 800]);
  forgetBefore(made, at(700));
  expect(offsets(made)).toEqual([[700, 800]]);
});

test('three ranges above a hole mean it is lost, two do not', () => {
  expect(lostBelow(board([200, 210], [400, 410]), UNA, SIZE)).toBe(UNA);
  expect(lostBelow(board([200, 210], [400, 410], [600, 610]), UNA, SIZE)).toBe(at(200));
});

test('more than two segments’ worth above a hole mean it is lost, just two do not', () => {
  expect(lostBelow(board([200, 400]), UNA, SIZE)).toBe(UNA);
  expect(lostBelow(board([200, 401]), UNA, SIZE)).toBe(at(200));
});

test('pipe leaves out what arrived and what is lost, and counts what was sent again', () => {
  const made = board([100, 500]);
  // Lost: 0 … 99. Not lost: 500 … 1999.
  expect(pipe(made, UNA, at(2000), SIZE)).toBe(1500);
  made.highestRetransmitted = at(100);
  expect(pipe(made, UNA, at(2000), SIZE)).toBe(1600);
});

test('what is sent again though it is not lost counts twice', () => {
  const made = board([100, 300]);
  made.highestRetransmitted = at(100);
  expect(pipe(made, UNA, at(2000), SIZE)).toBe(1800 + 100);
});

test('next is the first lost hole (rule 1), then new data (2), then holes not lost (3)', () => {
  const made = board([100, 200], [300, 400], [500, 600], [700, 800]);
  // Lost below 300, with three ranges above.
  expect(nextSegment(made, UNA, at(2000), SIZE, true)).toEqual({ rule: 1, range: { from: UNA, to: at(100) } });
  made.highestRetransmitted = at(100);
  expect(nextSegment(made, UNA, at(2000), SIZE, true)).toEqual({ rule: 1, range: { from: at(200), to: at(300) } });
  made.highestRetransmitted = at(300);
  expect(nextSegment(made, UNA, at(2000), SIZE, true)).toEqual({ rule: 2 });
  expect(nextSegment(made, UNA, at(2000), SIZE, false)).toEqual({ rule: 3, range: { from: at(400), to: at(500) } });
});

test('when nothing else is left the last segment is sent once to the rescue (rule 4)', () => {
  const made = board([100, 500]);
  made.highestRetransmitted = at(100);
  made.rescue = at(100);
  // Not before the first one sent again is acknowledged.
  expect(nextSegment(made, UNA, at(2000), SIZE, false)).toBeNull();
  forgetBefore(made, at(500));
  made.highestRetransmitted = at(500);
  expect(nextSegment(made, at(500), at(2000), SIZE, false)).toEqual({
    rule: 4,
    range: { from: at(1900), to: at(2000) },
  });
  made.rescue = at(2000);
  expect(nextSegment(made, at(500), at(2000), SIZE, false)).toBeNull();
});

test('the rescue leaves out a tail that has arrived, and does not begin in what lies before it', () => {
  const made = board([300, 1950], [1990, 2000]);
  made.highestRetransmitted = at(1990);
  expect(nextSegment(made, UNA, at(2000), SIZE, false)).toEqual({
    rule: 4,
    range: { from: at(1950), to: at(1990) },
  });
});

test('a timeout forgets everything', () => {
  const made = board([300, 400]);
  made.rescue = at(50);
  clearScoreboard(made, at(10));
  expect(made).toEqual({ sacked: [], highestRetransmitted: at(10), rescue: null });
});

test(`the board agrees with one bit a byte, whatever blocks come (seed ${SEED})`, () => {
  const block = fc.tuple(fc.integer({ min: -20, max: 220 }), fc.integer({ min: -20, max: 220 }));
  const step = fc.record({ block, forward: fc.integer({ min: 0, max: 12 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const made = createScoreboard(UNA);
      const bits = new Set<number>();
      let una = 0;
      for (const { block: both, forward } of steps) {
        const [left, right] = both;
        const known = takeBlocks(made, [[at(left), at(right)]], at(una), at(200));
        const before = bits.size;
        if (left > una && right <= 200) for (let byte = left; byte < right; byte++) bits.add(byte);
        expect(known).toBe(bits.size - before);
        una = Math.min(200, una + forward);
        forgetBefore(made, at(una));
        for (const byte of bits) if (byte < una) bits.delete(byte);
        expect(sackedWithin(made, at(una), at(200))).toBe(bits.size);
        for (let index = 1; index < made.sacked.length; index++) {
          expect((made.sacked[index]!.from - made.sacked[index - 1]!.to) | 0).toBeGreaterThan(0);
        }
        // IsLost, byte by byte, as RFC 6675 §2 defines it.
        const lost = (lostBelow(made, at(una), 10) - UNA) | 0;
        for (let byte = una; byte < 200; byte++) {
          if (bits.has(byte)) continue;
          const above = [...bits].filter((one) => one > byte);
          const ranges = above.filter((one) => !bits.has(one - 1)).length;
          expect(byte < lost).toBe(ranges >= 3 || above.length > 20);
        }
      }
    }),
    { seed: SEED, numRuns: 150 },
  );
});
