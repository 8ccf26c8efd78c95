import type { FlightColumns } from '#contract/shapes.ts';
import { pointOn, type CurvePoint, type Curves } from '../geometry.ts';

/** Distance of packets from the middle of their cable, drawing units: each direction keeps to its right. */
export const LANE = 11;

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
  const departure = flights.departure[index]!;
  const whole = flights.arrival[index]! - departure;
  const state = flights.state[index]!;
  // What is held stays where it was; what waits, or was taken out of a queue, has not left yet.
  const at = state === 1 ? flights.since[index]! : time;
  const done = whole > 0 ? Math.min(1, Math.max(0, (at - departure) / whole)) : state === 0 ? 1 : 0;
  const back = flights.direction[index] === 1;
  pointOn(curves, curve, back ? 1 - done : done, into);
  const side = back ? -1 : 1;
  into.x -= into.dy * LANE * side;
  into.y += into.dx * LANE * side;
  return true;
}

/** The packet nearest to a point within `reach` drawing units, by its index; -1: none. */
export function flightAt(
  flights: FlightColumns,
  curves: Curves,
  time: number,
  point: { x: number; y: number },
  reach: number,
): number {
  const here: CurvePoint = { x: 0, y: 0, dx: 0, dy: 0 };
  let nearest = -1;
  let least = reach;
  for (let i = 0; i < flights.frame.length; i++) {
    if (!flightPoint(flights, i, curves, time, here)) continue;
    const distance = Math.hypot(here.x - point.x, here.y - point.y);
    if (distance <= least) {
      least = distance;
      nearest = i;
    }
  }
  return nearest;
}
