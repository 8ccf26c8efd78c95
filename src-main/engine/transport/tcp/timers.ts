import { kindCode } from '../../trace/kinds.ts';
import type { TransportOutside } from '../outside.ts';
import type { TransportState } from '../state.ts';
import type { Connection, TimerName } from './connection.ts';

const STARTED = kindCode('tcp.timer.started');

export const SECOND = 1_000_000_000;

const NAMES: readonly TimerName[] = [
  'retransmission',
  'persist',
  'time-wait',
  'delayed-ack',
  'cork',
  'keep-alive',
  'user-timeout',
  'fin-wait-2',
  'linger',
];

/** Starts a timer, or starts it anew, so that it expires in `delay` ns; because of `cause`, if that is not what is being handled. */
export function startTimer(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  timer: TimerName,
  delay: number,
  cause = outside.cause,
): void {
  const deadline = outside.now + delay;
  const before = outside.cause;
  outside.cause = cause;
  const started = outside.recordDetail(STARTED, -1, 0, 0, { connection: connection.name, timer, deadline });
  outside.cause = before;
  connection.timers[timer] = { deadline, cause: started };
  askWake(state, outside, deadline);
}

/** Stops a timer, if it runs. */
export function stopTimer(outside: TransportOutside, connection: Connection, timer: TimerName): void {
  if (connection.timers[timer] === null) return;
  connection.timers[timer] = null;
  outside.record('tcp.timer.stopped', { detail: { connection: connection.name, timer } });
}

export function stopTimers(connection: Connection): void {
  for (const name of NAMES) connection.timers[name] = null;
}

/** All timers of a connection that run, the one that expires first before the others. */
export function runningTimers(connection: Connection): { timer: TimerName; deadline: number }[] {
  return NAMES.flatMap((timer) => {
    const running = connection.timers[timer];
    return running === null ? [] : [{ timer, deadline: running.deadline }];
  }).sort((one, other) => one.deadline - other.deadline);
}

/** The timer of a connection that expires first, or null. */
export function runningTimer(connection: Connection): TimerName | null {
  let first: TimerName | null = null;
  for (const name of NAMES) {
    const timer = connection.timers[name];
    if (timer !== null && (first === null || timer.deadline < connection.timers[first]!.deadline)) first = name;
  }
  return first;
}

/** The connection whose timer expires first (the older one of equals), or null. */
export function nextToExpire(state: TransportState): { connection: Connection; timer: TimerName } | null {
  let next: { connection: Connection; timer: TimerName } | null = null;
  let earliest = Number.POSITIVE_INFINITY;
  for (const connection of state.connections.values()) {
    const timer = runningTimer(connection);
    if (timer === null) continue;
    const { deadline } = connection.timers[timer]!;
    if (deadline < earliest) {
      earliest = deadline;
      next = { connection, timer };
    }
  }
  return next;
}

/** Asks for a wake at `deadline` unless an earlier one is on its way: that one looks for what comes next. */
export function askWake(state: TransportState, outside: TransportOutside, deadline: number): void {
  if (state.wake !== null && state.wake <= deadline) return;
  state.wake = deadline;
  outside.wakeAt(deadline);
}
