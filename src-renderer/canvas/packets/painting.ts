import type { FlightColumns } from '#contract/shapes.ts';
import { pointOn, type CurvePoint, type Curves, type Places } from '../geometry.ts';
import type { CanvasColors } from '../tokens.ts';
import { LABEL_HEIGHT, placeLabels, type DropLabel, type PlacedLabel } from './drop-labels.ts';
import type { DropMark } from './drops.ts';
import { drawEnvelope, ENVELOPE } from './envelope.ts';
import { flightPoint, HELD, WAITING } from './flights.ts';
import { flowMark, type FlowMark } from './flows.ts';
import { paintCount, paintHeld, paintStack } from './states.ts';

/** Where the drawing stands on screen: CSS px = drawing units × zoom + pan. */
export interface Viewport {
  zoom: number;
  x: number;
  y: number;
  /** CSS px. */
  width: number;
  height: number;
}

/** Everything one picture of the packets depends on. */
export interface Scene {
  viewport: Viewport;
  curves: Curves;
  places: Places;
  flights: FlightColumns | null;
  /** By index into PROTOCOLS, whether its packets are drawn. */
  drawn: readonly boolean[];
  /** Frames that wait at the near end of a direction of a cable, as far as that is known; else 0. */
  waiting(cable: string, direction: number): number;
  /** Simulated ns. */
  time: number;
  /** Wall ms, for what fades. */
  wall: number;
  chosen: number | null;
  drops: readonly DropMark[];
  colors: CanvasColors;
  /** False: nothing falls or fades (prefers-reduced-motion). */
  motion: boolean;
  /** A cable being drawn, drawing units. */
  rubber: { from: CurvePoint | { x: number; y: number }; to: { x: number; y: number }; lands: boolean } | null;
}

/** More packets than this are drawn as plain squares. */
const ENVELOPES_AT_MOST = 1500;
/** ms a drop takes to fall, and for how long it stays to be read. */
const FALL = 900;
export const DROP_STAY = 3200;

const pictures = new Map<string, HTMLCanvasElement>();

/** The picture of a packet at a scale, kept; forgotten with `forgetPictures` when colours change. */
function pictureOf(protocol: number, flow: FlowMark | null, scale: number, colors: CanvasColors): HTMLCanvasElement {
  const rounded = Math.round(scale * 8) / 8;
  const key = `${protocol} ${rounded} ${flow?.text ?? ''}`;
  let picture = pictures.get(key);
  if (!picture) {
    picture = document.createElement('canvas');
    picture.width = Math.ceil((ENVELOPE.width + 4) * rounded);
    picture.height = Math.ceil((ENVELOPE.height + 4) * rounded);
    const context = picture.getContext('2d')!;
    context.translate(picture.width / 2, picture.height / 2);
    context.scale(rounded, rounded);
    drawEnvelope(context, protocol, colors, flow);
    if (pictures.size > 500) pictures.clear();
    pictures.set(key, picture);
  }
  return picture;
}

export function forgetPictures(): void {
  pictures.clear();
}

/** Draws packets, drops and the cable in hand. `ratio`: device pixels a CSS pixel. */
export function paint(context: CanvasRenderingContext2D, scene: Scene, ratio: number): void {
  const { viewport } = scene;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, viewport.width, viewport.height);
  if (scene.rubber) paintRubber(context, scene);
  if (scene.flights) paintFlights(context, scene, scene.flights, ratio);
  // What is written comes last: no envelope covers it.
  const drops = scene.drops.filter(({ protocol }) => scene.drawn[protocol] !== false);
  const labels = drops.flatMap((drop) => paintDrop(context, scene, drop) ?? []);
  for (const label of placeLabels(labels)) paintLabel(context, scene, label);
}

