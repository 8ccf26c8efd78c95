import { describe, expect, it } from 'vitest';
import { FORMS, lineOf, newShape, PAINTS, stretched } from '#document/drawn-shape.ts';
import { readDocument } from '#document/read.ts';
import type { ShapeRecord } from '#document/records.ts';
import { validateRecords } from '#document/validate.ts';
import { writeDocument } from '#document/write.ts';

const at = { x: 100, y: 50 };
const rectangle = newShape('rectangle', '', at, new Map());
const arrow = newShape('arrow', '', at, new Map());
const nameOf = (shape: unknown): string | undefined => {
  const checked = validateRecords([shape]);
  return 'problems' in checked ? checked.problems[0]!.name : undefined;
};

describe('a shape', () => {
  it.each(FORMS)('that is a new %s can be saved and read again as it is', (form) => {
    const shape = newShape(form, 'DMZ', at, new Map());
    const text = writeDocument({ format: 'hopscope', version: 1, title: '', seed: 1, records: [shape] });
    expect(readDocument(text)).toMatchObject({ document: { records: [shape] } });
  });

  it('has a line of its own for neighbouring paints, unless another was chosen', () => {
    const lines = PAINTS.map((paint) => lineOf({ paint }));
    lines.forEach((line, index) => expect(line).not.toBe(lines[(index + 1) % lines.length]));
    expect(lineOf({ paint: 'red', line: 'solid' })).toBe('solid');
  });

  it.each([
    [{ width: 5 }, 'out-of-range'],
    [{ height: -40 }, 'out-of-range'],
    [{ width: 20_000 }, 'out-of-range'],
    [{ form: 'star' }, 'unknown-choice'],
    [{ paint: '#ff0000' }, 'unknown-choice'],
    [{ filled: 'yes' }, 'wrong-type'],
    [{ size: 3 }, 'unknown-field'],
  ])('is refused with %o as %s', (field, name) => expect(nameOf({ ...rectangle, ...field })).toBe(name));

  it('that is a line may go any way, but not nowhere', () => {
    expect(nameOf({ ...arrow, width: -80, height: -20 })).toBeUndefined();
    expect(nameOf({ ...arrow, width: 0, height: 3 })).toBe('out-of-range');
  });

  it('is stretched between two corners either way round; a line keeps its direction', () => {
    const box = stretched(rectangle, { x: 90, y: 70 }, { x: 10, y: 10 });
    expect(box).toMatchObject({ x: 50, y: 40, width: 80, height: 60 });
    expect(stretched(arrow, { x: 90, y: 70 }, { x: 10, y: 10 })).toMatchObject({ width: -80, height: -60 });
  });

  it('stays valid however it is stretched', () => {
    for (const shape of [rectangle, arrow]) {
      const cases: ShapeRecord[] = [
        stretched(shape, at, at),
        stretched(shape, { x: -90_000, y: 0 }, { x: 90_000, y: 1 }),
      ];
      for (const one of cases) expect(nameOf(one)).toBeUndefined();
    }
  });
});
