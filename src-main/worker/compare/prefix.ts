import { PIECE, type Pieces, type Run } from './run.ts';

/**
 * How many facts both runs have in common from the start: what they lived before they parted. `known`: as many are known
 * to be common already (both are branches of one history).
 */
export function* commonFacts(left: Run, right: Run, known = 0): Pieces<number> {
  const most = Math.min(left.facts, right.facts);
  for (let seq = Math.min(known, most) + 1; seq <= most; seq++) {
    if (seq % PIECE === 0) yield;
    if (!same(left, right, seq)) return seq - 1;
  }
  return most;
}

function same({ trace: left }: Run, { trace: right }: Run, seq: number): boolean {
  return (
    left.time(seq) === right.time(seq) &&
    left.kind(seq) === right.kind(seq) &&
    left.device(seq) === right.device(seq) &&
    left.port(seq) === right.port(seq) &&
    left.frame(seq) === right.frame(seq) &&
    left.packet(seq) === right.packet(seq) &&
    left.reason(seq) === right.reason(seq) &&
    left.value(seq) === right.value(seq) &&
    sameDetail(left.detail(seq), right.detail(seq))
  );
}

function sameDetail(left: Readonly<Record<string, unknown>>, right: Readonly<Record<string, unknown>>): boolean {
  if (left === right) return true;
  for (const key in left) if (left[key] !== right[key]) return false;
  for (const key in right) if (!(key in left)) return false;
  return true;
}
