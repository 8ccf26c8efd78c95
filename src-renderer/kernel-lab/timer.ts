import type { LabSocket } from '#contract/kernel-lab.ts';
import { formatTime } from '../locales/time.ts';

/** What runs at a socket and how long it still does, by the whole second: that is all that can be followed. */
export function timerText({ timer, remaining, state }: LabSocket, nameOf: (timer: string) => string): string {
  if (timer === null) return '';
  const left = remaining === null ? null : formatTime(Math.max(0, Math.round(remaining / 1e9) * 1e9));
  // The timer of a state needs no name of its own.
  const own = timer === state.toLowerCase() || (state === 'FIN-WAIT-2' && timer === 'time-wait');
  if (own && left !== null) return left;
  return left === null ? nameOf(timer) : `${nameOf(timer)} ${left}`;
}
