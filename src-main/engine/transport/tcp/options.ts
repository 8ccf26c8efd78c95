/**
 * What the two ends agree on in their SYNs (RFC 9293 §3.7.1, RFC 7323, RFC 2018, RFC 3168), and what every later segment
 * carries because of it. Read RFC 7323 §5 before touching the timestamps: they are also what tells an old duplicate.
 */
import type { TcpOptions } from '../../wire/tcp.ts';
import { ACK, CWR, ECE, SYN } from '../../wire/tcp.ts';
import type { TransportOutside } from '../outside.ts';
import type { TcpSettings } from '../settings.ts';
import type { Connection } from './connection.ts';
import { DEFAULT_SEGMENT_SIZE, FIXED_HEADERS } from './connection.ts';
import { sackBlocks } from './sack-blocks.ts';
import type { Segment } from './segment.ts';
import { atOrBefore, before } from './sequence.ts';

/** ns of one tick of the timestamp clock: within "1 ms to 1 sec per tick" (RFC 7323 §5.4). */
export const TIMESTAMP_TICK = 1_000_000;
/** Bytes timestamps take in a header, with the two NOPs before them (RFC 7323, appendix A). */
const TIMESTAMPS_LENGTH = 12;
/** Bytes of a SACK option with the two NOPs before it, and of each of its blocks (RFC 2018 §3). */
const SACK_START_LENGTH = 4;
const SACK_BLOCK_LENGTH = 8;
const NO_BLOCKS: [left: number, right: number][] = [];
/** Largest shift (RFC 7323 §2.3). */
const LARGEST_SHIFT = 14;
/** Largest value of the window field (RFC 9293 §3.1). */
export const LARGEST_FIELD = 65_535;
/** Smallest segment this end works with, whatever is announced: what IPv4 carries everywhere (RFC 791 §3.2), less headers. */
export const SMALLEST_SEGMENT = 68 - FIXED_HEADERS;
/** How long TS.Recent says anything while nothing comes (RFC 7323 §5.5). */
const TIMESTAMP_LIFETIME = 24 * 86_400 * 1_000_000_000;

/** The timestamp clock. It is the same for all connections of a host, so that it also orders successive ones (RFC 6191 §2). */
export function timestampNow(outside: TransportOutside): number {
  return Math.floor(outside.now / TIMESTAMP_TICK) >>> 0;
}

/** The shift that lets the window field tell the whole receive buffer, or null: no scaling (RFC 7323 §2.3). */
export function wantedShift({ windowScale, receiveBuffer }: TcpSettings): number | null {
  if (windowScale === 'off') return null;
  if (windowScale !== 'auto') return windowScale;
  let shift = 0;
  while (shift < LARGEST_SHIFT && receiveBuffer >> shift > LARGEST_FIELD) shift++;
  return shift;
}

/**
 * The options of a SYN: everything this end is willing to do; of a SYN,ACK: what of that the peer has offered
 * (RFC 7323 §2.2, §3.2).
 */
export function synOptions(outside: TransportOutside, connection: Connection, flags: number): TcpOptions {
  const answer = (flags & ACK) !== 0;
  const { settings } = connection;
  const shift = connection.scaling ? connection.receiveShift : null;
  const sack = answer ? connection.sackPermitted : settings.sack;
  const timestamps = answer ? connection.timestamps : settings.timestamps;
  return {
    maximumSegmentSize: connection.announcedSize,
    ...(sack ? { sackPermitted: true } : {}),
    ...(timestamps ? { timestamps: stampOf(outside, connection) } : {}),
    ...(shift === null ? {} : { windowScale: shift }),
  };
}

/** Control bits that offer ECN in a SYN, or accept it in a SYN,ACK (RFC 3168 §6.1.1). */
export function ecnBits(connection: Connection, flags: number): number {
  if ((flags & ACK) === 0) return connection.settings.ecn && !connection.synRepeated ? ECE | CWR : 0;
  return connection.ecn ? ECE : 0;
}

/** The options of a segment without SYN; undefined: none. */
export function segmentOptions(outside: TransportOutside, connection: Connection): TcpOptions | undefined {
  const sack = reported(connection);
  if (sack.length === 0) return connection.timestamps ? { timestamps: stampOf(outside, connection) } : undefined;
  return { sack, ...(connection.timestamps ? { timestamps: stampOf(outside, connection) } : {}) };
}

/** Bytes of data a segment may carry now: SACK blocks take room that an MSS does not count (RFC 6691 §2). */
export function textSize(connection: Connection): number {
  const { length } = reported(connection);
  return connection.segmentSize - (length === 0 ? 0 : SACK_START_LENGTH + length * SACK_BLOCK_LENGTH);
}

