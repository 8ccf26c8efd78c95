/**
 * The drawn network: a picture of the document with packets on it. This room turns gestures into commands; it never
 * decides what the network is or does.
 */
import { isLine } from '#document/drawn-shape.ts';
import type { CableRecord, DeviceRecord, DocumentRecord, Placement, ShapeRecord } from '#document/records.ts';

/** Side of a device's picture, drawing units. */
export const DEVICE_SIZE = 60;
/** Where the handle for pulling cables stands, from the middle of a device that is not drawn small: drawing units. */
export const HANDLE_AT: Placement = { x: 40, y: -30 };
/** Distance from the middle of a device to where its cables seem to begin. */
export const DEVICE_RADIUS = 35;
/** Distance between neighbouring cables of the same two devices, at their middles. */
const CABLE_SPREAD = 34;

/** Positions of devices and notes by id, as they are drawn just now. */
export type Places = ReadonlyMap<string, Placement>;

/**
 * How far a cable bows out at its middle, drawing units: 0 for the only cable between two devices; several fan out.
 * To the left of the way from the device with the smaller id to the other, so that both directions agree.
 */
export function cableBows(cables: Iterable<CableRecord>): Map<string, number> {
  const pairs = new Map<string, CableRecord[]>();
  for (const cable of cables) {
    const pair = [cable.a.device, cable.b.device].sort().join(' ');
    const together = pairs.get(pair);
    if (together) together.push(cable);
    else pairs.set(pair, [cable]);
  }
  const bows = new Map<string, number>();
  for (const together of pairs.values()) {
    together.forEach((cable, index) => {
      const side = cable.a.device <= cable.b.device ? 1 : -1;
      bows.set(cable.id, (index - (together.length - 1) / 2) * CABLE_SPREAD * side || 0);
    });
  }
  return bows;
}

/** Numbers a cable takes in a table of curves: both ends on the devices' outlines, and the control point between. */
export const CURVE_NUMBERS = 6;

/** The curves of many cables, one after another, and where each stands. */
export interface Curves {
  index: ReadonlyMap<string, number>;
  /** x1 y1 cx cy x2 y2 for each cable: a quadratic curve, drawing units. */
  points: Float64Array;
}

/** The curves of all cables between devices whose places are known. */
export function curvesOf(cables: readonly CableRecord[], places: Places): Curves {
  const bows = cableBows(cables);
  const index = new Map<string, number>();
  const points = new Float64Array(cables.length * CURVE_NUMBERS);
  let count = 0;
  for (const cable of cables) {
    const a = places.get(cable.a.device);
    const b = places.get(cable.b.device);
    if (!a || !b) continue;
    writeCurve(points, count * CURVE_NUMBERS, a, b, bows.get(cable.id) ?? 0);
    index.set(cable.id, count++);
  }
  return { index, points: points.subarray(0, count * CURVE_NUMBERS) };
}

function writeCurve(points: Float64Array, at: number, a: Placement, b: Placement, bow: number): void {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(dx, dy) || 1;
  // A quadratic curve passes halfway between its chord and its control point.
  const cx = (a.x + b.x) / 2 + (dy / length) * bow * 2;
  const cy = (a.y + b.y) / 2 - (dx / length) * bow * 2;
  const from = outline(a, { x: cx, y: cy }, length);
  const to = outline(b, { x: cx, y: cy }, length);
  points[at] = from.x;
  points[at + 1] = from.y;
  points[at + 2] = cx;
  points[at + 3] = cy;
  points[at + 4] = to.x;
  points[at + 5] = to.y;
}

/** Where a line from the middle of a device towards a point leaves its picture. Devices on top of each other share it. */
function outline(from: Placement, towards: Placement, length: number): Placement {
  const [dx, dy] = [towards.x - from.x, towards.y - from.y];
  const distance = Math.hypot(dx, dy) || 1;
  const step = Math.min(DEVICE_RADIUS, length * 0.4) / distance;
  return { x: from.x + dx * step, y: from.y + dy * step };
}

/** A place on a curve and the direction there. */
export interface CurvePoint {
  x: number;
  y: number;
  /** Unit vector along the curve, from a to b. */
  dx: number;
  dy: number;
}

