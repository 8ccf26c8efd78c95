import type { RealEvent } from '#contract/bridge.ts';

/** Bytes and events in one message at most: far below what the gate lets through (`LARGEST_MESSAGE`, `MOST_VALUES`). */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_EVENTS = 10_000;

/**
 * Events of real sockets in messages that pass the gate, in their order. All connections together may have more under way than
 * one message may hold, and a message that is refused would be a hole in every one of them.
 */
export function portionsOf(events: readonly RealEvent[]): RealEvent[][] {
  const portions: RealEvent[][] = [];
  let bytes = Infinity;
  for (const event of events) {
    let portion = portions[portions.length - 1];
    if (portion === undefined || bytes >= MOST_BYTES || portion.length >= MOST_EVENTS) {
      portions.push((portion = []));
      bytes = 0;
    }
    portion.push(event);
    if (event.what === 'data') bytes += event.bytes.length;
  }
  return portions;
}