function paintFlights(context: CanvasRenderingContext2D, scene: Scene, flights: FlightColumns, ratio: number): void {
  const { viewport, colors } = scene;
  if (flights.frame.length > ENVELOPES_AT_MOST) return paintSquares(context, scene, flights);
  const size = Math.min(2.5, Math.max(0.85, viewport.zoom));
  const here: CurvePoint = { x: 0, y: 0, dx: 0, dy: 0 };
  const queues = queuesOf(flights, scene.chosen);
  for (let i = 0; i < flights.frame.length; i++) {
    const state = flights.state[i];
    // Of a queue its first packet is drawn, with how many there are.
    const waiting = state === WAITING ? queues.get(i) : undefined;
    if (state === WAITING && !waiting) continue;
    const protocol = flights.protocol[i]!;
    if (!scene.drawn[protocol]) continue;
    if (!flightPoint(flights, i, scene.curves, scene.time, here)) continue;
    const x = here.x * viewport.zoom + viewport.x;
    const y = here.y * viewport.zoom + viewport.y;
    if (x < -40 || y < -40 || x > viewport.width + 40 || y > viewport.height + 40) continue;
    const flow = flights.flow?.[i] ?? 0;
    const picture = pictureOf(protocol, flow === 0 ? null : flowMark(flow), size * ratio, colors);
    const [width, height] = [picture.width / ratio, picture.height / ratio];
    if (waiting) paintStack(context, x, y, size, Math.min(waiting.count, 3), colors);
    context.drawImage(picture, x - width / 2, y - height / 2, width, height);
    if (waiting) {
      // The host tells only the first of a long queue; how many there are stands in the state of the cable.
      const count = Math.max(waiting.count, scene.waiting(flights.cables[flights.cable[i]!]!, flights.direction[i]!));
      paintCount(context, x, y, size, count, colors);
    }
    if (state === HELD) paintHeld(context, x, y, size, colors);
    if (scene.chosen !== null && (flights.packet[i] === scene.chosen || waiting?.chosen === true)) {
      context.strokeStyle = colors.focus;
      context.lineWidth = 2.5;
      context.beginPath();
      context.roundRect(x - width / 2 - 3, y - height / 2 - 3, width + 6, height + 6, 6);
      context.stroke();
    }
  }
}

/** Very many packets as squares: those of one colour are one shape, for a change of colour costs more than a square. */
function paintSquares(context: CanvasRenderingContext2D, scene: Scene, flights: FlightColumns): void {
  const { viewport, colors } = scene;
  const here: CurvePoint = { x: 0, y: 0, dx: 0, dy: 0 };
  const shapes = new Map<string, Path2D>();
  for (let i = 0; i < flights.frame.length; i++) {
    const protocol = flights.protocol[i]!;
    if (flights.state[i] === WAITING || !scene.drawn[protocol]) continue;
    if (!flightPoint(flights, i, scene.curves, scene.time, here)) continue;
    const x = here.x * viewport.zoom + viewport.x;
    const y = here.y * viewport.zoom + viewport.y;
    if (x < -4 || y < -4 || x > viewport.width + 4 || y > viewport.height + 4) continue;
    const flow = flights.flow?.[i] ?? 0;
    const fill = flow === 0 ? (colors.protocols[protocol]?.fill ?? colors.muted) : flowMark(flow).fill;
    let shape = shapes.get(fill);
    if (shape === undefined) shapes.set(fill, (shape = new Path2D()));
    // Whole pixels: an edge between two of them has to be mixed.
    shape.rect(Math.round(x) - 3, Math.round(y) - 3, 6, 6);
  }
  for (const [fill, shape] of shapes) {
    context.fillStyle = fill;
    context.fill(shape);
  }
}

/** A queue at a port: how many wait in it, and whether the chosen packet is one of them. */
interface Queue {
  count: number;
  chosen: boolean;
}

/** The queues, each by the index of its first packet. */
function queuesOf(flights: FlightColumns, chosen: number | null): Map<number, Queue> {
  const firsts = new Map<number, number>();
  const queues = new Map<number, Queue>();
  for (let i = 0; i < flights.frame.length; i++) {
    if (flights.state[i] !== WAITING) continue;
    const port = flights.cable[i]! * 2 + flights.direction[i]!;
    const first = firsts.get(port) ?? i;
    firsts.set(port, first);
    const queue = queues.get(first) ?? { count: 0, chosen: false };
    queue.count++;
    queue.chosen ||= flights.packet[i] === chosen;
    queues.set(first, queue);
  }
  return queues;
}

