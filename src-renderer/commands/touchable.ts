import { useSession } from '../stores/session.ts';
import { useTouch, type FlightState } from '../stores/touch.ts';

/** Whether the chosen packet is on its way in one of these states and stands still; else the i18n key of why not. */
export function touchable(states: readonly FlightState[]): true | string {
  const { target, flights } = useTouch();
  if (flights.length === 0) return 'touch.why.none-on-the-way';
  if (!target) return 'touch.why.choose-packet';
  if (useSession().now?.playing) return 'touch.why.pause-first';
  if (states.includes(target.state)) return true;
  return target.state === 'held' ? 'touch.why.held' : 'touch.why.not-held';
}

export const MOVING: readonly FlightState[] = ['travelling', 'waiting'];
export const ANY: readonly FlightState[] = ['travelling', 'waiting', 'held'];