/** The SACK blocks of a segment: as many as the header takes, and no more than leave half of a small segment to data. */
function reported(connection: Connection): [left: number, right: number][] {
  const { sackPermitted, sackMemory, islands, finSequence, segmentSize, timestamps } = connection;
  if (!sackPermitted || (islands.length === 0 && finSequence === null && sackMemory.duplicate === null))
    return NO_BLOCKS;
  const room = Math.floor((segmentSize / 2 - SACK_START_LENGTH) / SACK_BLOCK_LENGTH);
  return sackBlocks(sackMemory, islands, finSequence, Math.max(0, Math.min(timestamps ? 3 : 4, room)));
}

function stampOf(outside: TransportOutside, connection: Connection): { value: number; echo: number } {
  return { value: timestampNow(outside), echo: connection.recentTimestamp };
}

/** Takes what the peer's SYN offers: what both ends want is agreed. */
export function agree(outside: TransportOutside, connection: Connection, segment: Segment): void {
  const { options, flags } = segment;
  const { settings } = connection;
  connection.scaling &&= options.windowScale !== undefined;
  connection.sendShift = connection.scaling ? Math.min(options.windowScale!, LARGEST_SHIFT) : 0;
  if (!connection.scaling) connection.receiveShift = 0;
  connection.sackPermitted = settings.sack && options.sackPermitted === true;
  connection.timestamps = settings.timestamps && options.timestamps !== undefined;
  if (connection.timestamps) keepTimestamp(outside, connection, options.timestamps!.value);
  // A SYN,ACK that has both bits comes from an end that only mirrors what it does not know (RFC 3168 §6.1.1).
  const offered = (flags & (ECE | CWR)) === ((flags & ACK) !== 0 ? ECE : ECE | CWR);
  connection.ecn = settings.ecn && offered;
  connection.peerSize = options.maximumSegmentSize ?? DEFAULT_SEGMENT_SIZE;
  fitSegments(connection, outside.mtuFor(connection.remote.address));
  const agreed = [
    `MSS ${connection.peerSize}`,
    ...(connection.scaling ? [`WS ${connection.sendShift}/${connection.receiveShift}`] : []),
    ...(connection.timestamps ? ['TS'] : []),
    ...(connection.sackPermitted ? ['SACK'] : []),
    ...(connection.ecn ? ['ECN'] : []),
  ];
  const detail = { connection: connection.name, mss: connection.segmentSize, options: agreed.join(', ') };
  outside.record('tcp.agreed', { detail });
}

/**
 * Eff.snd.MSS (RFC 9293 §3.7.1): what the peer takes and the path of `mtu` bytes carries, less the options that every
 * segment has, which an MSS does not count (RFC 6691 §2).
 */
export function fitSegments(connection: Connection, mtu: number): void {
  const limit = Math.min(connection.peerSize, connection.announcedSize, mtu - FIXED_HEADERS);
  const options = connection.timestamps ? TIMESTAMPS_LENGTH : 0;
  connection.segmentSize = Math.max(SMALLEST_SEGMENT, limit) - options;
}

/** The window a received segment tells, bytes: that of a SYN is never scaled (RFC 7323 §2.2). */
export function windowOf(connection: Connection, segment: Segment): number {
  return (segment.flags & SYN) !== 0 ? segment.window : segment.window * 2 ** connection.sendShift;
}

/** Whether a timestamp says that a segment is an old duplicate (PAWS: RFC 7323 §5.3, R1, and §5.5). */
export function outdated(outside: TransportOutside, connection: Connection, segment: Segment): boolean {
  const { timestamps } = segment.options;
  if (!connection.timestamps || timestamps === undefined) return false;
  return before(timestamps.value, connection.recentTimestamp) && !expired(outside, connection);
}

/** Keeps the timestamp of an acceptable segment to be echoed (RFC 7323 §5.3, R3, and §4.3 for delayed acknowledgments). */
export function noteTimestamp(outside: TransportOutside, connection: Connection, segment: Segment): void {
  const { timestamps } = segment.options;
  if (!connection.timestamps || timestamps === undefined) return;
  if (!atOrBefore(segment.sequence, connection.lastAcknowledgment)) return;
  if (before(timestamps.value, connection.recentTimestamp) && !expired(outside, connection)) return;
  keepTimestamp(outside, connection, timestamps.value);
}

function expired(outside: TransportOutside, connection: Connection): boolean {
  return outside.now - connection.recentTimestampAt > TIMESTAMP_LIFETIME;
}

function keepTimestamp(outside: TransportOutside, connection: Connection, value: number): void {
  connection.recentTimestamp = value;
  connection.recentTimestampAt = outside.now;
}
