/** Counts of what happened in equally wide pieces of an axis: `before` facts lie before the first piece. */
export interface Counts {
  before: number;
  facts: ArrayLike<number>;
  drops: ArrayLike<number>;
}

/** What lies at a place: so many facts, so many of them drops, the first of them number `first`; 0: none. */
export interface Happened {
  first: number;
  facts: number;
  drops: number;
}

/**
 * What happened in the piece at `share` of the axis, or else in the nearest piece within `reach` of it (shares of the axis)
 * in which anything did.
 */
export function happenedAt(counts: Counts, share: number, reach: number): Happened {
  const pieces = counts.facts.length;
  const here = Math.min(pieces - 1, Math.max(0, Math.floor(share * pieces)));
  const far = Math.round(reach * pieces);
  for (let away = 0; away <= far; away++) {
    for (const piece of [here - away, here + away]) {
      if ((counts.facts[piece] ?? 0) > 0) return inPiece(counts, piece);
    }
  }
  return { first: 0, facts: 0, drops: 0 };
}

function inPiece({ before, facts, drops }: Counts, piece: number): Happened {
  let first = before + 1;
  for (let k = 0; k < piece; k++) first += facts[k]!;
  return { first, facts: facts[piece]!, drops: drops[piece]! };
}
