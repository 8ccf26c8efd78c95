/** Signals that end a process, with the numbers POSIX gives them (IEEE Std 1003.1, `kill`). None can be caught here. */
export const SIGNALS = { HUP: 1, INT: 2, QUIT: 3, KILL: 9, TERM: 15 } as const;

export type Signal = keyof typeof SIGNALS;

/** Exit status of a process that a signal ended, as a shell tells it: 128 and the number of the signal. */
export function signalStatus(signal: Signal): number {
  return 128 + SIGNALS[signal];
}
