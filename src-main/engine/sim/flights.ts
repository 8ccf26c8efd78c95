import type { Frame } from '../wire/frame.ts';
import { protocolOf } from '../wire/protocol.ts';
import { ARRIVAL, LOSS } from './events.ts';
import type { WorldState } from './state.ts';

/** A frame on a cable. */
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
}

/** Frames on cables, in the order in which they left. */
export function flightsOf({ heap, cables }: WorldState): Flight[] {
  const flights = heap
    .filter(({ type }) => type === ARRIVAL || type === LOSS)
    .sort((a, b) => a.order - b.order)
    .map(({ type, target, direction, frame, departure, time }) => ({
      cable: cables[target]!.settings.id,
      direction: direction as 0 | 1,
      frame: frame!,
      departure,
      // What is lost half the way goes as fast as what is not.
      arrival: type === LOSS ? 2 * time - departure : time,
      protocol: protocolOf(frame!),
    }));
  const shared: Flight[] = [];
  for (const cable of cables) {
    if (!cable?.shared) continue;
    cable.shared.lines.forEach(({ frames }, direction) => {
      for (const { frame, departure, arrival, cut } of frames) {
        // What was cut short is on its way still, but it is a frame no more.
        if (cut) continue;
        const protocol = protocolOf(frame);
        shared.push({ cable: cable.settings.id, direction: direction as 0 | 1, frame, departure, arrival, protocol });
      }
    });
  }
  if (shared.length === 0) return flights;
  return [...flights, ...shared].sort((a, b) => a.departure - b.departure);
}
