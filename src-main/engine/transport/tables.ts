/** The tables of a host about its transport layer that are not `netstat`'s. */
import type { Table } from '../link/table.ts';
import { connectionViews } from './connection-view.ts';
import { transportMemory } from './memory.ts';
import type { TransportState } from './state.ts';

/** The variables of every connection, oldest first; times in whole microseconds. */
export function connectionsTable(state: TransportState): Table {
  const columns = [
    'connection',
    'state',
    'snd-una',
    'snd-nxt',
    'snd-wnd',
    'rcv-nxt',
    'rcv-wnd',
    'mss',
    'cwnd',
    'ssthresh',
    'phase',
    'srtt',
    'rttvar',
    'rto',
    'flight',
    'sacked',
    'lost',
    'repeated',
    'segments-out',
    'segments-in',
    'bytes-acknowledged',
    'bytes-received',
  ];
  const rows = connectionViews(state).map((view) => [
    view.connection,
    view.state,
    view.sndUna,
    view.sndNxt,
    view.sndWnd,
    view.rcvNxt,
    view.rcvWnd,
    view.mss,
    view.cwnd,
    view.ssthresh,
    view.phase,
    microseconds(view.srtt),
    microseconds(view.rttvar),
    microseconds(view.rto),
    view.flight,
    view.sacked,
    view.lost,
    view.retransmittedSegments,
    view.segmentsOut,
    view.segmentsIn,
    view.bytesAcknowledged,
    view.bytesReceived,
  ]);
  return { name: 'connections', columns, rows };
}

function microseconds(ns: number | null): number | null {
  return ns === null ? null : Math.round(ns / 1000);
}

/** What the sockets of a host use up: one row. */
export function memoryTable(state: TransportState): Table {
  const memory = transportMemory(state);
  return {
    name: 'memory',
    columns: [
      'sockets',
      'connections',
      'time-wait',
      'close-wait',
      'orphans',
      'send-bytes',
      'receive-bytes',
      'out-of-order',
      'client-ports',
      'client-port-limit',
    ],
    rows: [Object.values(memory)],
  };
}
