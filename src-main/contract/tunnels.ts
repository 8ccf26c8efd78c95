/**
 * The shapes of frame tunnels. Between the real socket and the simulation a tunnel is one connection of the bridge
 * (`bridge.ts`) on which every piece of data is a frame.
 */
import * as v from 'valibot';
import { parting } from './parting.ts';
import { count, id, problem } from './shapes.ts';

const port = v.pipe(count, v.minValue(1), v.maxValue(65_535));

/** Shortest frame taken from outside, bytes without the FCS: an Ethernet header (IEEE 802.3 §3.1.1). */
export const SHORTEST_FRAME = 14;

/** The UDP ports of the machine between which frames go. */
export const tunnelPorts = v.object({ address: v.picklist(['127.0.0.1', '::1']), port, peer: port });
export type TunnelPorts = v.InferOutput<typeof tunnelPorts>;

/** Datagrams and their bytes. */
const traffic = v.object({ frames: count, bytes: count });

export const tunnelView = v.object({
  device: id,
  on: v.boolean(),
  /** Null: it is on, or a person switched it off. */
  parted: v.nullable(parting),
  /** The ports it was switched on with. */
  ports: tunnelPorts,
  /** Null: its port is open. `sockets.port-in-use`, `sockets.cannot-listen`, `gateway.no-power`: why not. */
  why: v.nullable(problem),
  /** The other end. `nobody`: no program has that port yet; `quiet`: nothing has come from there; `heard`: something has. */
  peer: v.picklist(['nobody', 'quiet', 'heard']),
  /** Frames that went into the drawn network, and that came out of it. */
  entered: traffic,
  left: traffic,
  /** A MAC address heard from outside that an adapter here has too, and its device; null: none was. */
  doubled: v.nullable(v.object({ device: id, mac: v.string() })),
  /** Frames that wait for time to go on. */
  waiting: count,
  /**
   * What did not pass. `stranger`: came from another port than the peer's; `short`: no frame can be so; `full`: too many
   * waited already; `unsent`: the system did not take it, or too many were to leave at once.
   */
  refused: v.object({ stranger: count, short: count, full: count, unsent: count }),
});
export type TunnelView = v.InferOutput<typeof tunnelView>;

/** Null: it was never switched on. */
const result = v.object({ tunnel: v.nullable(tunnelView) });

export const TUNNEL_CALLS = {
  /** How every tunnel that was ever switched on stands. */
  'tunnels.list': { parameters: v.object({}), result: v.object({ tunnels: v.array(tunnelView) }) },
  /**
   * Opens the loopback port of a tunnel. Time then runs as the clock does. Refused: `tunnel.none-here`,
   * `tunnel.without-ports`, `gateway.in-the-past`. A port that cannot be had is told in the view.
   */
  'tunnels.on': { parameters: v.object({ device: id }), result },
  /** Closes it; frames that wait are gone. */
  'tunnels.off': { parameters: v.object({ device: id }), result },
} as const;
