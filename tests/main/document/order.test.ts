import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNames, ordered } from '#document/order.ts';
import { starterDocument } from '#document/starter.ts';

const seed = 20261124;
const names = fc.oneof(fc.string({ maxLength: 8 }), fc.stringMatching(/^[a-z]{0,2}\d{0,3}[a-z]?\d{0,2}$/));

describe('names in order', () => {
  it('count as a person does', () => {
    expect(['pc10', 'pc2', 'hub', 'pc1', 'pc', 'hub1'].sort(compareNames)).toEqual([
      'hub',
      'hub1',
      'pc',
      'pc1',
      'pc2',
      'pc10',
    ]);
  });
  it('are never equal unless they are the same', () => {
    expect(compareNames('pc01', 'pc1')).not.toBe(0);
    expect(compareNames('pc1', 'pc1')).toBe(0);
  });
  it(`are in one order, whichever are compared first (seed ${seed})`, () => {
    fc.assert(
      fc.property(names, names, names, (a, b, c) => {
        expect(Math.sign(compareNames(a, b))).toBe(-Math.sign(compareNames(b, a)) + 0);
        if (compareNames(a, b) <= 0 && compareNames(b, c) <= 0) expect(compareNames(a, c)).toBeLessThanOrEqual(0);
      }),
      { seed, numRuns: 2000 },
    );
  });
});

describe('records in order', () => {
  it('stand by type, then by id', () => {
    const { records } = starterDocument();
    expect(ordered([...records].reverse()).map(({ id }) => id)).toEqual([
      ...['hub1', 'pc1', 'pc2', 'router1', 'server1', 'switch1'],
      ...['cable1', 'cable2', 'cable3', 'cable4', 'cable5'],
      ...['ping', 'tcp-client', 'tcp-server'],
    ]);
  });
});
