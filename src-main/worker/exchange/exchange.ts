/**
 * What is worked out about one conversation that somebody looks at: how its numbers moved, what its segments were besides
 * what they say, and what text they brought. Everything comes from facts; this room never asks a network, and keeps only the
 * conversations looked at last.
 */
import type { Kind } from '#engine/trace/kinds.ts';
import type { TraceStore } from '#engine/trace/store.ts';
import { POINT_AGAIN } from '#contract/conversation.ts';
import type { SegmentMark } from '#contract/shapes.ts';
import { endOf, segment, type Conversation } from '../conversations/conversations.ts';
import type { Reader } from '../reading/backlog.ts';
import type { Journeys } from '../packets/journeys.ts';
import { blocksIn, carriedBy } from './carried.ts';
import { Direction } from './direction.ts';
import { Transcript } from './transcript.ts';

/** Steps up the chain of causes to the timer that made a segment leave. */
const CAUSES_WALKED = 4;
/** Ways of segments looked at to say how long one typically takes. */
const WAYS_TIMED = 64;

const READ: ReadonlySet<Kind> = new Set<Kind>([
  'tcp.sent',
  'tcp.received',
  'tcp.acknowledged',
  'tcp.congestion',
  'tcp.rtt',
  'tcp.timer.started',
  'tcp.duplicate',
  'udp.sent',
  'udp.received',
]);

/** Something that became known of a segment with fact `since`. */
interface Marked {
  mark: SegmentMark;
  since: number;
  /** Which duplicate in a row; 0 for other marks. */
  count: number;
}

/** A segment on its way. */
interface Sent {
  fact: number;
  /** Its receiver misses something, and may say so by SACK. */
  missing: boolean;
}

export class Exchange implements Reader {
  read: number;
  readonly conversation: Conversation;
  /** What goes from end 0 to end 1, and back. */
  readonly directions = [new Direction(), new Direction()] as const;
  readonly transcript = new Transcript();
  /** When the last segment so far left or arrived, ns; 0: none has. */
  lastSegment = 0;
  /** Segments that may report what came out of order. */
  readonly #sacking = new Set<number>();
  readonly #marks = new Map<number, Marked[]>();
  readonly #trace: TraceStore;
  readonly #journeys: Journeys;
  /** By packet. */
  readonly #onTheWay = new Map<number, Sent>();
  /** The rung each end received last. */
  readonly #receivedLast: [number, number] = [0, 0];

  constructor(trace: TraceStore, journeys: Journeys, conversation: Conversation) {
    this.#trace = trace;
    this.#journeys = journeys;
    this.conversation = conversation;
    this.read = conversation.first - 1;
  }

  /** Reads the facts added since the last time, up to fact `to`. */
  catchUp(to: number): void {
    const trace = this.#trace;
    for (let seq = this.read + 1; seq <= to; seq++) {
      const kind = trace.kind(seq);
      if (!READ.has(kind) || !kind.startsWith(this.conversation.protocol)) continue;
      const place = endOf(trace, this.conversation, seq);
      if (place === null || this.#replaced(place, seq)) continue;
      this.#take(kind, seq, place);
    }
    this.read = Math.max(this.read, to);
  }

  /** What was known of the rung of fact `seq` by fact `cursor`. */
  marksOf(seq: number, cursor: number): { marks: SegmentMark[]; duplicate: number } {
    const known = (this.#marks.get(seq) ?? []).filter(({ since }) => since <= cursor);
    return { marks: known.map(({ mark }) => mark), duplicate: known.find(({ count }) => count > 0)?.count ?? 0 };
  }

  /** Whether a segment may carry blocks of a SACK option: its sender missed something, or had something twice (RFC 2883 §4). */
  sacks(seq: number): boolean {
    return this.#sacking.has(seq);
  }

  /** ns a segment typically takes to the other end; null: none has arrived. */
  get transit(): number | null {
    const all = this.directions.flatMap(({ transits }) => transits).sort((one, other) => one - other);
    return all.length === 0 ? null : all[all.length >> 1]!;
  }

  #replaced(place: 0 | 1, seq: number): boolean {
    const { replaced } = this.conversation.ends[place]!;
    return replaced !== 0 && seq >= replaced;
  }

  #take(kind: Kind, seq: number, place: 0 | 1): void {
    const trace = this.#trace;
    const time = trace.time(seq);
    const own = this.directions[place];
    const detail = trace.detail(seq);
    switch (kind) {
      case 'tcp.sent':
      case 'udp.sent':
        this.lastSegment = time;
        return this.#sent(seq, place);
      case 'tcp.received':
      case 'udp.received':
        this.lastSegment = time;
        return this.#received(seq, place);
      case 'tcp.acknowledged':
        return own.cwnd.push(time, Number(detail['cwnd']), seq);
      case 'tcp.congestion':
        own.cwnd.push(time, Number(detail['cwnd']), seq);
        return own.ssthresh.push(time, Number(detail['ssthresh'] ?? NaN), seq);
      case 'tcp.rtt':
        own.measured.push(time, Number(detail['measured']), seq);
        return own.srtt.push(time, Number(detail['srtt']), seq);
      case 'tcp.timer.started':
        if (detail['timer'] === 'retransmission') own.rto.push(time, Number(detail['deadline']) - time, seq);
        return;
      case 'tcp.duplicate':
        return this.#mark(this.#receivedLast[place], 'duplicate-ack', seq, Number(detail['count']));
      default:
    }
  }

