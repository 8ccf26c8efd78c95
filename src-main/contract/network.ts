/** The shapes of what a drawing shows of the whole network at one moment, as columns: a row a cable, a row a device. */
import * as v from 'valibot';
import { count, id, time } from './shapes.ts';

const numbers = v.instance(Float64Array);

/** What is told of a cable, for each direction: `There` from end a to end b, `Back` the other way. */
export const CABLE_COLUMNS = [
  /** Share of the stretch in which it was sending, 0 … 1. */
  'busyThere',
  'busyBack',
  /** bit/s, preambles and frame check sequences included. */
  'rateThere',
  'rateBack',
  /** Frames that wait at the near end. */
  'waitingThere',
  'waitingBack',
  /** Frames that may; 0 where none waits. */
  'roomThere',
  'roomBack',
] as const;

/** What is told of a device. */
export const DEVICE_COLUMNS = [
  /** 1: it is switched off. */
  'off',
  /** Neighbours asked for by ARP and not known yet. */
  'arpPending',
  /** Ports with an address that another device uses too. */
  'conflicts',
  /** TCP sockets that listen, connections open, in CLOSE-WAIT and in TIME-WAIT. */
  'listening',
  'connections',
  'closeWait',
  'timeWait',
  /** Processes that run. */
  'processes',
  /** Broadcast frames a second that reach it, if they are so many that it is a storm; else 0. */
  'storm',
] as const;

type CableColumn = (typeof CABLE_COLUMNS)[number];
type DeviceColumn = (typeof DEVICE_COLUMNS)[number];

function columns<Name extends string>(names: readonly Name[]) {
  const each = Object.fromEntries(names.map((name) => [name, numbers])) as Record<Name, typeof numbers>;
  return v.object({ ids: v.array(v.string()), ...each });
}

/**
 * How a network stands. A row takes the place of the one known of the same id. `whole`: all that was known is forgotten
 * first, and what is not told of is all zeros.
 */
export const networkState = v.object({
  version: count,
  whole: v.boolean(),
  /** ns that use was really measured for: less than asked for at the beginning, and where very much happens. */
  stretch: v.number(),
  cables: columns<CableColumn>(CABLE_COLUMNS),
  devices: columns<DeviceColumn>(DEVICE_COLUMNS),
  /** Facts of frames thrown away in that stretch: the newest, oldest first. */
  drops: v.instance(Uint32Array),
  /** Where copies of a frame left through several ports at once, in that stretch: the newest, oldest first. */
  floods: v.object({ device: v.array(v.string()), seq: v.instance(Uint32Array), time: numbers }),
});
export type NetworkState = v.InferOutput<typeof networkState>;

/** The way of a packet or a connection, a row for each cable and direction, in the order in which they were first used. */
export const networkPath = v.object({
  cable: v.array(v.string()),
  /** 0: from end a to end b. */
  direction: v.instance(Uint8Array),
  /** Times it was used up to the cursor, and how often it will be, as far as history is known. */
  taken: v.instance(Uint32Array),
  ahead: v.instance(Uint32Array),
});
export type NetworkPath = v.InferOutput<typeof networkPath>;

const branch = v.optional(id);

/** Questions about the whole network. */
export const NETWORK_CALLS = {
  /**
   * What the cursor's moment looks like. `known`: version of the newest answer the window has, or null; it is told what has
   * changed since, or everything when another has asked meanwhile. `stretch`: ns before the cursor that use is told of.
   */
  'network.state': {
    parameters: v.object({
      known: v.nullable(count),
      stretch: v.pipe(time, v.minValue(1000), v.maxValue(3.6e12)),
      branch,
    }),
    result: networkState,
  },
  /** Which cables a packet, or the packets of a connection (an id of `conversations.list`), crossed and will cross. */
  'network.path': {
    parameters: v.object({ of: v.union([v.object({ packet: count }), v.object({ conversation: id })]), branch }),
    result: networkPath,
  },
} as const;
