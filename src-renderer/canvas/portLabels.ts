import type { DeviceRecord } from '#document/records.ts';
import { DEVICE_RADIUS } from './geometry.ts';
import { addressLines, textWidth, type Labels } from './labels.ts';
import type { ShownCable } from './shown.ts';

/** Size of the letters of a port's label, drawing units. */
export const PORT_LETTERS = 12;
/** …and on screen, px, below which it is not drawn. */
export const LEAST_PORT_LETTERS = 7;
/** Between two labels that stand side by side or one over the other at least, drawing units. */
const [SPACE, LEADING] = [6, 2];

/** The name of a port at its end of a cable, drawing units. */
export interface PortLabel {
  text: string;
  /** How far from the outline of its device along the cable. */
  offset: number;
  /** How far beside that point of the cable. */
  x: number;
  y: number;
}

/**
 * Where the names of the ports at both ends of a cable stand: on the same side of it, or, where it is too short for that,
 * on both. `bow`: as `cableBows` tells it. `letters`: their size.
 */
export function portLabels(
  { from, to, near, far }: Pick<ShownCable, 'from' | 'to' | 'near' | 'far'>,
  bow: number,
  labels: Labels,
  letters: number = PORT_LETTERS,
): { near: PortLabel; far: PortLabel; bothSides: boolean } {
  const first = { text: near, offset: offsetOf(from, to, labels), ...aside(near, from, to, bow, letters) };
  const last = { text: far, offset: offsetOf(to, from, labels), ...aside(far, from, to, bow, letters) };
  const bothSides = touch(first, last, from, to, letters);
  if (bothSides) [last.x, last.y] = [-last.x || 0, -last.y || 0];
  return { near: first, far: last, bothSides };
}

/**
 * How far from a device's outline the label of its port stands on a cable to `other`: behind the device's own label when
 * the cable passes under it, and never beyond the cable's first third.
 */
function offsetOf(device: DeviceRecord, other: DeviceRecord, labels: Labels): number {
  const [dx, dy] = [other.x - device.x, other.y - device.y];
  const under = dy > 0 && Math.abs(dx) < dy * 1.3;
  const wanted = under ? 34 + (1 + addressLines(device, labels).length) * 20 : 26;
  return Math.round(Math.max(20, Math.min(wanted, (Math.hypot(dx, dy) - 2 * DEVICE_RADIUS) * (under ? 0.6 : 0.36))));
}

/**
 * How far beside its cable the label of a port stands: clear of the line, above it, to the right of an upright one, and
 * outside where several cables fan out.
 */
function aside(
  text: string,
  from: DeviceRecord,
  to: DeviceRecord,
  bow: number,
  letters: number,
): { x: number; y: number } {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  // Across the cable, to the side to which it bows.
  let [x, y] = [dy / length, -dx / length];
  const steep = Math.abs(dy) > Math.abs(dx) * 4;
  if (bow < 0 || (bow === 0 && (steep ? x < 0 : y > 0))) [x, y] = [-x, -y];
  const clear = (Math.abs(x) * textWidth(text, letters)) / 2 + (Math.abs(y) * letters) / 2 + 3;
  return { x: Math.round(x * clear) || 0, y: Math.round(y * clear) || 0 };
}

/** Whether two labels on the same side of a cable would touch. */
function touch(near: PortLabel, far: PortLabel, from: DeviceRecord, to: DeviceRecord, letters: number): boolean {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const between = length - 2 * DEVICE_RADIUS - near.offset - far.offset;
  const across = Math.abs((dx / length) * between + far.x - near.x);
  const down = Math.abs((dy / length) * between + far.y - near.y);
  const widths = (textWidth(near.text, letters) + textWidth(far.text, letters)) / 2;
  return across < widths + SPACE && down < letters + LEADING;
}
