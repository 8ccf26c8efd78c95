import type { TraceStore } from '#engine/trace/store.ts';
import type { Result } from '#contract/calls.ts';
import { POINT_AGAIN, type StreamOf, type StreamPiece } from '#contract/conversation.ts';
import type { Journeys } from '../packets/journeys.ts';
import type { Later } from '../wall-clock.ts';
import { carriedBy, textIn } from './carried.ts';
import type { Exchange } from './exchange.ts';
import { placeOfEnd } from './moment.ts';
import type { Stretch } from './transcript.ts';

/** Segments told of that brought the same bytes again, at most; and segments looked through for them. */
const MOST_AGAIN = 8;
const LOOKED_THROUGH = 20_000;
/** Bytes looked through at a time for a text: other questions are answered in between. */
const SEARCHED_AT_ONCE = 256 * 1024;

/** Where a stream comes from. */
export interface Source {
  trace: TraceStore;
  journeys: Journeys;
  exchange: Exchange;
  cursor: number;
}

/** `count` bytes from byte `from` of what one end sent, or both. */
export function streamWindow(
  source: Source,
  of: StreamOf,
  from: number,
  count: number,
): Result<'conversations.stream'> {
  const { exchange, cursor, trace } = source;
  const { conversation, transcript } = exchange;
  const sent = transcript.sentBy(cursor);
  const client = sent[placeOfEnd(conversation, 'client')];
  const server = sent[placeOfEnd(conversation, 'server')];
  const total = of === 'both' ? client + server : of === 'client' ? client : server;
  const pieces: StreamPiece[] = [];
  for (const stretch of transcript.within(placeOf(source, of), from, from + count, cursor)) {
    const bytes = bytesOf(source, stretch);
    const begin = Math.max(0, from - stretch.at);
    const end = Math.min(bytes.length, from + count - stretch.at);
    pieces.push({
      end: stretch.end === placeOfEnd(conversation, 'client') ? 'client' : 'server',
      at: stretch.at + begin,
      offset: stretch.offset + begin,
      bytes: bytes.slice(begin, end),
      fact: stretch.fact,
      packet: trace.packet(stretch.fact),
      time: trace.time(stretch.fact),
      again: againOf(source, stretch),
    });
  }
  return { total, client, server, pieces };
}

/** Where `sought` next stands in the stream, at `from` or after it, or (`back`) before it. */
export async function findInStream(
  source: Source,
  of: StreamOf,
  sought: Uint8Array,
  from: number,
  direction: 'forward' | 'back',
  later: Later,
): Promise<number | null> {
  const { total } = streamWindow(source, of, 0, 0);
  const overlap = sought.length - 1;
  const forward = direction === 'forward';
  for (let at = from; forward ? at < total : at > 0; at += forward ? SEARCHED_AT_ONCE : -SEARCHED_AT_ONCE) {
    const begin = forward ? at : Math.max(0, at - SEARCHED_AT_ONCE);
    const end = Math.min(total, (forward ? at + SEARCHED_AT_ONCE : at) + overlap);
    const found = indexOf(stretchOf(source, of, begin, end), sought, forward);
    if (found >= 0) return begin + found;
    await new Promise<void>((resolve) => later(0, resolve));
  }
  return null;
}

function placeOf({ exchange: { conversation } }: Source, of: StreamOf): 0 | 1 | null {
  return of === 'both' ? null : placeOfEnd(conversation, of);
}

function stretchOf(source: Source, of: StreamOf, from: number, to: number): Uint8Array {
  const whole = new Uint8Array(Math.max(0, to - from));
  for (const { at, bytes } of streamWindow(source, of, from, to - from).pieces) whole.set(bytes, at - from);
  return whole;
}

function indexOf(bytes: Uint8Array, sought: Uint8Array, first: boolean): number {
  const last = bytes.length - sought.length;
  for (let step = 0; step <= last; step++) {
    const at = first ? step : last - step;
    let same = 0;
    while (same < sought.length && bytes[at + same] === sought[same]) same++;
    if (same === sought.length) return at;
  }
  return -1;
}

/** The bytes of a stretch; those of a segment of which no frame is known are 0. */
function bytesOf({ trace, journeys, exchange }: Source, { fact, skip, length }: Stretch): Uint8Array {
  const carried = carriedBy(trace, journeys, trace.packet(fact));
  const text = carried === null ? null : textIn(carried, exchange.conversation.protocol);
  const bytes = new Uint8Array(length);
  if (text !== null) bytes.set(text.subarray(skip, skip + length));
  return bytes;
}

/** Facts of later segments that carried some of a stretch again. */
function againOf({ exchange, cursor }: Source, { end, fact, offset, length }: Stretch): number[] {
  if (exchange.conversation.protocol === 'udp') return [];
  const { segments } = exchange.directions[end];
  const again: number[] = [];
  // The SYN has number 0, so text counts from 1.
  const [begin, stop] = [offset + 1, offset + 1 + length];
  const first = segments.facts.countUpTo(fact);
  const last = Math.min(segments.facts.countUpTo(cursor), first + LOOKED_THROUGH);
  for (let at = first; at < last && again.length < MOST_AGAIN; at++) {
    if ((segments.mark(at) & POINT_AGAIN) === 0) continue;
    if (segments.values.at(at) < stop && segments.high(at) > begin) again.push(segments.facts.at(at));
  }
  return again;
}