  #sent(seq: number, place: 0 | 1): void {
    const trace = this.#trace;
    const packet = trace.packet(seq);
    const back = this.directions[(1 - place) as 0 | 1];
    this.#left(seq, place, this.conversation.retransmissions.has(seq));
    const missing = back.early.length > 0;
    if (missing || back.repeated) this.#sacking.add(seq);
    back.repeated = false;
    this.#onTheWay.set(packet, { fact: seq, missing });
    // An end outside hears of acknowledgments where they leave.
    if (this.#outside(place)) this.#acknowledges(seq, (1 - place) as 0 | 1);
    if (this.conversation.protocol === 'tcp') this.#noteSending(seq, back);
  }

  #received(seq: number, place: 0 | 1): void {
    const trace = this.#trace;
    const from = (1 - place) as 0 | 1;
    const packet = trace.packet(seq);
    const sent = this.#onTheWay.get(packet);
    // A packet of an older conversation may come this late.
    const outside = this.#outside(place);
    if (sent === undefined && !outside) return;
    if (sent === undefined) this.#left(seq, from, this.conversation.retransmissions.has(seq));
    const rung = sent?.fact ?? seq;
    this.#onTheWay.delete(packet);
    this.#receivedLast[place] = rung;
    const direction = this.directions[from];
    const time = trace.time(seq);
    if (sent !== undefined && direction.transits.length < WAYS_TIMED) {
      direction.transits.push(time - trace.time(sent.fact));
      direction.cables ??= this.#cablesPassed(packet, seq);
    }
    this.#arrived(seq, rung, direction, time);
    if (this.conversation.protocol === 'udp') return;
    this.#acknowledges(seq, place);
    if (sent?.missing !== true) return;
    const carried = carriedBy(trace, this.#journeys, packet);
    const own = this.directions[place];
    for (const [left, right] of carried === null ? [] : blocksIn(carried)) {
      const begin = own.count(left);
      const end = begin + ((right - left) >>> 0);
      if (begin >= own.unacknowledged) own.sacked.push(time, begin, seq, end);
      own.count(segment(trace, seq).acknowledgment);
    }
  }

