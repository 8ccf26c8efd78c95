import type { ConnectionView } from './connection-view.ts';
import { viewOf } from './connection-view.ts';
import type { TransportState } from './state.ts';
import type { Connection, TimerName } from './tcp/connection.ts';
import { dataEnd } from './tcp/connection.ts';
import { joined } from './tcp/sack-blocks.ts';
import type { Range } from './tcp/scoreboard.ts';
import { runningTimers } from './tcp/timers.ts';

/** One end of a connection with what lies in its buffers and the timers that run: for a picture of it. */
export interface EndView extends Omit<ConnectionView, 'timers'> {
  /** Sequence number after the last byte the program has handed over. */
  queued: number;
  /** Reported by selective acknowledgments, ascending. */
  sackedRanges: Range[];
  /** Received, with something missing before; ascending. */
  early: Range[];
  /** `cause`: the fact that set it. `attempts`: how often in a row it expired for nothing, or probes it has sent. */
  timers: { timer: TimerName; deadline: number; cause: number; attempts: number }[];
}

/** The connection of a name as the trace gives it (`local:port-remote:port`), the newest of that name; or null. */
export function endView(state: TransportState, name: string): EndView | null {
  let found: Connection | null = null;
  for (const connection of state.connections.values()) if (connection.name === name) found = connection;
  if (found === null) return null;
  const connection = found;
  return {
    ...viewOf(connection),
    queued: dataEnd(connection),
    sackedRanges: connection.scoreboard.sacked.map(({ from, to }) => ({ from, to })),
    early: joined(connection.islands).map(([from, to]) => ({ from, to })),
    timers: runningTimers(connection).map(({ timer, deadline }) => ({
      timer,
      deadline,
      cause: connection.timers[timer]!.cause,
      attempts: attemptsOf(connection, timer),
    })),
  };
}

function attemptsOf(connection: Connection, timer: TimerName): number {
  switch (timer) {
    case 'retransmission':
      return connection.retransmissions;
    case 'persist':
      return connection.probes;
    case 'keep-alive':
      return connection.keepAliveProbes;
    default:
      return 0;
  }
}
