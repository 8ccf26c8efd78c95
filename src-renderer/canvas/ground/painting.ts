import type { CableStanding } from '../../stores/network.ts';
import { DEVICE_SIZE, pointOn, type CurvePoint, type Curves, type Places } from '../geometry.ts';
import { LANE } from '../packets/flights.ts';
import type { Viewport } from '../packets/painting.ts';
import type { CanvasColors } from '../tokens.ts';

/** One cable in one direction that a packet or connection uses. */
export interface Leg {
  cable: string;
  direction: 0 | 1;
  /** Whether it was used up to the cursor; else it will be. */
  taken: boolean;
}

/** A device that let copies of a frame leave everywhere. */
export interface Pulse {
  device: string;
  /** Wall ms at which it was seen; null: it stays while time stands. */
  born: number | null;
}

/** Everything a picture of what lies under the drawing depends on. */
export interface GroundScene {
  viewport: Viewport;
  curves: Curves;
  places: Places;
  /** Empty: use of cables is not shown. */
  use: ReadonlyMap<string, CableStanding>;
  /** Empty: queues are not shown. */
  queues: ReadonlyMap<string, CableStanding>;
  path: readonly Leg[];
  /** The device at which the chosen event happened; null: at none. What is put away is where its box is. */
  here: string | null;
  pulses: readonly Pulse[];
  /** Wall ms. */
  wall: number;
  colors: CanvasColors;
  /** False: nothing grows or fades (prefers-reduced-motion). */
  motion: boolean;
}

/** ms in which a ring grows. */
export const PULSE = 700;
/** Thickness of a cable that is busy all the time, drawing units, and of one that has sent anything at all. */
const [WIDEST, NARROWEST] = [16, 2.5];
/** Shares of use from which on a cable is drawn as busy, and as full. */
export const [BUSY, FULL] = [0.5, 0.9];
/** Least share that is written beside the cable. */
const WRITTEN = 0.005;
/** Distance between the arrows of a path, CSS px. */
const ARROWS = 34;
/** The part of a cable they stand on: the names of its ports are beside the rest, and would hide them. */
const [FIRST, LAST] = [0.3, 0.7];
/** How far those of each direction stand from the middle between two, as a share of that: where both are used they alternate. */
const APART = 0.25;
/** Thickness of the band under a way that was taken, drawing units. */
const WAY = 8;
/** How far the disc behind a device reaches beyond it, drawing units. */
const AROUND_HERE = 8;
/** Bars of a queue, each for a part of what fits in. */
const BARS = 5;

/** Draws the place and the way of what is chosen, rings, use and queues. `ratio`: device pixels a CSS pixel. */
export function paintGround(context: CanvasRenderingContext2D, scene: GroundScene, ratio: number): void {
  const { viewport } = scene;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, viewport.width, viewport.height);
  if (scene.here !== null) paintHere(context, scene, scene.here);
  for (const pulse of scene.pulses) paintPulse(context, scene, pulse);
  for (const [cable, standing] of scene.use) paintUse(context, scene, cable, standing);
  for (const cable of new Set(scene.path.filter(({ taken }) => taken).map(({ cable }) => cable))) {
    paintWay(context, scene, cable);
  }
  for (const leg of scene.path) paintLeg(context, scene, leg);
  for (const [cable, standing] of scene.queues) {
    paintQueue(context, scene, cable, 0, standing.waitingThere, standing.roomThere);
    paintQueue(context, scene, cable, 1, standing.waitingBack, standing.roomBack);
  }
}

/** How thick a direction of a cable is drawn that was busy for a share of the time, drawing units; thin use is seen too. */
export function thicknessOf(share: number): number {
  return share <= 0 ? 0 : NARROWEST + (WIDEST - NARROWEST) * Math.sqrt(Math.min(1, share));
}

