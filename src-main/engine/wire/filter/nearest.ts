/** Longest name that is compared, and the most names: suggestions must cost nothing. */
const LONGEST = 48;

/** The name most like `text`, or an empty text where none is near. */
export function nearest(text: string, names: Iterable<string>): string {
  const wanted = text.toLowerCase();
  if (wanted === '' || wanted.length > LONGEST) return '';
  let best = '';
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const name of names) {
    const known = name.toLowerCase();
    if (Math.abs(known.length - wanted.length) >= least) continue;
    const distance = distanceBetween(wanted, known);
    if (distance < least) {
      least = distance;
      best = name;
    }
  }
  if (best !== '') return best;
  // Somebody who wrote only the end of a name, or its beginning, meant it all the same.
  const all = [...names];
  return (
    all.find((name) => name.toLowerCase().endsWith(`.${wanted}`)) ??
    all.find((name) => wanted.length > 2 && name.toLowerCase().startsWith(wanted)) ??
    ''
  );
}

/** Letters to change, to add, to take away or to swap with their neighbour. */
function distanceBetween(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row++) {
    const now = [row];
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1];
      let least = Math.min(last[column]! + 1, now[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (swapped) least = Math.min(least, before[column - 2]! + 1);
      now.push(least);
    }
    before = last;
    last = now;
  }
  return last[other.length]!;
}
