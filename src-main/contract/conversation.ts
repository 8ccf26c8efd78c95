/** What a window may ask about one conversation: its ladder, both ends now, the states passed through, series, bytes. */
import * as v from 'valibot';
import { bytes, count, factRow, id, rung, time } from './shapes.ts';

/** Rungs told at once, at most. */
export const MOST_RUNGS = 400;
/** Changes of state told of one end: the newest. */
export const MOST_TRANSITIONS = 100;
/** Points of one line told at once, at least and at most. */
export const LEAST_POINTS = 8;
export const MOST_POINTS = 2000;
/** Bytes of a stream told at once, at most. */
export const MOST_STREAM_BYTES = 256 * 1024;
/** Longest text looked for in a stream, bytes. */
export const LONGEST_SOUGHT = 200;

const branch = v.optional(id);
const end = v.picklist(['client', 'server']);
export type ConversationEnd = v.InferOutput<typeof end>;
const place = v.pipe(v.number(), v.finite(), v.minValue(0));

/**
 * Where a rung stands in a ladder. `even`: a segment takes two units, a change of state one. `time`: as many units as ns
 * have passed, but no silence more than `longest` of them.
 */
export const ladderSpacing = v.variant('kind', [
  v.object({ kind: v.literal('even') }),
  v.object({ kind: v.literal('time'), longest: v.pipe(time, v.minValue(1)) }),
]);
export type LadderSpacing = v.InferOutput<typeof ladderSpacing>;

/** A stretch of a ladder as it stands at the cursor. */
export const ladder = v.object({
  /** What it was asked for by. */
  spacing: ladderSpacing,
  /** Rungs up to the cursor, in all. */
  total: count,
  /** Time under the cursor, ns, and where that stands: after the last rung. */
  now: time,
  height: place,
  /** Index of the first rung told. */
  from: count,
  rungs: v.array(rung),
  /**
   * Of each rung told: where it starts, and where what arrived arrives (`even`: where the last rung starts that the other end
   * tells before; the same number if nothing crossed it).
   */
  places: v.instance(Float64Array),
  arrivals: v.instance(Float64Array),
  /** ns of silence before each rung that are left out; 0: none. */
  shortened: v.instance(Float64Array),
  /** Sequence number each end begins with; null: not known yet. */
  first: v.object({ client: v.nullable(count), server: v.nullable(count) }),
  /** State of each end before the first rung told; empty: not known. */
  states: v.object({ client: v.string(), server: v.string() }),
  /** ns of the first rung of all. */
  start: time,
  /** Typical ns a segment takes to the other end: a good scale; null: none has arrived. */
  transit: v.nullable(count),
});
export type Ladder = v.InferOutput<typeof ladder>;

const range = v.object({ from: count, to: count });
export type SequenceRange = v.InferOutput<typeof range>;

/** One timer that runs. */
export const runningTimer = v.object({
  /** `retransmission`, `persist`, `time-wait`, `delayed-ack`, `cork`, `keep-alive`, `user-timeout`, `fin-wait-2`, `linger`. */
  timer: v.string(),
  started: time,
  deadline: time,
  /** The fact that it was started, to ask why of. */
  fact: count,
  /** Times in a row that it has expired for nothing, or probes sent by it. */
  attempts: count,
});
export type RunningTimer = v.InferOutput<typeof runningTimer>;

/** What one end knows at the cursor: RFC 9293 §3.3.1's variables and more; sequence numbers absolute, ranges without their `to`. */
export const endMoment = v.object({
  device: v.string(),
  state: v.string(),
  iss: count,
  sndUna: count,
  /** One after the highest number sent. */
  sndNxt: count,
  sndWnd: count,
  /** One after the last byte the program has handed over. */
  queued: count,
  irs: v.nullable(count),
  rcvNxt: v.nullable(count),
  rcvWnd: v.nullable(count),
  /** Bytes received in order that the program has not read. */
  unread: count,
  sendBuffer: count,
  receiveBuffer: count,
  sacked: v.array(range),
  /** In flight, and sent more than once. */
  resent: v.array(range),
  /** Received, with something missing before. */
  early: v.array(range),
  mss: count,
  cwnd: count,
  ssthresh: v.nullable(count),
  congestionControl: v.string(),
  phase: v.string(),
  srtt: v.nullable(v.number()),
  rttvar: v.nullable(v.number()),
  rto: v.number(),
  timers: v.array(runningTimer),
});
export type EndMoment = v.InferOutput<typeof endMoment>;

/** A change of state of one end, and what made it change. */
export const transition = v.object({
  seq: count,
  time: time,
  from: v.string(),
  to: v.string(),
  clause: v.string(),
  /** The segment, call or timer behind it; null: not known. */
  cause: v.nullable(factRow),
});
export type Transition = v.InferOutput<typeof transition>;

