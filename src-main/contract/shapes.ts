/**
 * The shapes of what crosses between the window and the host: rows, columns, views. Plain data that can be cloned.
 * Limits are part of a shape: what is too long or out of range is refused on arrival.
 */
import * as v from 'valibot';

/** Longest text of any kind in a call, characters. */
export const LONGEST_TEXT = 64 * 1024 * 1024;

/** Simulated ns; at most 1e15 (11 days), so that whatever follows from it is a safe integer too. */
export const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1e15));
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
export const text = v.pipe(v.string(), v.maxLength(LONGEST_TEXT));
export const bytes = v.instance(Uint8Array);

/** Why something could not be done: a name with parameters; each locale has one sentence a name (`problem.<name>`). */
export const problem = v.object({
  name: v.string(),
  parameters: v.record(v.string(), v.union([v.string(), v.number()])),
});
export type Problem = v.InferOutput<typeof problem>;

/**
 * How simulated time runs against the wall.
 * `hop`: the quickest frame in flight takes `wall` ms from end to end, and stretches without frames are skipped.
 * `clock`: `ratio` simulated seconds a wall second (1e-6 … 1e6).
 */
export const pace = v.variant('kind', [
  v.object({ kind: v.literal('hop'), wall: v.pipe(v.number(), v.minValue(1), v.maxValue(60_000)) }),
  v.object({ kind: v.literal('clock'), ratio: v.pipe(v.number(), v.minValue(1e-6), v.maxValue(1e6)) }),
]);
export type Pace = v.InferOutput<typeof pace>;

/** A terminal of a device, by a name the window gives it. */
export const terminalPlace = v.object({ device: id, terminal: v.pipe(v.string(), v.regex(/^tty\d{1,3}$/)) });

/** The states of a TCP connection (RFC 9293 §3.3.2), as facts of the kind `tcp.state` spell them. */
export const TCP_STATES = [
  'LISTEN',
  'SYN-SENT',
  'SYN-RECEIVED',
  'ESTABLISHED',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'CLOSE-WAIT',
  'CLOSING',
  'LAST-ACK',
  'TIME-WAIT',
  'CLOSED',
] as const;

const reasonName = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
/**
 * What playing may wait for. Facts count that happen after the moment at which it begins; time stops just after the event
 * that made it true, in a past that is seen again as in a future lived for the first time.
 */
export const condition = v.variant('kind', [
  /**
   * A program of the drawing has ended, or waits for a person to let it go on. `settled` (true when left out): and no
   * frame is on its way, and nothing that belongs to it will still happen.
   */
  v.object({ kind: v.literal('program-ends'), program: id, settled: v.optional(v.boolean()) }),
  /** The shell of a terminal waits at its prompt, and the network has settled. */
  v.object({ kind: v.literal('terminal-ready'), ...terminalPlace.entries }),
  /** A TCP connection, of that device or of any, changes to a state. */
  v.object({ kind: v.literal('state'), state: v.picklist(TCP_STATES), device: v.optional(v.nullable(id)) }),
  /** A frame or packet is dropped, for that reason or for any, at that device or anywhere. */
  v.object({
    kind: v.literal('drop'),
    reason: v.optional(v.nullable(reasonName)),
    device: v.optional(v.nullable(id)),
  }),
  /** A fact, or the frame it speaks of, passes a filter. A text that is no filter is refused. */
  v.object({ kind: v.literal('filter'), filter: v.pipe(v.string(), v.minLength(1), v.maxLength(2000)) }),
  /** Everything at or before that time has happened. */
  v.object({ kind: v.literal('time'), time }),
]);
export type Condition = v.InferOutput<typeof condition>;

