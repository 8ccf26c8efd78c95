/**
 * RIP version 2 (RFC 2453) on drawn routers. This room speaks it over the socket API and writes routes as an administrator
 * would; it never looks below that.
 *
 * This file is what a document says about it. It imports nothing, so that the document may read it.
 */

/** What is told to a neighbour about routes that lead through it (RFC 2453 §3.4.3): that they are unreachable, nothing, or everything. */
export const SPLIT_HORIZONS = ['poisoned', 'simple', 'off'] as const;
export type SplitHorizon = (typeof SPLIT_HORIZONS)[number];

/** Times of RFC 2453 §3.8, ns. */
export const RIP_TIMES = {
  /** Between two regular updates, more or less a sixth. */
  update: { minimum: 1e9, maximum: 3600e9, standard: 30e9 },
  /** After which a route nobody tells any more counts as unreachable. */
  timeout: { minimum: 1e9, maximum: 36_000e9, standard: 180e9 },
  /** For which an unreachable one is still told of. */
  garbage: { minimum: 1e9, maximum: 36_000e9, standard: 120e9 },
} as const;
export type RipTimes = Record<keyof typeof RIP_TIMES, number>;

/** A router with these settings speaks RIP. */
export interface RipSettings {
  /** Names of the ports it is spoken on. Left out: on all that have an address. */
  ports?: string[];
  times?: Partial<RipTimes>;
  /** Left out: poisoned. */
  splitHorizon?: SplitHorizon;
  /** Whether changes are told at once (RFC 2453 §3.10.1). Left out: yes. */
  triggered?: boolean;
  /** Whether routes written by hand, the default route too, are told. Left out: no. */
  announceStatic?: boolean;
}