/** The point at a fraction 0 (end a) … 1 (end b) of the curve at `index`, written into `into`. */
export function pointOn(curves: Curves, index: number, fraction: number, into: CurvePoint): CurvePoint {
  const p = curves.points;
  const at = index * CURVE_NUMBERS;
  const rest = 1 - fraction;
  into.x = rest * rest * p[at]! + 2 * rest * fraction * p[at + 2]! + fraction * fraction * p[at + 4]!;
  into.y = rest * rest * p[at + 1]! + 2 * rest * fraction * p[at + 3]! + fraction * fraction * p[at + 5]!;
  const dx = rest * (p[at + 2]! - p[at]!) + fraction * (p[at + 4]! - p[at + 2]!);
  const dy = rest * (p[at + 3]! - p[at + 1]!) + fraction * (p[at + 5]! - p[at + 3]!);
  const length = Math.hypot(dx, dy) || 1;
  into.dx = dx / length;
  into.dy = dy / length;
  return into;
}

/** The topmost device (or note) under a point, or null. `reach`: how far from its middle still counts. */
export function deviceAt(
  devices: readonly { id: string }[],
  places: Places,
  point: Placement,
  reach: number = DEVICE_SIZE * 0.75,
): string | null {
  let nearest: string | null = null;
  let least = reach;
  for (const { id } of devices) {
    const place = places.get(id);
    if (!place) continue;
    const distance = Math.max(Math.abs(place.x - point.x), Math.abs(place.y - point.y));
    if (distance <= least) {
      least = distance;
      nearest = id;
    }
  }
  return nearest;
}

/** The cable nearest to a point, by its id, if it passes within `reach` drawing units; else null. */
export function cableAt(curves: Curves, point: Placement, reach: number): string | null {
  const here: CurvePoint = { x: 0, y: 0, dx: 0, dy: 0 };
  let nearest: string | null = null;
  let least = reach;
  for (const [id, index] of curves.index) {
    for (let step = 0; step <= CURVE_STEPS; step++) {
      pointOn(curves, index, step / CURVE_STEPS, here);
      // Along the curve any place between two steps counts, across it the distance.
      const [dx, dy] = [point.x - here.x, point.y - here.y];
      const along = Math.abs(dx * here.dx + dy * here.dy);
      const across = Math.abs(dx * here.dy - dy * here.dx);
      if (across > least || along > stepLength(curves, index) + reach) continue;
      least = across;
      nearest = id;
    }
  }
  return nearest;
}

/** The smallest shape at a point; a line by how near it passes. Null: none. */
export function shapeAt(shapes: readonly ShapeRecord[], point: Placement): string | null {
  let found: string | null = null;
  let least = Infinity;
  for (const { id, form, x, y, width, height } of shapes) {
    const [dx, dy] = [point.x - x, point.y - y];
    const area = Math.abs(width * height);
    const near = isLine(form)
      ? distanceToLine({ x: dx, y: dy }, width / 2, height / 2) <= LINE_REACH
      : Math.abs(dx) <= width / 2 && Math.abs(dy) <= height / 2;
    if (near && area < least) [found, least] = [id, area];
  }
  return found;
}

/** Drawing units from a line at which the pointer still means it. */
const LINE_REACH = 8;

/** How far a point is from the line between (−w, −h) and (w, h). */
function distanceToLine({ x, y }: Placement, w: number, h: number): number {
  const along = Math.max(-1, Math.min(1, (x * w + y * h) / (w * w + h * h || 1)));
  return Math.hypot(x - along * w, y - along * h);
}

/** Steps in which a curve is searched: between two of them it is as good as straight. */
const CURVE_STEPS = 24;

/** Half the way from one step to the next, drawing units, at most. */
function stepLength({ points }: Curves, index: number): number {
  const [x1, y1, cx, cy, x2, y2] = points.subarray(index * CURVE_NUMBERS, (index + 1) * CURVE_NUMBERS);
  return (Math.hypot(cx! - x1!, cy! - y1!) + Math.hypot(x2! - cx!, y2! - cy!)) / CURVE_STEPS;
}

/** Distance kept between new devices, drawing units. */
const ROOM = 120;

/** The place nearest to `wanted`, on a spiral of squares, that keeps clear of everything drawn. */
export function freePlaceNear(wanted: Placement, records: Iterable<DocumentRecord>): Placement {
  const taken = [...records].filter((record): record is DeviceRecord => 'x' in record);
  const clear = (x: number, y: number): boolean =>
    taken.every((other) => Math.abs(other.x - x) >= ROOM || Math.abs(other.y - y) >= ROOM);
  for (let ring = 0; ring < 200; ring++) {
    for (let i = -ring; i <= ring; i++) {
      for (const [dx, dy] of [
        [i, -ring],
        [ring, i],
        [i, ring],
        [-ring, i],
      ] as const) {
        const [x, y] = [wanted.x + dx * ROOM, wanted.y + dy * ROOM];
        if (clear(x, y)) return { x: Math.round(x), y: Math.round(y) };
      }
    }
  }
  return { x: Math.round(wanted.x), y: Math.round(wanted.y) };
}
