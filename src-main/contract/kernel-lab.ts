/**
 * The shapes of the kernel lab: one socket call as data, what came of it, and a line of a socket table, the same for the
 * operating system's sockets and for their simulated twin.
 */
import * as v from 'valibot';
import { count, id, problem, time } from './shapes.ts';

const socket = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/));
const port = v.pipe(count, v.maxValue(65_535));
const length = v.pipe(count, v.minValue(1), v.maxValue(16 * 1024 * 1024));
const protocol = v.picklist(['stream', 'datagram']);

/** Who makes the calls: two programs on one machine. */
export const actor = v.picklist(['server', 'client']);
export type Actor = v.InferOutput<typeof actor>;

/**
 * One call. Sockets go by names within their program. Ports are known when the call is made: 0 asks for a free one, and
 * `from` 0 lets the system choose the caller's own.
 */
export const labCall = v.variant('call', [
  v.object({ call: v.literal('listen'), socket, port, backlog: v.pipe(count, v.maxValue(4096)) }),
  v.object({ call: v.literal('accept'), socket, as: socket }),
  v.object({ call: v.literal('connect'), socket, port, from: port }),
  /** A datagram socket with a port of its own. */
  v.object({ call: v.literal('bind'), socket, port }),
  v.object({ call: v.literal('sendto'), socket, port, length }),
  v.object({ call: v.literal('recvfrom'), socket }),
  /** `text` instead of `length` bytes where it says something. */
  v.object({ call: v.literal('send'), socket, length, text: v.nullable(v.pipe(v.string(), v.maxLength(4096))) }),
  v.object({ call: v.literal('recv'), socket, length }),
  v.object({ call: v.literal('shutdown'), socket }),
  v.object({ call: v.literal('close'), socket }),
  /** SO_LINGER of 0, then close. */
  v.object({ call: v.literal('abort'), socket }),
  /** The program is busy: it makes no call and reads nothing until it goes on. */
  v.object({ call: v.literal('suspend') }),
  v.object({ call: v.literal('resume') }),
  /** The program is killed; its sockets are left to the operating system. */
  v.object({ call: v.literal('kill') }),
  /** Nobody calls anything for `wait` ns. */
  v.object({ call: v.literal('wait'), wait: v.pipe(time, v.maxValue(10e9)) }),
]);
export type LabCall = v.InferOutput<typeof labCall>;

/** What a call returned: an error by its name (`ECONNREFUSED`), or a number (bytes, or the port) and what was read. */
export const labOutcome = v.object({
  error: v.nullable(v.pipe(v.string(), v.maxLength(64))),
  value: v.nullable(count),
  /** The beginning of what was read, if it is text. */
  text: v.nullable(v.pipe(v.string(), v.maxLength(4096))),
});
export type LabOutcome = v.InferOutput<typeof labOutcome>;

/** A line of a socket table. */
export const labSocket = v.object({
  protocol,
  /** Whose end it is, by its port. */
  end: actor,
  local: v.string(),
  remote: v.string(),
  /** As RFC 9293 §3.3.2 spells them; empty for datagrams. */
  state: v.string(),
  /** Bytes not read; of a listening socket, connections not accepted. Null: the system does not tell. */
  receiveQueue: v.nullable(count),
  /** Bytes not acknowledged; of a listening socket, how many connections may wait, if the system tells. */
  sendQueue: v.nullable(count),
  /** `retransmission`, `time-wait`, `persist`, `keep-alive`; null: none runs, or the system does not tell. */
  timer: v.nullable(v.string()),
  /** ns until it expires. */
  remaining: v.nullable(v.number()),
  /** Whether a program still holds it; null: the system does not tell. */
  held: v.nullable(v.boolean()),
});
export type LabSocket = v.InferOutput<typeof labSocket>;

const loopbackAddress = v.picklist(['127.0.0.1', '::1']);

/** A recipe that is being cooked, and the two tables side by side. */
export const labView = v.object({
  recipe: id,
  /** `process.platform`. */
  platform: v.string(),
  /** Where the real sockets are. Those of the twin are always at 127.0.0.1. */
  address: loopbackAddress,
  calls: v.array(v.object({ actor, call: labCall, real: v.nullable(labOutcome), twin: v.nullable(labOutcome) })),
  /** Index of the call that comes next; null: all were made. */
  next: v.nullable(count),
  /** ns since the lab was opened. */
  time,
  /** Null: this system's table cannot be read, and why. */
  real: v.nullable(v.array(labSocket)),
  unread: v.nullable(problem),
  twin: v.array(labSocket),
  /** Where the two are not alike, and what is worth knowing about it: names with a sentence in each language. */
  differences: v.array(problem),
});
export type LabView = v.InferOutput<typeof labView>;

/** Calls of the contract for the window (`lab.*`), and those the host makes of the simulation thread (`twin.*`). */
export const LAB_CALLS = {
  /** `why`: it cannot be done on this system. `ipv6`: why not on ::1. */
  'lab.recipes': {
    parameters: v.object({}),
    result: v.object({
      recipes: v.array(v.object({ id, why: v.nullable(problem) })),
      ipv6: v.nullable(problem),
    }),
  },
  /**
   * Ends what was open and starts the two programs of a recipe, whose sockets are at `address`. Refused: `lab.unknown`,
   * `lab.cannot-suspend`, `lab.no-ipv6-here`.
   */
  'lab.open': { parameters: v.object({ recipe: id, address: loopbackAddress }), result: labView },
  /** Makes the next call, really and in the twin. Refused: `lab.none`. */
  'lab.next': { parameters: v.object({}), result: labView },
  /** Looks again at both tables. Refused: `lab.none`. */
  'lab.look': { parameters: v.object({}), result: labView },
  /** Ends the programs; nothing is left open. */
  'lab.close': { parameters: v.object({}), result: v.object({}) },
  /** A new twin: one host that behaves as the system at `platform` does. */
  'twin.open': { parameters: v.object({ platform: v.string() }), result: v.object({}) },
  /** One call in the twin, at `time` ns since it was opened. */
  'twin.call': { parameters: v.object({ actor, call: labCall, time }), result: labOutcome },
  /** Its table, at `time` ns since it was opened; `ports`: those of the server. */
  'twin.look': {
    parameters: v.object({ time, ports: v.array(port) }),
    result: v.object({ sockets: v.array(labSocket) }),
  },
  /** Forgets it. */
  'twin.close': { parameters: v.object({}), result: v.object({}) },
} as const;