/** Where the simulation stands. Announced at most once an animation frame; everything else is asked for. */
export const now = v.object({
  /** Simulated time under the cursor, ns. */
  time: time,
  /** Events handled up to the cursor. */
  step: count,
  /** Facts up to the cursor: facts 1 … `cursor` have happened. */
  cursor: count,
  /** Facts known in all: those behind the cursor are the future already lived. */
  facts: count,
  /** Simulated time of the last fact known, ns: the right end of the time line. */
  horizon: time,
  playing: v.boolean(),
  pace: pace,
  /**
   * Why it stopped by itself, if it did: `quiet`, `program-ended`, `program-waits` (for a person), `trace-full`, `until`
   * (a time that was gone to), `condition` (what was awaited came true), `none-ahead`, `none-behind` (there is no further
   * step of what was stepped over; the cursor stayed where it was).
   */
  stopped: v.nullable(v.string()),
  /** What it plays until, or, when it stopped by itself, what it played until. `fact`: what made it true; 0: nothing yet, or a time. */
  awaited: v.nullable(v.object({ condition, fact: count })),
  /** Frames on cables now. When the number of `flights` calls for a new look: changes with every departure or arrival. */
  flights: count,
  /** Counts up with every change of anything a device view shows. */
  version: count,
  /** Id of the branch of history that is looked at. With another one, all facts may be others. */
  branch: id,
  /** Changes with every change of the list of branches. */
  branches: count,
});
export type Now = v.InferOutput<typeof now>;

/**
 * What becomes of what was lived after the cursor when something is done there: `refuse` to do it; `replace` the future by
 * the one that begins; `keep` it as a branch.
 */
export const future = v.picklist(['refuse', 'replace', 'keep']);
export type Future = v.InferOutput<typeof future>;

/** One history of the project, among others. */
export const branchRow = v.object({
  id: id,
  /** What a person called it; null: nobody has, and the window words when it parted. */
  name: v.nullable(v.string()),
  current: v.boolean(),
  /** Id of the branch it parted from; null: from none. */
  from: v.nullable(id),
  /** Where it parted: simulated ns, and the last fact it has in common with `from`. */
  forkTime: time,
  forkFact: count,
  /** Where it stands, ns: questions bring it to the time under the cursor, as fast as that goes. */
  time: time,
  /** How far it was lived, ns, and in facts. */
  horizon: time,
  facts: count,
});
export type BranchRow = v.InferOutput<typeof branchRow>;

/**
 * Whose events a step goes to. A device: facts recorded there. A packet: facts about it, wherever. A connection: facts of
 * its two ends, by an id of `conversations.list`. `moment`: all that happens at one time is one step.
 */
export const stepOver = v.variant('kind', [
  v.object({ kind: v.literal('packet'), packet: v.pipe(count, v.minValue(1)) }),
  v.object({ kind: v.literal('connection'), connection: id }),
  v.object({ kind: v.literal('device'), device: id }),
  v.object({ kind: v.literal('moment') }),
]);
export type StepOver = v.InferOutput<typeof stepOver>;

/** Bytes that going back in time may take, at least and at most. */
export const LEAST_BUDGET = 16_000_000;
export const MOST_BUDGET = 4_000_000_000;

/** What the histories of a project take, all together. */
export const memoryUse = v.object({
  /** The moments kept to go back to: how many, the bytes they take, and those they may take. */
  checkpoints: v.object({ count: count, bytes: count, budget: count }),
  /** Bytes of facts, of frames and of the memory in which payloads lie; a history ends where they come to `limit`. */
  trace: v.object({ facts: count, frames: count, payload: count, limit: count }),
});
export type MemoryUse = v.InferOutput<typeof memoryUse>;

/** One line about the bytes of a frame. */
export const summary = v.object({
  /** Highest protocol understood: `arp`, `icmp`, `udp`, `tcp`, `ipv4`, `ethernet`. */
  protocol: v.string(),
  source: v.string(),
  destination: v.string(),
  /** In the field's notation, the same in every language: `[SYN] seq=1000 win=65535`. */
  info: v.string(),
  /** Bytes without the FCS. */
  length: count,
});
export type Summary = v.InferOutput<typeof summary>;

/** One fact of the trace, as a row. Devices, ports and cables by id or name. */
export const factRow = v.object({
  seq: count,
  time: time,
  step: count,
  kind: v.string(),
  device: v.nullable(v.string()),
  port: v.nullable(v.string()),
  /** Frame id; 0: none. */
  frame: count,
  /** Packet id; 0: none. */
  packet: count,
  value: v.number(),
  reason: v.nullable(v.string()),
  cause: count,
  detail: v.record(v.string(), v.union([v.string(), v.number()])),
  summary: v.nullable(summary),
});
export type FactRow = v.InferOutput<typeof factRow>;

