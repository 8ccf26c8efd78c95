/**
 * Puts received text in order. A byte that was taken once is never replaced: of two segments that claim the same sequence
 * number the first one wins.
 */
import { append } from './buffers.ts';
import type { Connection } from './connection.ts';
import type { Island } from './sack-blocks.ts';
import { findDuplicate, noteArrival } from './sack-blocks.ts';
import { advance, atOrBefore, before, distance } from './sequence.ts';

/** Pieces out of order a connection keeps; what comes then is sent again by its owner. Bounds what odd peers can make us hold. */
const MOST_ISLANDS = 1024;

/** Text at `sequence` arrived: what of it was there already is reported in the next acknowledgment (RFC 2883 §4). */
export function noteDuplicate(connection: Connection, sequence: number, text: Uint8Array): void {
  const { islands, receiveNext, sackMemory, settings } = connection;
  if (!connection.sackPermitted || !settings.duplicateSack || text.length === 0) return;
  const duplicate = findDuplicate(islands, receiveNext, sequence, advance(sequence, text.length));
  if (duplicate !== null) sackMemory.duplicate = duplicate;
}

/** Takes the text at `sequence` that lies in the window. Whether RCV.NXT moved. */
export function takeText(connection: Connection, sequence: number, text: Uint8Array): boolean {
  noteDuplicate(connection, sequence, text);
  const from = Math.max(0, distance(sequence, connection.receiveNext));
  // Nothing follows a FIN, whatever a peer says.
  const to = Math.min(text.length, distance(sequence, connection.finSequence ?? connection.receiveEdge));
  if (from >= to) return false;
  const start = advance(sequence, from);
  const wanted = text.subarray(from, to);
  if (start !== connection.receiveNext) {
    addIsland(connection, start, wanted);
    noteArrival(connection.sackMemory, start);
    return false;
  }
  deliver(connection, wanted);
  while (connection.islands.length > 0) {
    const { sequence: at, bytes } = connection.islands[0]!;
    if (before(connection.receiveNext, at)) break;
    connection.islands.shift();
    const known = distance(at, connection.receiveNext);
    if (known < bytes.length) deliver(connection, bytes.subarray(known));
  }
  if (connection.islands.length === 0) connection.sackMemory.arrivals = [];
  return true;
}

function deliver(connection: Connection, bytes: Uint8Array): void {
  // What a program that reads no more would have got is acknowledged and forgotten.
  if (!connection.receiveClosed) append(connection.receiveQueue, bytes);
  connection.receiveNext = advance(connection.receiveNext, bytes.length);
}

/** Keeps text that came too early: only the parts that fill gaps between the islands there are. */
function addIsland(connection: Connection, sequence: number, bytes: Uint8Array): void {
  const islands: Island[] = [];
  let at = sequence;
  const end = advance(sequence, bytes.length);
  const fill = (until: number): void => {
    if (!before(at, until)) return;
    islands.push({ sequence: at, bytes: bytes.subarray(distance(sequence, at), distance(sequence, until)) });
    at = until;
  };
  for (const island of connection.islands) {
    const islandEnd = advance(island.sequence, island.bytes.length);
    if (before(at, end)) fill(before(island.sequence, end) ? island.sequence : end);
    islands.push(island);
    if (atOrBefore(island.sequence, at) && before(at, islandEnd)) at = islandEnd;
  }
  fill(end);
  if (islands.length <= MOST_ISLANDS) connection.islands = islands;
}
