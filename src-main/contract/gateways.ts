/**
 * The shapes of gateways: what the window asks of them, and what passes between the real sockets and the simulation.
 * A connection has a number, given by the side on which it began: odd by the real sockets, even by the simulation.
 */
import * as v from 'valibot';
import { bytes, count, id, problem } from './shapes.ts';

const port = v.pipe(count, v.maxValue(65_535));
const connection = v.pipe(count, v.minValue(1));

/** Bytes of one connection that may be under way between the two sides, each way: what is more waits where it is. */
export const BRIDGE_WINDOW = 256 * 1024;

/** A loopback port of a gateway. */
export const gatewayDoor = v.object({
  direction: v.picklist(['inward', 'outward']),
  protocol: v.picklist(['tcp', 'udp']),
  /** Real port of an inward door, drawn port of an outward one. */
  port,
  /** Where it leads: a drawn endpoint, or a port of 127.0.0.1. */
  to: v.string(),
  /** Null: it is open. `sockets.port-in-use`, `sockets.cannot-listen`, `gateway.port-in-use`, `gateway.no-power`: why not. */
  why: v.nullable(problem),
  /** Connections (peers, for UDP) there are now, and there were in all. */
  connections: count,
  total: count,
  /** Bytes that went into the drawn network, and that came out of it. */
  entered: count,
  left: count,
});
export type GatewayDoor = v.InferOutput<typeof gatewayDoor>;

/**
 * Why a gateway that nobody switched off is off: `history`: another history is the current one; `lines`: its lines were
 * changed, or it was taken off the drawing; `thread`: the simulation was lost.
 */
export const parting = v.picklist(['history', 'lines', 'thread']);
export type Parting = v.InferOutput<typeof parting>;

export const gatewayView = v.object({
  device: id,
  on: v.boolean(),
  /** Null: it is on, or a person switched it off. */
  parted: v.nullable(parting),
  doors: v.array(gatewayDoor),
});
export type GatewayView = v.InferOutput<typeof gatewayView>;

/** What the real sockets have to tell the simulation. `rule`: index of the line in the gateway's settings. */
export const realEvent = v.variant('what', [
  /** A real program has connected to an inward port, or sent its first datagram there. */
  v.object({ what: v.literal('connect'), connection, device: id, rule: count }),
  /** The real server behind an outward port has taken the connection. */
  v.object({ what: v.literal('opened'), connection }),
  v.object({ what: v.literal('data'), connection, bytes }),
  /** The real program sends no more. */
  v.object({ what: v.literal('end'), connection }),
  /** It is gone: reset, refused, or for UDP quiet for too long. */
  v.object({ what: v.literal('reset'), connection }),
  /** So many bytes were given to the real program. */
  v.object({ what: v.literal('taken'), connection, length: count }),
]);
export type RealEvent = v.InferOutput<typeof realEvent>;

/** What the simulation has to tell the real sockets. */
export const drawnEvent = v.variant('what', [
  /** A drawn program has connected to an outward port. */
  v.object({ what: v.literal('connect'), connection, device: id, rule: count }),
  /** The drawn server has taken the connection. */
  v.object({ what: v.literal('opened'), connection }),
  v.object({ what: v.literal('data'), connection, bytes }),
  v.object({ what: v.literal('end'), connection }),
  /** It was refused, reset or given up. */
  v.object({ what: v.literal('reset'), connection }),
  v.object({ what: v.literal('taken'), connection, length: count }),
  /** The gateway is no longer part of the network that runs: everything through it has ended. */
  v.object({ what: v.literal('parted'), device: id, why: parting }),
  /** Its device was switched off or on. `errors`: of each outward line, why its drawn port is not open. */
  v.object({
    what: v.literal('power'),
    device: id,
    powered: v.boolean(),
    errors: v.array(v.nullable(v.string())),
  }),
]);
export type DrawnEvent = v.InferOutput<typeof drawnEvent>;

export const GATEWAY_CALLS = {
  /** How every gateway that was ever switched on stands. */
  'gateways.list': { parameters: v.object({}), result: v.object({ gateways: v.array(gatewayView) }) },
  /**
   * Opens the loopback ports of a gateway. Time then runs as the clock does. Refused: `gateway.none-here`,
   * `gateway.in-the-past`. A port that cannot be had is told in its door; the others open.
   */
  'gateways.on': { parameters: v.object({ device: id }), result: gatewayView },
  /** Closes them; what is under way is reset. */
  'gateways.off': { parameters: v.object({ device: id }), result: gatewayView },
} as const;

/** Calls the host makes of the simulation thread; no window can. */
export const BRIDGE_CALLS = {
  /** Makes a gateway listen on its drawn ports, and says what its settings are at this moment. */
  'bridge.on': {
    parameters: v.object({ device: id }),
    result: v.object({
      /** Without power nothing is opened, until a `power` says that there is some. */
      powered: v.boolean(),
      inward: v.array(v.object({ protocol: v.picklist(['tcp', 'udp']), port, address: v.string(), to: port })),
      /** `error`: why the drawn port is not open. */
      outward: v.array(v.object({ port, to: port, error: v.nullable(v.string()) })),
    }),
  },
  'bridge.off': { parameters: v.object({ device: id }), result: v.object({}) },
  'bridge.tell': { parameters: v.object({ events: v.array(realEvent) }), result: v.object({}) },
} as const;

export const BRIDGE_ANNOUNCEMENTS = {
  'bridge.told': v.object({ events: v.array(drawnEvent) }),
  /** Something a gateway shows has changed: ask `gateways.list`. */
  'gateways.changed': v.object({}),
} as const;
