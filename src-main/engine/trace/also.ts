import type { Kind } from './kinds.ts';
import type { TraceStore } from './store.ts';

/**
 * Kinds of facts that may have a second cause, without which they would not have happened: its number is their `value`,
 * 0: none. A drop: what was done to the cable or the neighbour it waited for. A packet let go by ARP: the packet itself
 * has brought it there, the answer lets it go on.
 */
const KINDS: ReadonlySet<Kind> = new Set<Kind>(['frame.dropped', 'arp.released']);

/** The second cause of a fact; 0: it has none. */
export function alsoOf(trace: TraceStore, seq: number): number {
  return KINDS.has(trace.kind(seq)) ? trace.value(seq) : 0;
}