  /** Whether nothing is known of the other end but what reaches this one. */
  #outside(place: 0 | 1): boolean {
    return this.conversation.ends[1 - place] === undefined;
  }

  #cablesPassed(packet: number, upTo: number): number {
    let cables = 0;
    for (const fact of this.#journeys.facts(packet, upTo)) if (this.#trace.kind(fact) === 'frame.arrived') cables++;
    return Math.max(1, cables);
  }

  /** A segment of end `from` is on its way; `seq` tells it. */
  #left(seq: number, from: 0 | 1, again: boolean): void {
    const trace = this.#trace;
    const direction = this.directions[from];
    const time = trace.time(seq);
    const { flags, length, sequence } = segment(trace, seq);
    if (this.conversation.protocol === 'udp') {
      const begin = direction.highest;
      direction.highest += length;
      direction.segments.push(time, begin, seq, direction.highest);
      this.transcript.add(from, seq, direction.highest, length);
    } else {
      const begin = direction.count(sequence, flags.syn ? sequence : (sequence - 1) >>> 0);
      const text = begin + (flags.syn ? 1 : 0);
      const end = text + length + (flags.fin ? 1 : 0);
      if (end > begin) direction.segments.push(time, begin, seq, end, again ? POINT_AGAIN : 0);
      direction.highest = Math.max(direction.highest, end);
      if (length > 0) this.transcript.add(from, seq, text + length - 1, length);
      direction.flight.push(time, direction.highest - direction.unacknowledged, seq);
    }
    direction.textSent += length;
    if (length > 0) direction.sent.push(time, direction.textSent, seq);
  }

  #arrived(seq: number, rung: number, direction: Direction, time: number): void {
    const { flags, length, sequence } = segment(this.#trace, seq);
    if (this.conversation.protocol === 'udp') {
      direction.arrived += length;
      direction.delivered.push(time, direction.arrived, seq);
      return;
    }
    const occupied = length + (flags.syn ? 1 : 0) + (flags.fin ? 1 : 0);
    if (occupied === 0) return;
    const begin = direction.count(sequence);
    // What was seen begin in the middle is in order from there on.
    if (direction.delivered.length === 0 && direction.arrived === 0 && begin === 1) direction.arrived = 1;
    const how = direction.arrive(begin, begin + occupied);
    // Of a simultaneous open (RFC 9293 §3.5): its SYN is known, but not that it acknowledges.
    const answers = flags.syn && flags.ack && !this.conversation.retransmissions.has(rung);
    if (how === 'seen-before' && !answers) direction.repeated = true;
    if (how !== 'in-order' && !answers) this.#mark(rung, how, seq);
    else if (length > 0) direction.delivered.push(time, direction.arrived, seq);
    direction.count((sequence + occupied) >>> 0);
  }

  /** Segment `seq` tells end `place` what of its own has arrived, and how much more it may send. */
  #acknowledges(seq: number, place: 0 | 1): void {
    const { flags, acknowledgment, window } = segment(this.#trace, seq);
    const own = this.directions[place];
    if (!flags.ack || own.first === null) return;
    const time = this.#trace.time(seq);
    const upTo = own.count(acknowledgment);
    if (upTo < own.unacknowledged) return;
    const progress = upTo > own.unacknowledged;
    own.unacknowledged = upTo;
    own.acknowledged.push(time, upTo, seq);
    own.edge.push(time, upTo + window, seq);
    own.window.push(time, window, seq);
    if (progress) own.flight.push(time, Math.max(0, own.highest - upTo), seq);
  }

  /** What a segment was sent for, and what its window says. `back`: the direction it acknowledges. */
  #noteSending(seq: number, back: Direction): void {
    const { text, flags, acknowledgment, window, length } = segment(this.#trace, seq);
    const timer = this.#timerBehind(seq);
    if (timer === 'keep-alive') this.#mark(seq, 'keep-alive', seq);
    if (timer === 'persist') this.#mark(seq, 'window-probe', seq);
    if (text.includes('RST') || flags.syn || !flags.ack) return;
    // One that says that something is missing says nothing of the window, even if that has changed.
    const nothingElse = length === 0 && !flags.fin && back.early.length === 0;
    if (window === 0) this.#mark(seq, 'zero-window', seq);
    else if (nothingElse && acknowledgment === back.toldAcknowledgment && window > back.toldWindow) {
      this.#mark(seq, 'window-update', seq);
    }
    back.toldAcknowledgment = acknowledgment;
    back.toldWindow = window;
  }

  #timerBehind(seq: number): string | null {
    let cause = this.#trace.cause(seq);
    for (let walked = 0; cause !== 0 && walked < CAUSES_WALKED; walked++) {
      const kind = this.#trace.kind(cause);
      if (kind === 'tcp.timer.expired') return String(this.#trace.detail(cause)['timer']);
      if (kind !== 'tcp.retransmitted' && kind !== 'tcp.congestion') return null;
      cause = this.#trace.cause(cause);
    }
    return null;
  }

  #mark(rung: number, mark: SegmentMark, since: number, count = 0): void {
    if (rung === 0) return;
    const known = this.#marks.get(rung);
    if (known === undefined) this.#marks.set(rung, [{ mark, since, count }]);
    else known.push({ mark, since, count });
  }
}
