/**
 * Spanning tree priority vectors (IEEE 802.1D-2004 §17.5): root priority and address, cost to the root, priority and
 * address of the designated bridge, its port. Compared number by number; the lower one is the better one.
 */
export type Vector = readonly [
  rootPriority: number,
  rootMac: number,
  cost: number,
  bridgePriority: number,
  bridgeMac: number,
  port: number,
];

/** Worse than every other. */
export function emptyVector(): Vector {
  return [Infinity, Infinity, Infinity, Infinity, Infinity, Infinity];
}

/** Below 0: `one` is better than `other`; 0: they are the same. */
export function compareVectors(one: Vector, other: Vector): number {
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return one[at]! < other[at]! ? -1 : 1;
  return 0;
}

/**
 * Whether a message takes the place of what a port knows (§17.6): it is better, or comes from the very port whose word
 * the port has had so far.
 */
export function supersedes(message: Vector, port: Vector): boolean {
  return compareVectors(message, port) < 0 || (message[4] === port[4] && message[5] === port[5]);
}
