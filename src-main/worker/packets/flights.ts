import type { Timeline } from '#engine/sim/timeline.ts';
import { flowOf } from '#engine/wire/flow.ts';
import type { FlightColumns } from '#contract/shapes.ts';

/** What is on a cable now. */
export type Flight = ReturnType<Timeline['flights']>[number];

/**
 * Frames on cables as columns: thousands cross between processes as quickly as one. `flows`: with the flow of each, for a
 * drawing that tells them apart.
 */
export function flightColumns(flights: readonly Flight[], flows: boolean = false): FlightColumns {
  const count = flights.length;
  const cables = new Map<string, number>();
  const columns = {
    cable: new Uint32Array(count),
    direction: new Uint8Array(count),
    frame: new Uint32Array(count),
    packet: new Uint32Array(count),
    departure: new Float64Array(count),
    arrival: new Float64Array(count),
    protocol: new Uint8Array(count),
    state: new Uint8Array(count),
    since: new Float64Array(count),
  };
  for (const [index, flight] of flights.entries()) {
    let cable = cables.get(flight.cable);
    if (cable === undefined) cables.set(flight.cable, (cable = cables.size));
    columns.cable[index] = cable;
    columns.direction[index] = flight.direction;
    columns.frame[index] = flight.frame.id;
    columns.packet[index] = flight.frame.packet;
    columns.departure[index] = flight.departure;
    columns.arrival[index] = flight.arrival;
    columns.protocol[index] = flight.protocol;
    columns.state[index] = flight.state;
    columns.since[index] = flight.since;
  }
  if (!flows) return { cables: [...cables.keys()], ...columns };
  return { cables: [...cables.keys()], ...columns, flow: Uint32Array.from(flights, ({ frame }) => flowOf(frame)) };
}

/** ns which the quickest of the frames in flight takes from end to end, at least 1; null: none in flight. */
export function quickest(flights: readonly Flight[]): number | null {
  let least = Infinity;
  for (const flight of flights) least = Math.min(least, flight.arrival - flight.departure);
  return least === Infinity ? null : Math.max(1, least);
}
