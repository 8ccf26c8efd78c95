import type { FlightColumns } from '#contract/shapes.ts';
import { pointOn, type CurvePoint, type Curves } from '../geometry.ts';

/** What `FlightColumns.state` says. */
export const [HELD, WAITING] = [1, 2];

/** Distance of packets from the middle of their cable, drawing units: each direction keeps to its right. */
export const LANE = 11;
/** How far behind the beginning of their cable, inside the device, those that wait to be sent stand. */
export const QUEUE_BACK = 26;

/** Where the packet at `index` is at a simulated time. False: its cable is not drawn. */
export function flightPoint(
  flights: FlightColumns,
  index: number,
  curves: Curves,
  time: number,
  into: CurvePoint,
): boolean {
  const curve = curves.index.get(flights.cables[flights.cable[index]!]!);
  if (curve === undefined) return false;
  const back = flights.direction[index] === 1;
  const done = doneOf(flights, index, time);
  pointOn(curves, curve, back ? 1 - done : done, into);
  const side = back ? -1 : 1;
  const behind = flights.state[index] === WAITING ? QUEUE_BACK * side : 0;
  into.x -= into.dy * LANE * side + into.dx * behind;
  into.y += into.dx * LANE * side - into.dy * behind;
  return true;
}

/** How much of its way a packet has gone, 0 … 1: none while it waits in a queue, and no more while it is held. */
function doneOf(flights: FlightColumns, index: number, time: number): number {
  const state = flights.state[index];
  if (state === WAITING) return 0;
  const departure = flights.departure[index]!;
  const whole = flights.arrival[index]! - departure;
  const at = state === HELD ? flights.since[index]! : time;
  if (whole > 0) return Math.min(1, Math.max(0, (at - departure) / whole));
  // Held in a queue, it has not left yet.
  return state === HELD ? 0 : 1;
}

/** The packet nearest to a point within `reach` drawing units, by its index; -1: none. `drawn`: by protocol; left out: all. */
export function flightAt(
  flights: FlightColumns,
  curves: Curves,
  time: number,
  point: { x: number; y: number },
  reach: number,
  drawn: readonly boolean[] = [],
): number {
  const here: CurvePoint = { x: 0, y: 0, dx: 0, dy: 0 };
  let nearest = -1;
  let least = reach;
  for (let i = 0; i < flights.frame.length; i++) {
    if (drawn[flights.protocol[i]!] === false || !flightPoint(flights, i, curves, time, here)) continue;
    const distance = Math.hypot(here.x - point.x, here.y - point.y);
    // Of those that lie on one another the one on top: drawn last on a cable, first in a queue.
    if (flights.state[i] === WAITING ? distance < least : distance <= least) {
      least = distance;
      nearest = i;
    }
  }
  return nearest;
}