/** Frames on cables now, as columns of equal length. */
export const flightColumns = v.object({
  /** Cable ids used by `cable`. */
  cables: v.array(v.string()),
  /** Index into `cables`. */
  cable: v.instance(Uint32Array),
  /** 0: from end a to end b; 1: from b to a. */
  direction: v.instance(Uint8Array),
  frame: v.instance(Uint32Array),
  packet: v.instance(Uint32Array),
  /** ns at which the first bit left. */
  departure: v.instance(Float64Array),
  /** ns at which the last bit arrives. */
  arrival: v.instance(Float64Array),
  /** Index into PROTOCOLS: what to draw. */
  protocol: v.instance(Uint8Array),
  /**
   * 0: on its way. 1: held by hand, at the place where it was at time `since`. 2: it waits at the near end to be sent, in
   * the order of the rows; nothing is known yet of its departure and arrival (both 0).
   */
  state: v.instance(Uint8Array),
  /** ns since which it is held; 0 for the others. */
  since: v.instance(Float64Array),
  /** A number that both directions of a flow share; 0: part of none. Only there when it was asked for. */
  flow: v.optional(v.instance(Uint32Array)),
});
export type FlightColumns = v.InferOutput<typeof flightColumns>;

/** What `FlightColumns.protocol` counts. */
export const PROTOCOLS = ['ethernet', 'arp', 'ipv4', 'icmp', 'udp', 'tcp', 'stp', 'rip', 'dhcp', 'dns'] as const;

/** A frame whole: its bytes and what is known about it. */
export const frameView = v.object({
  frame: count,
  packet: count,
  bytes: bytes,
  /** FCS as carried. */
  fcs: count,
  intact: v.boolean(),
  summary: summary,
});
export type FrameView = v.InferOutput<typeof frameView>;

/** One hop of a packet: one frame put on one cable. */
export const hopRow = v.object({
  seq: count,
  departure: time,
  /** ns, or null when it was lost on the way. */
  arrival: v.nullable(time),
  from: v.string(),
  fromPort: v.string(),
  to: v.nullable(v.string()),
  toPort: v.nullable(v.string()),
  cable: v.nullable(v.string()),
  frame: count,
  /** Why it ended here, if it did. */
  reason: v.nullable(v.string()),
  /** Header fields by filter name (`eth.src`, `ip.ttl`, `tcp.srcport`, …), printed. */
  fields: v.record(v.string(), v.string()),
  /** Filter names whose value differs from the hop before. */
  changed: v.array(v.string()),
});
export type HopRow = v.InferOutput<typeof hopRow>;

const table = v.object({
  /** `arp`, `mac`, `routes`, `sockets`, `programs`, `ports`. */
  name: v.string(),
  /** Column names; the locale has a title for each (`table.<name>.<column>`). */
  columns: v.array(v.string()),
  /** Text, number, or null; a column called `since`, `expires` or `deadline` is a time in ns. */
  rows: v.array(v.array(v.union([v.string(), v.number(), v.null()]))),
  /** For each row the fact that made it what it is, to ask why of; null: none did, or none is known. */
  because: v.optional(v.array(v.nullable(count))),
  /** For each row when that was, ns; null as in `because`. */
  since: v.optional(v.array(v.nullable(time))),
});

/** Everything a device knows, as tables, at the cursor. */
export const deviceView = v.object({ device: v.string(), tables: v.array(table) });
export type DeviceView = v.InferOutput<typeof deviceView>;
export type DeviceTable = v.InferOutput<typeof table>;

/** What a person does at a terminal: a line and Enter, Ctrl+C, or Ctrl+D at the start of a line. */
export const terminalAction = v.variant('type', [
  v.object({ type: v.literal('line'), text: v.pipe(v.string(), v.maxLength(1000)) }),
  v.object({ type: v.literal('interrupt') }),
  v.object({ type: v.literal('end') }),
]);
export type TerminalAction = v.InferOutput<typeof terminalAction>;

