import type { NetworkState } from '../net/state.ts';
import type { ProcessTable } from '../apps/process-state.ts';
import type { TransportState } from '../transport/state.ts';

/** What a device is busy with, counted: enough to see from afar which one to look into. */
export interface DeviceSigns {
  /** Neighbours it asks for by ARP and has no answer of yet (RFC 826; `incomplete` of RFC 4861 §7.3.2). */
  arpPending: number;
  /** Ports that have heard another station use the address they have or wanted (RFC 5227 §2.1.1, §2.4). */
  conflicts: number;
  /** TCP sockets that listen. */
  listening: number;
  /**
   * TCP connections (RFC 9293 §3.3.2): those that can carry data, those that wait for the program here to close after the other
   * end has, and those that wait out 2 MSL.
   */
  connections: number;
  closeWait: number;
  timeWait: number;
  /** Processes that run. */
  processes: number;
}

/** Of a device that has no such state, and of one that is switched off. */
export const NO_SIGNS: DeviceSigns = {
  arpPending: 0,
  conflicts: 0,
  listening: 0,
  connections: 0,
  closeWait: 0,
  timeWait: 0,
  processes: 0,
};

/** Counts what stands in the tables of a host; none of them is copied, for this is asked of a whole network at a time. */
export function hostSigns(network: NetworkState, transport: TransportState, { list }: ProcessTable): DeviceSigns {
  const signs = { ...NO_SIGNS };
  for (const { arp, conflict } of network.interfaces) {
    if (conflict !== null) signs.conflicts++;
    for (const { state } of arp.values()) if (state === 'incomplete') signs.arpPending++;
  }
  for (const socket of transport.sockets.values()) {
    if (socket.type === 'stream' && socket.listener !== null) signs.listening++;
  }
  for (const { state } of transport.connections.values()) {
    if (state === 'TIME-WAIT') signs.timeWait++;
    else if (state === 'CLOSE-WAIT') signs.closeWait++;
    else if (state === 'ESTABLISHED' || state.startsWith('FIN-WAIT')) signs.connections++;
  }
  for (const { status } of list) if (status === null) signs.processes++;
  return signs;
}
