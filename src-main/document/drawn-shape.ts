import { choice, flag, number, optional, text, type Check, type Optional, type Place } from './check.ts';
import { LIMITS } from './limits.ts';
import { Numbering } from './numbering.ts';
import type { RecordMap } from './diff.ts';
import type { Placement, ShapeForm, ShapeLine, ShapePaint, ShapeRecord } from './records.ts';

/** What can be drawn, in the order of the palette. */
export const FORMS = ['rectangle', 'ellipse', 'line', 'arrow', 'text'] as const satisfies ShapeForm[];
/** Each paint with the line that belongs to it alone: paints that look alike to somebody differ in their lines. */
export const PAINT_LINES = {
  grey: 'solid',
  blue: 'dashed',
  green: 'dotted',
  orange: 'long-dashed',
  red: 'dash-dotted',
  purple: 'dash-dot-dotted',
} as const satisfies Record<ShapePaint, ShapeLine>;
export const PAINTS = Object.keys(PAINT_LINES) as readonly ShapePaint[];
export const LINES = [
  'solid',
  'dashed',
  'dotted',
  'long-dashed',
  'dash-dotted',
  'dash-dot-dotted',
  'none',
] as const satisfies ShapeLine[];

/** Least width and height of a box, and the most either way, drawing units. */
export const [LEAST_SIZE, MOST_SIZE] = [10, 10_000];

/** Fields of a shape besides where it is. */
export const drawnShape: Record<string, Check<unknown> | Optional<unknown>> = {
  form: choice(FORMS),
  width: number(-MOST_SIZE, MOST_SIZE),
  height: number(-MOST_SIZE, MOST_SIZE),
  paint: choice(PAINTS),
  line: optional(choice(LINES)),
  filled: flag,
  text: text(0, LIMITS.note),
};

/** Whether a form is a line from corner to corner, whose width and height are signed. */
export function isLine(form: ShapeForm): boolean {
  return form === 'line' || form === 'arrow';
}

/** The line a shape is drawn with. */
export function lineOf({ line, paint }: Pick<ShapeRecord, 'line' | 'paint'>): ShapeLine {
  return line ?? PAINT_LINES[paint];
}

/** A box has a size; a line has a length. */
export function checkShape({ form, width, height }: ShapeRecord, place: Place): void {
  if (isLine(form)) {
    if (Math.hypot(width, height) >= LEAST_SIZE) return;
    place.at('width').report('out-of-range', { least: LEAST_SIZE, most: MOST_SIZE, value: width });
    return;
  }
  for (const [field, value] of Object.entries({ width, height })) {
    if (value >= LEAST_SIZE) continue;
    place.at(field).report('out-of-range', { least: LEAST_SIZE, most: MOST_SIZE, value });
  }
}

const SIZES: Record<ShapeForm, readonly [number, number]> = {
  rectangle: [240, 160],
  ellipse: [240, 160],
  line: [200, 0],
  arrow: [200, 0],
  text: [160, 30],
};

/** A new shape of the usual size, its middle at a place. `text`: what a label says; other forms begin without one. */
export function newShape(form: ShapeForm, text: string, at: Placement, existing: RecordMap): ShapeRecord {
  const [width, height] = SIZES[form];
  return {
    type: 'shape',
    id: new Numbering(existing).name('shape'),
    x: at.x,
    y: at.y,
    form,
    width,
    height,
    paint: form === 'text' ? 'grey' : 'blue',
    ...(form === 'text' ? { line: 'none' as const } : {}),
    filled: form === 'rectangle' || form === 'ellipse',
    text: form === 'text' ? text : '',
  };
}

/** The shape with its box between two corners, either way round; a line keeps its direction from the first to the second. Whole units. */
export function stretched(shape: ShapeRecord, from: Placement, to: Placement): ShapeRecord {
  const [left, top, right, bottom] = [from.x, from.y, to.x, to.y].map(Math.round) as [number, number, number, number];
  const clamped = (size: number): number => Math.max(-MOST_SIZE, Math.min(MOST_SIZE, size));
  let [width, height] = [clamped(right - left), clamped(bottom - top)];
  if (isLine(shape.form)) {
    if (Math.hypot(width, height) < LEAST_SIZE) width = LEAST_SIZE;
  } else {
    width = Math.max(LEAST_SIZE, Math.abs(width));
    height = Math.max(LEAST_SIZE, Math.abs(height));
  }
  return { ...shape, x: (left + right) / 2, y: (top + bottom) / 2, width, height };
}