function paintUse(context: CanvasRenderingContext2D, scene: GroundScene, cable: string, standing: CableStanding): void {
  const { viewport, colors } = scene;
  for (const direction of [0, 1] as const) {
    const share = direction === 0 ? standing.busyThere : standing.busyBack;
    const width = thicknessOf(share);
    // Each direction keeps to its right, as the packets do; the cable lies between them.
    const points = width === 0 ? null : laneOf(scene, cable, direction, 1.5 + width / 2);
    if (points === null) continue;
    context.strokeStyle = share >= FULL ? colors.danger : share >= BUSY ? colors.warning : colors.chosen;
    context.globalAlpha = 0.42;
    context.lineWidth = width * viewport.zoom;
    // What is full is hatched across: seen without colour.
    context.setLineDash(share >= FULL ? [6, 2] : []);
    context.beginPath();
    context.moveTo(points[0]!, points[1]!);
    context.quadraticCurveTo(points[2]!, points[3]!, points[4]!, points[5]!);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
    if (share < WRITTEN || viewport.zoom < 0.55) continue;
    const beside = laneOf(scene, cable, direction, 1.5 + width + 9)!;
    // A little nearer to where it is sent, so that the two directions do not stand on each other.
    const along = direction === 0 ? 0.45 : 0.55;
    const [x, y] = onCurve(beside, along);
    context.font = `600 11px ${colors.font}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineWidth = 3;
    context.strokeStyle = colors.ground;
    const text = `${share < 0.095 ? Math.round(share * 1000) / 10 : Math.round(share * 100)} %`;
    context.strokeText(text, x, y);
    context.fillStyle = share >= FULL ? colors.danger : share >= BUSY ? colors.warning : colors.text2;
    context.fillText(text, x, y);
  }
}

/** A cable of the way that was taken: a band of its colour under it. */
function paintWay(context: CanvasRenderingContext2D, scene: GroundScene, cable: string): void {
  const points = laneOf(scene, cable, 0, 0);
  if (points === null) return;
  const { viewport, colors } = scene;
  context.strokeStyle = colors.chosen;
  context.globalAlpha = 0.42;
  context.lineWidth = WAY * viewport.zoom;
  context.beginPath();
  context.moveTo(points[0]!, points[1]!);
  context.quadraticCurveTo(points[2]!, points[3]!, points[4]!, points[5]!);
  context.stroke();
  context.globalAlpha = 1;
}

function paintLeg(context: CanvasRenderingContext2D, scene: GroundScene, { cable, direction, taken }: Leg): void {
  const { viewport, colors } = scene;
  // On the cable and not beside it as the packets: there is written what a cable does.
  const points = laneOf(scene, cable, direction, 0);
  if (points === null) return;
  const length = Math.hypot(points[4]! - points[0]!, points[5]! - points[1]!);
  const count = Math.max(1, Math.floor((length * (LAST - FIRST)) / ARROWS));
  const size = Math.min(9, Math.max(5, 8 * viewport.zoom));
  for (let index = 0; index < count; index++) {
    const share = (index + 0.5 + (direction === 0 ? APART : -APART)) / count;
    const at = FIRST + (LAST - FIRST) * share;
    const [x, y] = onCurve(points, at);
    const [nx, ny] = onCurve(points, Math.min(1, at + 0.01));
    const angle = Math.atan2(ny - y, nx - x) + (direction === 0 ? 0 : Math.PI);
    context.save();
    context.translate(x, y);
    context.rotate(angle);
    context.beginPath();
    context.moveTo(size, 0);
    context.lineTo(-size * 0.7, -size * 0.75);
    context.lineTo(-size * 0.7, size * 0.75);
    context.closePath();
    if (taken) {
      context.fillStyle = colors.chosen;
      context.fill();
    } else {
      context.fillStyle = colors.ground;
      context.fill();
      context.strokeStyle = colors.chosen;
      context.lineWidth = 1.5;
      context.stroke();
    }
    context.restore();
  }
}

/** A queue at the near end of a direction: bars for how full it is, and how many wait of how many may. */
function paintQueue(
  context: CanvasRenderingContext2D,
  scene: GroundScene,
  cable: string,
  direction: 0 | 1,
  waiting: number,
  room: number,
): void {
  if (waiting <= 0) return;
  const { viewport, colors } = scene;
  const points = laneOf(scene, cable, direction, LANE + 9);
  if (points === null || viewport.zoom < 0.35) return;
  const length = Math.hypot(points[4]! - points[0]!, points[5]! - points[1]!) || 1;
  const inward = Math.min(0.3, (22 * viewport.zoom) / length);
  const [x, y] = onCurve(points, direction === 0 ? inward : 1 - inward);
  if (x < -60 || y < -60 || x > viewport.width + 60 || y > viewport.height + 60) return;
  const full = room > 0 && waiting >= room;
  const filled = Math.max(1, Math.min(BARS, Math.ceil((waiting / Math.max(1, room)) * BARS)));
  const text = room > 0 ? `${waiting}/${room}` : String(waiting);
  context.font = `600 11px ${colors.font}`;
  const width = context.measureText(text).width + 24;
  const [left, top] = [x - width / 2, y - 11];
  context.beginPath();
  context.roundRect(left, top, width, 22, 5);
  context.fillStyle = colors.surface;
  context.fill();
  context.strokeStyle = full ? colors.danger : colors.border;
  context.lineWidth = full ? 2 : 1;
  context.stroke();
  for (let bar = 0; bar < BARS; bar++) {
    context.fillStyle = bar < filled ? (full ? colors.danger : colors.warning) : colors.border;
    context.fillRect(left + 5, top + 16.5 - bar * 3.2, 10, 2);
  }
  context.fillStyle = full ? colors.danger : colors.text;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(text, left + 19, top + 11.5);
}

/** A soft disc behind the device. On this sheet it costs no redrawing of the drawing, as a mark of the device itself would. */
function paintHere(context: CanvasRenderingContext2D, { places, viewport, colors }: GroundScene, device: string): void {
  const place = places.get(device);
  if (place === undefined) return;
  context.globalAlpha = 0.16;
  context.fillStyle = colors.chosen;
  context.beginPath();
  const [x, y] = [place.x * viewport.zoom + viewport.x, place.y * viewport.zoom + viewport.y];
  context.arc(x, y, (DEVICE_SIZE / 2 + AROUND_HERE) * viewport.zoom, 0, Math.PI * 2);
  context.fill();
  context.globalAlpha = 1;
}

/** Copies leave on all ports: a ring that grows around the device, two that stay where nothing is to move. */
function paintPulse(context: CanvasRenderingContext2D, scene: GroundScene, { device, born }: Pulse): void {
  const { viewport, colors } = scene;
  const place = scene.places.get(device);
  if (place === undefined) return;
  const grown = scene.motion && born !== null ? Math.min(1, Math.max(0, (scene.wall - born) / PULSE)) : 0.4;
  const [x, y] = [place.x * viewport.zoom + viewport.x, place.y * viewport.zoom + viewport.y];
  context.strokeStyle = colors.chosen;
  for (const [start, width] of [
    [36, 2.5],
    [28, 1.5],
  ] as const) {
    context.globalAlpha = scene.motion && born !== null ? 0.75 * (1 - grown) : 0.6;
    context.lineWidth = width;
    context.setLineDash([5, 4]);
    context.beginPath();
    context.arc(x, y, (start + 30 * grown) * viewport.zoom, 0, Math.PI * 2);
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

const here: CurvePoint = { x: 0, y: 0, dx: 0, dy: 0 };

/**
 * The curve of one direction of a cable, CSS px: `aside` drawing units to its right. From end a to end b for both, so that
 * a place on it means the same. Null: the cable is not drawn, or far outside of what is seen.
 */
function laneOf(scene: GroundScene, cable: string, direction: 0 | 1, aside: number): number[] | null {
  const { viewport, curves } = scene;
  const index = curves.index.get(cable);
  if (index === undefined) return null;
  const side = direction === 0 ? aside : -aside;
  const points: number[] = [];
  for (const fraction of [0, 0.5, 1]) {
    pointOn(curves, index, fraction, here);
    points.push((here.x - here.dy * side) * viewport.zoom + viewport.x);
    points.push((here.y + here.dx * side) * viewport.zoom + viewport.y);
  }
  const [x1, y1, mx, my, x2, y2] = points as [number, number, number, number, number, number];
  const outside =
    Math.max(x1, x2, mx) < -20 ||
    Math.max(y1, y2, my) < -20 ||
    Math.min(x1, x2, mx) > viewport.width + 20 ||
    Math.min(y1, y2, my) > viewport.height + 20;
  // A quadratic curve passes halfway between its chord and its control point.
  return outside ? null : [x1, y1, 2 * mx - (x1 + x2) / 2, 2 * my - (y1 + y2) / 2, x2, y2];
}

function onCurve(p: readonly number[], at: number): [number, number] {
  const rest = 1 - at;
  return [
    rest * rest * p[0]! + 2 * rest * at * p[2]! + at * at * p[4]!,
    rest * rest * p[1]! + 2 * rest * at * p[3]! + at * at * p[5]!,
  ];
}
