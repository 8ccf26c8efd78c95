import { describe, expect, it } from 'vitest';
import { everySort } from '#support/exchanges.ts';

describe('a scan of frames', () => {
  const { trace } = everySort().timeline;
  const ids = [...new Set(Array.from({ length: trace.length }, (_, k) => trace.frame(k + 1)))].filter((id) => id > 0);

  function expectSame(order: readonly number[]): void {
    const scan = trace.scanFrames();
    for (const id of order) {
      const frame = trace.frameOf(id)!;
      expect(scan.read(id)).toBe(true);
      expect(scan.length).toBe(frame.length);
      expect([...scan.head]).toEqual([...frame.bytes().subarray(0, scan.head.length)]);
      if (id % 50 === 0) expect([...scan.bytes()]).toEqual([...frame.bytes()]);
    }
  }

  it('tells of each frame the bytes at its beginning, and how long it is', () => {
    expect(ids.length).toBeGreaterThan(200);
    expectSame([...ids].sort((a, b) => a - b));
  });

  it('does so in any order', () => {
    expectSame([...ids].sort((a, b) => b - a));
    expectSame([...ids].sort((a, b) => ((a * 7919) % 1009) - ((b * 7919) % 1009)));
  });

  it('knows no frame that there is not', () => {
    expect(trace.scanFrames().read(10_000_000)).toBe(false);
  });
});
