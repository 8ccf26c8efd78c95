/** The shapes of gateways, as the window asks of them. */
import * as v from 'valibot';
import { parting } from './parting.ts';
import { count, id, problem } from './shapes.ts';

const port = v.pipe(count, v.maxValue(65_535));

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

export const gatewayView = v.object({
  device: id,
  on: v.boolean(),
  /** Null: it is on, or a person switched it off. */
  parted: v.nullable(parting),
  doors: v.array(gatewayDoor),
});
export type GatewayView = v.InferOutput<typeof gatewayView>;

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
