/**
 * What passes between the real sockets of gateways and tunnels and the simulation. A connection has a number, given by the
 * side on which it began: odd by the real sockets, even by the simulation. A tunnel is one connection for as long as its
 * port is open, and every piece of data on it is a frame.
 */
import * as v from 'valibot';
import { parting } from './parting.ts';
import { bytes, count, id } from './shapes.ts';
import { tunnelPorts } from './tunnels.ts';

const port = v.pipe(count, v.maxValue(65_535));
const connection = v.pipe(count, v.minValue(1));

/** Bytes of one connection that may be under way between the two sides, each way: what is more waits where it is. */
export const BRIDGE_WINDOW = 256 * 1024;

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
  /** So many frames could not be given out by a tunnel: too many were under way. */
  v.object({ what: v.literal('lost'), connection, count }),
  /** A frame that came in through a tunnel says it is from an adapter that is drawn here: `device` has that address. */
  v.object({ what: v.literal('doubled'), connection, device: id, mac: v.string() }),
  /** The gateway or tunnel is no longer part of the network that runs: everything through it has ended. */
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
  /** Joins a tunnel to the outside, and says what its settings are at this moment. */
  'bridge.plug': {
    parameters: v.object({ device: id }),
    result: v.object({ powered: v.boolean(), ports: tunnelPorts }),
  },
  'bridge.off': { parameters: v.object({ device: id }), result: v.object({}) },
  'bridge.tell': { parameters: v.object({ events: v.array(realEvent) }), result: v.object({}) },
} as const;

export const BRIDGE_ANNOUNCEMENTS = {
  'bridge.told': v.object({ events: v.array(drawnEvent) }),
  /** Something a gateway or a tunnel shows has changed: ask `gateways.list`, `tunnels.list`. */
  'gateways.changed': v.object({}),
} as const;
