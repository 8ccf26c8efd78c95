import type { TransportOutside } from '../outside.ts';
import { settingsWith } from '../settings.ts';
import type { StreamSocket, TransportState } from '../state.ts';
import type { Endpoint } from '../endpoint.ts';
import { connectionName, pairKey } from '../endpoint.ts';
import { setWindow } from './acknowledge.ts';
import type { Connection } from './connection.ts';
import { createConnection, FIXED_HEADERS } from './connection.ts';
import { receiveWindow } from './emit.ts';
import { agree, LARGEST_FIELD, SMALLEST_SEGMENT, wantedShift } from './options.ts';
import { congestionWindow, openCongestionWindow } from './recovery.ts';
import { measure, timeoutForData } from './retransmission.ts';
import type { Segment } from './segment.ts';
import { advance, before } from './sequence.ts';
import { sendSyn } from './send.ts';
import { enter } from './states.ts';
import { watchSilence } from './watch.ts';

/** ns of one tick of the clock in an initial sequence number: "4 microseconds" (RFC 9293 §3.4.1, MUST-8). */
const CLOCK_TICK = 4_000;

/** A new connection of a socket, or that came to it, that can receive from now on; `previous`: see `receiveListen`. */
export function addConnection(
  state: TransportState,
  outside: TransportOutside,
  { owner, own, ttl, dscp }: StreamSocket,
  local: Endpoint,
  remote: Endpoint,
  previous: Connection | null = null,
): Connection {
  const settings = settingsWith(state.settings, own);
  const connection = createConnection({
    id: state.nextConnection++,
    owner,
    local: { ...local },
    remote: { ...remote },
    name: connectionName(local, remote),
    settings,
    own: { ...own },
    ttl,
    dscp,
    initialSend: after(
      previous?.sendHighest ?? null,
      settings.initialSequenceNumber ?? initialSequence(state, outside, local, remote),
    ),
    announcedSize:
      settings.segmentSize ?? Math.max(SMALLEST_SEGMENT, outside.linkMtuFor(remote.address) - FIXED_HEADERS),
  });
  // What the SYN will tell; later settings do not change it (RFC 7323 §2.2: the shift is fixed when the SYN leaves).
  const shift = wantedShift(settings);
  connection.scaling = shift !== null;
  connection.receiveShift = shift ?? 0;
  connection.receiveEdge = Math.min(settings.receiveBuffer, LARGEST_FIELD);
  state.connections.set(connection.id, connection);
  state.pairs.set(pairKey(local, remote), connection.id);
  return connection;
}

/** The number itself, or one well after all a previous connection between the same endpoints used (RFC 9293 §3.6.1). */
function after(used: number | null, initial: number): number {
  return used === null || before(used, initial) ? initial : advance(used, 0x1_0000);
}

/** Active open (RFC 9293 §3.10.1): sends the SYN. */
export function openActively(
  state: TransportState,
  outside: TransportOutside,
  socket: StreamSocket,
  local: Endpoint,
  remote: Endpoint,
): Connection {
  const connection = addConnection(state, outside, socket, local, remote);
  enter(outside, connection, 'SYN-SENT', '3.10.1');
  sendSyn(state, outside, connection);
  return connection;
}

/** Takes what a SYN says: IRS, RCV.NXT, the window from there, and the options (RFC 9293 §3.7.1, MUST-15, MUST-16). */
export function takeSyn(outside: TransportOutside, connection: Connection, segment: Segment): void {
  const window = receiveWindow(connection);
  connection.initialReceive = segment.sequence;
  connection.receiveNext = advance(segment.sequence, 1);
  connection.lastAcknowledgment = connection.receiveNext;
  connection.heard = outside.now;
  connection.softError = null;
  connection.receiveEdge = advance(connection.receiveNext, window);
  agree(outside, connection, segment);
}

/** Our SYN is acknowledged and the peer's was taken: data may flow. `clause` is the one that says so. */
export function establish(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  segment: Segment,
  clause: string,
): void {
  connection.synAcknowledged = true;
  connection.previous = null;
  connection.sendUnacknowledged = segment.acknowledgment;
  connection.retransmissions = 0;
  connection.timers.retransmission = null;
  measure(outside, connection, segment.options.timestamps?.echo ?? null, 0);
  timeoutForData(connection);
  openCongestionWindow(outside, connection);
  outside.record('tcp.acknowledged', {
    detail: {
      connection: connection.name,
      acknowledgment: segment.acknowledgment,
      length: 0,
      cwnd: congestionWindow(connection),
    },
  });
  setWindow(connection, segment);
  // Closed in SYN-RECEIVED, it is past that state already.
  if (connection.state !== 'FIN-WAIT-1') enter(outside, connection, 'ESTABLISHED', clause);
  // A close called in SYN-SENT has waited for this (§3.10.4).
  if (connection.sendClosed) enter(outside, connection, 'FIN-WAIT-1', '3.10.4');
  connection.progressed = outside.now;
  watchSilence(state, outside, connection);
}

/**
 * "ISN = M + F(localip, localport, remoteip, remoteport, secretkey)" (RFC 6528 §3), unless a person has chosen it.
 * F here is a mixing function, not a cryptographic one: nobody outside the simulation is to be kept from guessing.
 */
function initialSequence(state: TransportState, outside: TransportOutside, local: Endpoint, remote: Endpoint): number {
  state.secret ??= outside.random();
  let hash = state.secret;
  for (const word of [local.address, local.port, remote.address, remote.port]) {
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x85ebca77);
    hash ^= hash >>> 13;
  }
  return (hash + (Math.floor(outside.now / CLOCK_TICK) % 0x1_0000_0000)) >>> 0;
}
