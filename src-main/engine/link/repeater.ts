import { newAccess, type Access } from './csma-cd.ts';
import type { WaitingFrame } from './cable.ts';
import type { Signal } from './medium.ts';

/**
 * A hub on which bits are repeated as they come (IEEE 802.3 clauses 9 and 27). It has no memory and no addresses: while
 * one port hears something, all others carry it; while more than one does, all carry a jam.
 */
export interface Repeater {
  /** bit/s of everything on this medium, hubs behind hubs included: that of its slowest cable. */
  rate: number;
  /** Whether two were heard at once, and not yet silence from all. */
  colliding: boolean;
  /** Collisions heard. */
  collisions: number;
  /** Ports joined to something outside the world take their turn as one adapter. */
  outside: { access: Access; near: Exclude<Signal, 'lost'>; waiting: OutsideFrame[]; sending: OutsideFrame | null };
}

/** A frame from outside the world, and the port by which it comes in. */
export interface OutsideFrame extends WaitingFrame {
  port: number;
}

/** The port number under which the outside is among those that are heard. */
export const OUTSIDE = -1;

export function newRepeater(rate: number): Repeater {
  const outside = { access: newAccess(), near: 'silent' as const, waiting: [], sending: null };
  return { rate, colliding: false, collisions: 0, outside };
}

/**
 * What port `port` has to carry while those of `heard` hear something; null: the frame it carries already, if any.
 * After a collision the one port that is left hears no jam from here, so that two hubs do not keep each other busy
 * (IEEE 802.3 Figure 9-2, state ONE PORT LEFT).
 */
export function wanted(colliding: boolean, heard: readonly number[], jammed: boolean, port: number): Signal | null {
  const [only] = heard;
  if (only === undefined) return 'silent';
  if (heard.length > 1) return 'jam';
  if (only === port) return 'silent';
  return colliding || jammed ? 'jam' : null;
}