/** What can be drawn over time. All of one end as a sender. */
export const SERIES = ['sequence', 'congestion', 'rtt', 'window', 'throughput'] as const;
export type SeriesName = (typeof SERIES)[number];

/** Marks of a point, added up: sent again; lost; more points than one stand behind it. */
export const POINT_AGAIN = 1;
export const POINT_LOST = 2;
export const POINT_MANY = 4;

/** One line of a plot, as columns. */
export const seriesLine = v.object({
  /** `segments`, `acknowledged`, `edge`, `sacked`, `cwnd`, `ssthresh`, `measured`, `srtt`, `rto`, `flight`, `window`, `sent`, `delivered`. */
  name: v.string(),
  times: v.instance(Float64Array),
  /** The value; of stretches (`segments`, `sacked`) where they begin, and `highs` where they end. */
  values: v.instance(Float64Array),
  highs: v.nullable(v.instance(Float64Array)),
  /** The fact behind each point; 0: none. */
  facts: v.instance(Uint32Array),
  marks: v.instance(Uint8Array),
  /** Points there are in that stretch of time. */
  whole: count,
});
export type SeriesLine = v.InferOutput<typeof seriesLine>;

/** Bytes of a stream that one segment or datagram brought for the first time. */
export const streamPiece = v.object({
  end,
  /** Place of its first byte among those asked for, and among those of its end. */
  at: count,
  offset: count,
  bytes,
  fact: count,
  packet: count,
  time: time,
  /** Facts of segments that brought some of it again. */
  again: v.array(count),
});
export type StreamPiece = v.InferOutput<typeof streamPiece>;

const streamOf = v.picklist(['both', 'client', 'server']);
export type StreamOf = v.InferOutput<typeof streamOf>;

export const CONVERSATION_CALLS = {
  /** The rungs that stand between `from` and `to` (in units of `spacing`) up to the cursor, at most MOST_RUNGS of them. */
  'conversations.ladder': {
    parameters: v.object({ id, spacing: ladderSpacing, from: place, to: place, branch }),
    result: ladder,
  },
  /** Both ends at the cursor; null: not there (any more), or outside of what is simulated. */
  'conversations.moment': {
    parameters: v.object({ id, branch }),
    result: v.object({ client: v.nullable(endMoment), server: v.nullable(endMoment) }),
  },
  /** The states both ends go through in the known history, what lies behind the cursor included. */
  'conversations.path': {
    parameters: v.object({ id, branch }),
    result: v.object({ client: v.array(transition), server: v.array(transition) }),
  },
  /**
   * Lines of one plot from `from` to `until` ns (left out: from `start` to `stop`, which is a little after the last segment),
   * each thinned to about `points`. The whole known history counts, what lies behind the cursor too.
   */
  'conversations.series': {
    parameters: v.object({
      id,
      end,
      what: v.picklist(SERIES),
      from: v.optional(time),
      until: v.optional(time),
      points: v.pipe(count, v.minValue(LEAST_POINTS), v.maxValue(MOST_POINTS)),
      branch,
    }),
    result: v.object({ start: time, stop: time, lines: v.array(seriesLine) }),
  },
  /**
   * The points of the same lines that packet `packet` made: where it was sent, or what came of its arrival; whatever was
   * thinned out. A rate has none.
   */
  'conversations.points': {
    parameters: v.object({ id, end, what: v.picklist(SERIES), packet: count, branch }),
    result: v.object({ lines: v.array(seriesLine) }),
  },
  /** `count` bytes from byte `from` of what one end sent, or of both in the order in which it was sent; up to the cursor. */
  'conversations.stream': {
    parameters: v.object({
      id,
      of: streamOf,
      from: count,
      count: v.pipe(count, v.maxValue(MOST_STREAM_BYTES)),
      branch,
    }),
    result: v.object({ total: count, client: count, server: count, pieces: v.array(streamPiece) }),
  },
  /** Where bytes next occur in that stream, from byte `from` on (or, `back`, before it); null: nowhere. */
  'conversations.find': {
    parameters: v.object({
      id,
      of: streamOf,
      bytes: v.pipe(
        bytes,
        v.check(({ length }) => length > 0 && length <= LONGEST_SOUGHT),
      ),
      from: count,
      direction: v.picklist(['forward', 'back']),
      branch,
    }),
    result: v.object({ at: v.nullable(count) }),
  },
  /** The conversation that a packet is part of, by an id of `conversations.list`; null: of none that has begun by now. */
  'conversations.of': {
    parameters: v.object({ packet: count, branch }),
    result: v.object({ id: v.nullable(id) }),
  },
  /** Where the segment that is packet `packet` stands in the ladder: units of `spacing`; null: nowhere, or not yet. */
  'conversations.place': {
    parameters: v.object({ id, packet: count, spacing: ladderSpacing, branch }),
    result: v.object({ place: v.nullable(place) }),
  },
} as const;
