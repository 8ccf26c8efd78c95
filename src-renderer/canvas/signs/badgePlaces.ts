import type { Placement } from '#document/records.ts';
import { boxAt, type Box } from '../extents.ts';
import { cableBows, DEVICE_SIZE, pointOn, type CurvePoint, type Curves } from '../geometry.ts';
import { textWidth, type Labels } from '../labels.ts';
import { PORT_LETTERS, portLabels, type PortLabel } from '../portLabels.ts';
import type { ShownCable } from '../shown.ts';

/** Where the badges of a device stand: the lower corner of their row that is nearest to the device, px of the screen. */
export interface BadgeSpot extends Placement {
  /** The side of the device on which the row begins, and away from which it grows. */
  side: 'left' | 'right';
}

/** Steps from the middle of a device to that corner, drawing units. */
const [ASIDE, UP] = [DEVICE_SIZE * 0.36, DEVICE_SIZE * 0.34];
/** Side of what of a device's picture they leave free, drawing units. */
const HEART = DEVICE_SIZE * 0.6;

/** Where the labels of ports stand at both ends of each cable, drawing units, by what the cable ends at. */
export function portLabelBoxes(cables: readonly ShownCable[], curves: Curves, labels: Labels): Map<string, Box[]> {
  const boxes = new Map<string, Box[]>();
  if (!labels.ports) return boxes;
  const bows = cableBows(cables.map(({ cable }) => cable));
  const put = (id: string, box: Box): void => void boxes.set(id, [...(boxes.get(id) ?? []), box]);
  const point: CurvePoint = { x: 0, y: 0, dx: 0, dy: 0 };
  for (const shown of cables) {
    const { cable } = shown;
    const index = curves.index.get(cable.id);
    if (index === undefined) continue;
    const bow = bows.get(cable.id) ?? 0;
    const label = ({ text, offset, x, y }: PortLabel, along: (share: number) => number): Box => {
      pointOn(curves, index, along(Math.min(0.4, offset / lengthOf(curves, index))), point);
      return boxAt({ x: point.x + x, y: point.y + y }, textWidth(text, PORT_LETTERS), PORT_LETTERS);
    };
    const { near, far } = portLabels(shown, bow, labels);
    const ends = [label(near, (share) => share), label(far, (share) => 1 - share)];
    // A short cable brings the label of its other end near too.
    for (const box of ends) {
      put(cable.a.device, box);
      put(cable.b.device, box);
    }
  }
  return boxes;
}

/** From end to end, drawing units. */
function lengthOf({ points }: Curves, index: number): number {
  const [x1, y1, , , x2, y2] = points.subarray(index * 6, index * 6 + 6);
  return Math.hypot(x2! - x1!, y2! - y1!) || 1;
}

/** A row of badges, or what is seen of the drawing, px of the screen. */
export interface Size {
  width: number;
  height: number;
}

/**
 * The spot for badges of a device that stands at `device` px: above it to the right, else to the left, else higher, so that
 * nothing of `taken` (labels of ports, a handle) lies under them; within `view`, where the device is. `row`: the largest
 * there may be, so that a row does not wander as badges come and go.
 */
export function badgeSpot(device: Placement, zoom: number, row: Size, taken: readonly Box[], view: Size): BadgeSpot {
  const inView = device.x >= 0 && device.x <= view.width && device.y >= 0 && device.y <= view.height;
  const within = (place: number, from: number, to: number): number =>
    // Whole pixels: small letters stay sharp.
    Math.round(inView ? Math.max(from, Math.min(place, to)) : place);
  const spots = [0, row.height + 3].flatMap((higher): BadgeSpot[] => {
    const y = within(device.y - UP * zoom - higher, row.height, view.height);
    return [
      { x: within(device.x + ASIDE * zoom, 0, view.width - row.width), y, side: 'right' },
      { x: within(device.x - ASIDE * zoom, row.width, view.width), y, side: 'left' },
    ];
  });
  const kept = [...taken, boxAt(device, HEART * zoom)];
  let best = spots[0]!;
  let least = Infinity;
  for (const spot of spots) {
    const left = spot.side === 'right' ? spot.x : spot.x - row.width;
    const here = { left, right: left + row.width, top: spot.y - row.height, bottom: spot.y };
    const covered = kept.reduce((sum, box) => sum + sharedArea(here, box), 0);
    if (covered < least) [best, least] = [spot, covered];
    if (covered === 0) break;
  }
  return best;
}

function sharedArea(one: Box, other: Box): number {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return Math.max(0, width) * Math.max(0, height);
}
