import { describe, expect, it } from 'vitest';
import { LABEL_HEIGHT, placeLabels, type DropLabel } from '#renderer/canvas/packets/drop-labels.ts';

const label = (text: string, left: number, top: number): DropLabel => ({
  text,
  left,
  top,
  width: 60,
  usual: false,
  fade: 1,
});

describe('labels of drops', () => {
  it('that say the same at one place become one that counts', () => {
    const [one, ...more] = placeLabels([label('collision', 10, 100), label('collision', 14, 129)]);
    expect(more).toEqual([]);
    expect(one).toMatchObject({ text: 'collision', count: 2, top: 129 });
  });

  it('that say something else make room for each other', () => {
    const placed = placeLabels([label('collision', 10, 100), label('fragment', 30, 105), label('queue full', 20, 110)]);
    expect(placed.map(({ count }) => count)).toEqual([1, 1, 1]);
    const tops = placed.map(({ top }) => top);
    for (let at = 1; at < tops.length; at++) expect(tops[at]! - tops[at - 1]!).toBeGreaterThanOrEqual(LABEL_HEIGHT);
  });

  it('that are far apart stay where they are', () => {
    const apart = [label('collision', 10, 100), label('collision', 300, 100), label('collision', 10, 300)];
    expect(placeLabels(apart)).toEqual([apart[0], apart[1], apart[2]].map((one) => ({ ...one, count: 1 })));
  });
});
