/** The shapes of answers about one packet beyond its hops: its way through the layers of the devices, and what is remarkable about it. */
import * as v from 'valibot';
import { LAYERS } from '#engine/trace/layers.ts';
import { causeStep } from './causes.ts';
import { count, frameView, hopRow } from './shapes.ts';

export { LAYERS, type Layer } from '#engine/trace/layers.ts';

/** A decision of a device about a packet, and the layer at which it is taken. */
export const passageStep = v.object({ ...causeStep.entries, layer: v.picklist(LAYERS) });
export type PassageStep = v.InferOutput<typeof passageStep>;

/** One stay of a packet at a device, from its coming in (or being made) to its leaving or end. */
export const visit = v.object({
  device: v.string(),
  /** Index of the visit from which it came; null: it was made here. */
  from: v.nullable(count),
  /** In the order in which they were taken. */
  steps: v.array(passageStep),
});
export type Visit = v.InferOutput<typeof visit>;

/** In the order in which they began; a frame that is flooded visits several devices from one. */
export const passage = v.object({
  visits: v.array(visit),
  /** Whether these are all. */
  complete: v.boolean(),
});
export type Passage = v.InferOutput<typeof passage>;

/** What somebody who knows the protocols notices about a packet: a name (the locale words it) and what it tells. */
export const NOTES = [
  'retransmission',
  'fast-retransmission',
  'duplicate-acknowledgment',
  'out-of-order',
  'segment-missing',
  'window-full',
  'zero-window',
  'window-update',
  'zero-window-probe',
  'keep-alive',
  'delayed-acknowledgment',
  'reset',
  'urgent',
  'fragment',
  'damaged',
  'duplicated',
  'congestion-marked',
  'touched',
  'dropped',
] as const;
export type NoteName = (typeof NOTES)[number];

export const packetNote = v.object({
  note: v.picklist(NOTES),
  /** The fact that tells it. */
  fact: count,
  /** Another packet it speaks of (the one that is sent again); 0: none. */
  packet: count,
  parameters: v.record(v.string(), v.union([v.string(), v.number()])),
});
export type PacketNote = v.InferOutput<typeof packetNote>;

export const packetView = v.object({
  /** Oldest first. */
  hops: v.array(hopRow),
  /** Null: the network holds no such frame. */
  frame: v.nullable(frameView),
  /** What is remarkable about it. */
  notes: v.array(packetNote),
});
export type PacketView = v.InferOutput<typeof packetView>;
