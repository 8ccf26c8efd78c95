import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cubeRoot } from '#engine/transport/tcp/congestion/cube-root.ts';

const SEED = 20_268;

test('the cube root of a cube is exact, and that of one less is one less', () => {
  for (const root of [1, 2, 3, 10, 99, 4096, 208_063]) {
    expect(cubeRoot(root ** 3)).toBe(root);
    expect(cubeRoot(root ** 3 - 1)).toBe(root - 1);
  }
  expect(cubeRoot(0)).toBe(0);
});

test(`it is the largest number whose cube is not too large (seed ${SEED})`, () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (value) => {
      const root = BigInt(cubeRoot(value));
      expect(root ** 3n <= BigInt(value) && (root + 1n) ** 3n > BigInt(value)).toBe(true);
    }),
    { seed: SEED, numRuns: 2000 },
  );
});
