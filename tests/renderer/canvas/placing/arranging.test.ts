import { describe, expect, it } from 'vitest';
import { newShape } from '#document/drawn-shape.ts';
import type { DocumentRecord } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { aligned, distributed, outlines, type Moves } from '#renderer/canvas/placing/arranging.ts';

const starter = new Map(starterDocument().records.map((record) => [record.id, record]));
const wide = { ...newShape('rectangle', '', { x: 0, y: 0 }, new Map()), width: 200, height: 40 };
const boxes = [
  { id: 'a', left: 0, top: 0, right: 60, bottom: 60 },
  { id: 'b', left: 100, top: 30, right: 300, bottom: 70 },
  { id: 'c', left: 150, top: 200, right: 210, bottom: 260 },
];
/** The boxes after the moves. */
const after = (moves: Moves) =>
  boxes.map(({ id, left, top, right, bottom }) => {
    const { dx, dy } = moves.get(id)!;
    return { left: left + dx, top: top + dy, right: right + dx, bottom: bottom + dy };
  });

describe('aligning', () => {
  it('brings edges of things of different size onto the outermost one', () => {
    expect(after(aligned(boxes, 'left')).map(({ left }) => left)).toEqual([0, 0, 0]);
    expect(after(aligned(boxes, 'right')).map(({ right }) => right)).toEqual([300, 300, 300]);
    expect(after(aligned(boxes, 'top')).map(({ top }) => top)).toEqual([0, 0, 0]);
    expect(after(aligned(boxes, 'bottom')).map(({ bottom }) => bottom)).toEqual([260, 260, 260]);
  });

  it('brings middles onto the middle of all', () => {
    expect(after(aligned(boxes, 'centre')).map(({ left, right }) => (left + right) / 2)).toEqual([150, 150, 150]);
    expect(after(aligned(boxes, 'middle')).map(({ top, bottom }) => (top + bottom) / 2)).toEqual([130, 130, 130]);
  });

  it('moves along one axis only', () => {
    for (const { dy } of aligned(boxes, 'left').values()) expect(dy).toBe(0);
    for (const { dx } of aligned(boxes, 'middle').values()) expect(dx).toBe(0);
  });
});

describe('distributing', () => {
  it('makes gaps alike and leaves the outermost where they are', () => {
    const moved = after(distributed(boxes, 'down'));
    expect([moved[0]!.top, moved[2]!.bottom]).toEqual([0, 260]);
    expect(moved[1]!.top - moved[0]!.bottom).toBe(moved[2]!.top - moved[1]!.bottom);
  });

  it('does nothing with two', () => {
    expect(distributed(boxes.slice(0, 2), 'across').size).toBe(0);
  });
});

describe('what is arranged', () => {
  it('is devices, notes and shapes by their pictures, never cables', () => {
    const records = new Map<string, DocumentRecord>(starter).set(wide.id, wide);
    const found = outlines(['pc1', 'cable1', wide.id], records);
    expect(found.map(({ id, left, right }) => [id, right - left])).toEqual([
      ['pc1', 60],
      [wide.id, 200],
    ]);
  });

  it('is a group as a whole, and what is in it not once more', () => {
    const group: DocumentRecord = { type: 'group', id: 'group1', name: 'x', members: ['pc1', 'pc2'], collapsed: false };
    const [only, ...more] = outlines(['group1', 'pc1'], new Map(starter).set('group1', group));
    expect(more).toEqual([]);
    expect(only!.bottom - only!.top).toBeGreaterThan(200);
  });
});
