import type { Frame } from '../wire/frame.ts';
import { protocolOf } from '../wire/protocol.ts';
import { frameInTurn } from '../link/csma-cd.ts';
import { eventsOf } from './event-queue.ts';
import { FLYING, LOSS, RULED_OUT } from './events.ts';
import type { WorldState } from './state.ts';

/** A frame on a cable, or waiting to be put on it. */
export interface Flight {
  /** Cable id. */
  cable: string;
  /** 0: from end a to end b. */
  direction: 0 | 1;
  frame: Frame;
  /** ns at which its first bit left. */
  departure: number;
  /** ns at which its last bit arrives, or would arrive if it were not lost on the way. */
  arrival: number;
  /** Index into FRAME_PROTOCOLS. */
  protocol: number;
  /** 0: it is on its way. 1: it is held by hand. 2: it waits at the near end, and has no times yet. */
  state: 0 | 1 | 2;
  /** ns since which it is held, at the place where it was then; else 0. */
  since: number;
}

/** Frames on their way on cables, in the order in which they left. */
export function flightsOf({ heap, cables }: WorldState): Flight[] {
  const flights = eventsOf(heap, FLYING)
    .sort((a, b) => a.order - b.order)
    .map(({ type, target, direction, frame, departure, time }): Flight => {
      const arrival = arrivalOf(type, departure, time);
      return flight(cables[target]!.settings.id, direction, frame!, departure, arrival);
    });
  const shared: Flight[] = [];
  for (const cable of cables) {
    if (!cable?.shared) continue;
    cable.shared.lines.forEach(({ frames }, direction) => {
      for (const { frame, departure, arrival, cut } of frames) {
        // What was cut short is on its way still, but it is a frame no more.
        if (!cut) shared.push(flight(cable.settings.id, direction, frame, departure, arrival));
      }
    });
  }
  if (shared.length === 0) return flights;
  return [...flights, ...shared].sort((a, b) => a.departure - b.departure);
}

/** What is lost half the way goes as fast as what is not. */
function arrivalOf(type: number | null, departure: number, time: number): number {
  return type === LOSS || type === RULED_OUT ? 2 * time - departure : time;
}

function flight(cable: string, direction: number, frame: Frame, departure: number, arrival: number): Flight {
  const protocol = protocolOf(frame);
  return { cable, direction: direction as 0 | 1, frame, departure, arrival, protocol, state: 0, since: 0 };
}

/** Frames told of one queue at most: the first ones. */
const MOST_WAITING = 16;

/** Frames that go nowhere now: held by hand, and waiting at the end of a cable, the next to leave first. */
export function standingOf({ cables }: WorldState): Flight[] {
  const standing: Flight[] = [];
  for (const cable of cables) {
    if (cable === null) continue;
    const { id } = cable.settings;
    for (const { frame, direction, fate, departure, time, since } of cable.held) {
      const held = flight(id, direction, frame, departure, arrivalOf(fate, departure, time));
      // What was taken out of a queue has not left.
      standing.push({ ...held, state: 1, since: fate === null ? 0 : since });
    }
    cable.transmitters.forEach(({ waiting }, direction) => {
      const inTurn = frameInTurn(cable.shared?.access[direction as 0 | 1]);
      const first = [...(inTurn === null ? [] : [inTurn]), ...waiting.slice(0, MOST_WAITING)];
      for (const { frame } of first.slice(0, MOST_WAITING)) {
        standing.push({ ...flight(id, direction, frame, 0, 0), state: 2 });
      }
    });
  }
  return standing;
}