/** A terminal of a device at the cursor. */
export const terminalView = v.object({
  /** Lines on the screen from the one asked for on. `prompt` null: printed; else typed after it. */
  lines: v.array(v.object({ prompt: v.nullable(v.string()), text: v.string() })),
  /** Facts up to the moment it was read at. */
  cursor: count,
  /** Number of the first of `lines`, counted from the first that ever stood on the screen. */
  first: count,
  /** Lines cleared or forgotten: what has a smaller number stands on the screen no more. */
  forgotten: count,
  /** What a program has written of a line that goes on. */
  unfinished: v.string(),
  prompt: v.string(),
  /** Lines typed at the prompt, oldest first. */
  history: v.array(v.string()),
  /** The program that reads what is typed, or null: the shell waits at its prompt. */
  running: v.nullable(v.object({ number: count, command: v.string() })),
});
export type TerminalView = v.InferOutput<typeof terminalView>;

/** One conversation: both ends of a TCP connection, or of datagrams to and fro, found by four-tuple. */
export const conversationRow = v.object({
  /** Index for `conversations.ladder`; stable while the trace grows. */
  id: v.string(),
  protocol: v.picklist(['tcp', 'udp']),
  clientDevice: v.nullable(v.string()),
  client: v.string(),
  serverDevice: v.nullable(v.string()),
  server: v.string(),
  /** States at the cursor; empty for UDP, which has none. */
  clientState: v.string(),
  serverState: v.string(),
  segments: count,
  start: time,
});
export type ConversationRow = v.InferOutput<typeof conversationRow>;

/** What is said of a segment besides what it is, in the order in which it is said. */
export const SEGMENT_MARKS = [
  'duplicate-ack',
  'out-of-order',
  'seen-before',
  'keep-alive',
  'window-probe',
  'zero-window',
  'window-update',
] as const;
export type SegmentMark = (typeof SEGMENT_MARKS)[number];

/** One rung of a ladder: a segment from one end, with where it ended, or a change of state of one end. */
export const rung = v.object({
  seq: count,
  time: time,
  end: v.picklist(['client', 'server']),
  kind: v.picklist(['segment', 'state']),
  packet: count,
  /** ns of arrival; null: not (yet) arrived. */
  arrival: v.nullable(time),
  /** Reason of the drop, if it was dropped. */
  reason: v.nullable(v.string()),
  /** Where and when it was dropped: at a device or on a cable, and what part of its way it had behind it (0 … 1). */
  ended: v.nullable(
    v.object({ time, device: v.nullable(v.string()), cable: v.nullable(v.string()), along: v.number(), fact: count }),
  ),
  retransmission: v.boolean(),
  marks: v.array(v.picklist(SEGMENT_MARKS)),
  /** Which duplicate acknowledgment in a row it is; 0: none. */
  duplicate: count,
  /** What it reports of text that came out of order: sequence numbers, the right ones exclusive (RFC 2018 §3). */
  sack: v.array(v.tuple([count, count])),
  flags: v.string(),
  sequence: count,
  acknowledgment: count,
  window: count,
  length: count,
  /** State changes: from, to. Segments: empty. */
  from: v.string(),
  to: v.string(),
});
export type Rung = v.InferOutput<typeof rung>;

/** A TCP connection as a stretch of time. */
export const connectionSpan = v.object({
  /** As in `conversations.list`. */
  id: v.string(),
  client: v.string(),
  server: v.string(),
  clientDevice: v.nullable(v.string()),
  serverDevice: v.nullable(v.string()),
  /** ns of its first fact: the opener leaves CLOSED, or its first SYN is seen. */
  start: time,
  /** ns at which the last of the ends that were seen is CLOSED; null: it is open as far as history is known. */
  end: v.nullable(time),
  /** Changes of state of both ends, in the order in which they happened. */
  states: v.array(v.object({ time, end: v.picklist(['client', 'server']), state: v.string() })),
});
export type ConnectionSpan = v.InferOutput<typeof connectionSpan>;

/** One run of a program as a stretch of time. */
export const programSpan = v.object({
  /** Number of the fact that tells of its start. */
  seq: count,
  /** What it is called: the name in the drawing, or the command. */
  program: v.string(),
  device: v.string(),
  start: time,
  /** ns; null: it runs as far as history is known. */
  end: v.nullable(time),
  /** Exit status; null: not ended. */
  status: v.nullable(v.number()),
});
export type ProgramSpan = v.InferOutput<typeof programSpan>;
