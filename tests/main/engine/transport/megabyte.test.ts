import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TransportSettings } from '#engine/transport/transport.ts';
import { conversation } from '#support/conversation.ts';

const SEED = 20_270;
const MEGABYTE = 1_000_000;
const S = 1_000_000_000;
/** A bad line: 20 ms and up to 10 more each way, so that packets overtake each other. */
const LINE = { delay: 20_000_000, loss: 0.05, duplication: 0.05, jitter: 10_000_000, bitErrors: 0.01 };
/**
 * Between 11 and 21 s is what it takes: at 6 % loss the window stays near four segments, and now and then a segment is lost
 * twice and has to wait for the timer.
 */
const PATIENCE = 100 * S;

/**
 * Every pair of values of every two of the seven factors, in eight runs: the columns are an orthogonal array of strength
 * two (Taguchi's L8).
 */
const RUNS = [
  [0, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, 1, 1, 1, 1],
  [0, 1, 1, 0, 0, 1, 1],
  [0, 1, 1, 1, 1, 0, 0],
  [1, 0, 1, 0, 1, 0, 1],
  [1, 0, 1, 1, 0, 1, 0],
  [1, 1, 0, 0, 1, 1, 0],
  [1, 1, 0, 1, 0, 0, 1],
] as const;

const settingsOf = ([control, sack, timestamps, scale, nagle, delay, ecn]: readonly (0 | 1)[]): TransportSettings => ({
  congestionControl: control === 0 ? 'newreno' : 'cubic',
  sack: sack === 1,
  timestamps: timestamps === 1,
  windowScale: scale === 1 ? 'auto' : 'off',
  receiveBuffer: 131_072,
  sendBuffer: 131_072,
  nagle: nagle === 1,
  acknowledgmentDelay: delay === 1 ? 40_000_000 : 0,
  ecn: ecn === 1,
});

const words = (settings: TransportSettings): string => {
  const { congestionControl, sack, timestamps, windowScale, nagle, acknowledgmentDelay, ecn } = settings;
  const on = { SACK: sack, timestamps, scaling: windowScale === 'auto', Nagle: nagle, ECN: ecn };
  const names = Object.entries(on).flatMap(([name, is]) => (is ? [name] : []));
  return [congestionControl, ...names, ...(acknowledgmentDelay === 0 ? [] : ['delayed ACK'])].join(', ');
};

test('the eight runs hold every pair of values of every two factors', () => {
  for (let one = 0; one < 7; one++) {
    for (let other = one + 1; other < 7; other++) {
      expect(new Set(RUNS.map((run) => `${run[one]}${run[other]}`)).size).toBe(4);
    }
  }
});

RUNS.forEach((run, index) => {
  const settings = settingsOf(run);
  const seed = SEED + index;
  test(`a megabyte each way arrives byte for byte over a bad line: ${words(settings)} (seed ${seed})`, () => {
    const totals: [number, number] = [MEGABYTE, MEGABYTE];
    const talk = { line: LINE, seed, totals, pieces: [50_000, 40_000] as [number, number], until: PATIENCE };
    const { pair, client, server } = conversation({ ...talk, settings: [settings, settings] });
    const arrived = { written: MEGABYTE, read: MEGABYTE, wrong: 0, ended: true, closed: true, failure: null };
    expect({ client, server }).toMatchObject({ client: arrived, server: arrived });
    // The line did its worst, and what was asked for was done.
    for (const stack of [pair.a, pair.b]) {
      const reasons = new Set(stack.facts('tcp.retransmitted').map(({ detail }) => detail!.why));
      expect(reasons).toContain(run[1] === 1 ? 'sack' : 'fast');
      expect(stack.facts('tcp.congestion').some(({ detail }) => detail!.phase === 'recovery')).toBe(true);
    }
  });
});

test(`any two hosts understand each other, however they are set (seed ${SEED})`, () => {
  const settings = fc.record<TransportSettings>({
    profile: fc.constantFrom('standard', 'linux'),
    congestionControl: fc.constantFrom('newreno', 'cubic', 'none', 'fixed'),
    fixedWindow: fc.constantFrom(1, 8, 40),
    initialWindow: fc.constantFrom(1, 4, 10, 50),
    byteCountingLimit: fc.constantFrom(1, 2, 1000),
    limitedTransmit: fc.boolean(),
    restartAfterIdle: fc.boolean(),
    sack: fc.boolean(),
    duplicateSack: fc.boolean(),
    timestamps: fc.boolean(),
    ecn: fc.boolean(),
    nagle: fc.boolean(),
    windowScale: fc.constantFrom<number | 'auto' | 'off'>('auto', 'off', 0, 3, 14),
    segmentSize: fc.constantFrom(null, 40, 536, 1000),
    receiveBuffer: fc.constantFrom(2000, 10_000, 65_535, 1_000_000),
    sendBuffer: fc.constantFrom(3000, 20_000, 200_000),
    acknowledgmentDelay: fc.constantFrom(0, 40_000_000, 200_000_000),
    acknowledgeEvery: fc.constantFrom(1, 2, 5),
    retransmissionMinimum: fc.constantFrom(50_000_000, 200_000_000, S),
    initialSequenceNumber: fc.constantFrom(null, 0, 2 ** 31 - 5000, 2 ** 32 - 5000),
  });
  fc.assert(
    fc.property(fc.tuple(settings, settings), fc.integer({ min: 0, max: 2 ** 32 - 1 }), (both, seed) => {
      const total = Math.min(...both.map(({ segmentSize }) => segmentSize ?? 1460)) < 100 ? 10_000 : 60_000;
      const { pair, client, server } = conversation({
        line: LINE,
        seed,
        totals: [total, total],
        pieces: [7000, 30_000],
        settings: both,
        until: 60 * PATIENCE,
      });
      const arrived = { written: total, read: total, wrong: 0, ended: true, closed: true, failure: null };
      expect({ client, server }).toMatchObject({ client: arrived, server: arrived });
      for (const stack of [pair.a, pair.b]) {
        const { state } = stack.data;
        expect([...state.connections.values()].filter((one) => one.state !== 'TIME-WAIT')).toEqual([]);
      }
    }),
    { seed: SEED, numRuns: 60 },
  );
});