/** Draws what falls; what is to be written there is returned. */
function paintDrop(context: CanvasRenderingContext2D, scene: Scene, drop: DropMark): DropLabel | null {
  const { viewport, colors } = scene;
  const place = placeOfDrop(drop, scene);
  if (!place) return null;
  const age = drop.born === null ? 0 : scene.wall - drop.born;
  const falling = scene.motion && drop.born !== null;
  const fallen = falling ? Math.min(1, age / FALL) : 0.5;
  const fade = drop.born === null ? 1 : Math.max(0, Math.min(1, (DROP_STAY - age) / 600));
  const x = place.x * viewport.zoom + viewport.x;
  const y = place.y * viewport.zoom + viewport.y + fallen * fallen * 34 + 4;
  context.save();
  context.globalAlpha = fade;
  context.translate(x, y);
  if (falling) context.rotate(fallen * 0.6);
  const size = Math.min(1.3, Math.max(0.85, viewport.zoom)) * (drop.usual ? 0.7 : 1);
  context.scale(size, size);
  if (drop.usual) context.globalAlpha = fade * 0.6;
  drawEnvelope(context, drop.protocol, colors);
  context.strokeStyle = drop.usual ? colors.muted : colors.danger;
  context.lineWidth = 3;
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(-9, -9);
  context.lineTo(9, 9);
  context.moveTo(9, -9);
  context.lineTo(-9, 9);
  context.stroke();
  context.restore();
  context.font = fontOf(drop, scene);
  const width = context.measureText(drop.label).width + 12;
  // The label stays inside the drawing.
  const left = Math.max(6, Math.min(x - width / 2, viewport.width - width - 6));
  return { text: drop.label, left, top: y + 16, width, usual: drop.usual, fade };
}

function fontOf({ usual }: { usual: boolean }, { colors }: Scene): string {
  return `${usual ? 400 : 600} 11px ${colors.font}`;
}

function paintLabel(context: CanvasRenderingContext2D, scene: Scene, label: PlacedLabel): void {
  const { colors } = scene;
  const { left, top, usual, count, fade } = label;
  const text = count === 1 ? label.text : `${label.text} ×${count}`;
  context.save();
  context.globalAlpha = fade;
  context.font = fontOf(label, scene);
  const width = context.measureText(text).width + 12;
  context.fillStyle = colors.surface;
  context.strokeStyle = usual ? colors.border : colors.danger;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(left, top, width, LABEL_HEIGHT, 5);
  context.fill();
  context.stroke();
  context.fillStyle = usual ? colors.muted : colors.danger;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(text, left + 6, top + LABEL_HEIGHT / 2 + 0.5);
  context.restore();
}

/** A drop happens at the end of the cable it came by or somewhere along it, else at the device. */
function placeOfDrop(drop: DropMark, scene: Scene): { x: number; y: number } | null {
  const curve = drop.cable === null ? undefined : scene.curves.index.get(drop.cable);
  if (curve !== undefined) {
    if (typeof drop.end === 'number') {
      const there: CurvePoint = { x: 0, y: 0, dx: 0, dy: 0 };
      pointOn(scene.curves, curve, drop.end, there);
      return there;
    }
    const p = scene.curves.points;
    const at = curve * 6 + (drop.end === 'a' ? 0 : 4);
    return { x: p[at]!, y: p[at + 1]! };
  }
  return scene.places.get(drop.device) ?? null;
}

function paintRubber(context: CanvasRenderingContext2D, scene: Scene): void {
  const { viewport, colors, rubber } = scene;
  if (!rubber) return;
  const on = (point: { x: number; y: number }): [number, number] => [
    point.x * viewport.zoom + viewport.x,
    point.y * viewport.zoom + viewport.y,
  ];
  context.strokeStyle = colors.chosen;
  context.lineWidth = 2.5;
  context.setLineDash(rubber.lands ? [] : [7, 5]);
  context.beginPath();
  context.moveTo(...on(rubber.from));
  context.lineTo(...on(rubber.to));
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  context.arc(...on(rubber.to), 5, 0, Math.PI * 2);
  context.fillStyle = colors.chosen;
  context.fill();
}
