import type { DocumentRecord, RecordType } from './records.ts';

const TYPES: RecordType[] = ['device', 'cable', 'program', 'rule', 'note', 'shape', 'group', 'bookmark'];

/**
 * Records in the one order they have everywhere: by type, then by id as a person counts (`pc2` before `pc10`).
 * A drawing gives the same network, and the same history, however its records came to be.
 */
export function ordered(records: Iterable<DocumentRecord>): DocumentRecord[] {
  return [...records].sort((a, b) => TYPES.indexOf(a.type) - TYPES.indexOf(b.type) || compareNames(a.id, b.id));
}

/** Compares names as a person counts, the same on every machine and in every language. */
export function compareNames(one: string, other: string): number {
  const left = one.match(/\d+|\D+/g) ?? [];
  const right = other.match(/\d+|\D+/g) ?? [];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const [a, b] = [left[i]!, right[i]!];
    if (a === b) continue;
    const difference = /^\d/.test(a) && /^\d/.test(b) ? Number(a) - Number(b) : 0;
    if (difference !== 0) return difference;
    return a < b ? -1 : 1;
  }
  return left.length - right.length || (one < other ? -1 : one > other ? 1 : 0);
}
