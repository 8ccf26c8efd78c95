/**
 * The outline of how much happened when, as an SVG path in a box of `width` × `height`: one flat step a bucket, its
 * height the logarithm of the count, so that one lone event is still seen beside a storm. Empty when nothing happened.
 */
export function densityPath(counts: ArrayLike<number>, width: number, height: number): string {
  let most = 0;
  for (let k = 0; k < counts.length; k++) most = Math.max(most, counts[k]!);
  if (most === 0) return '';
  const step = width / counts.length;
  const full = Math.log2(most + 1);
  let path = '';
  for (let k = 0; k < counts.length; k++) {
    const count = counts[k]!;
    if (count === 0) continue;
    const top = height * (1 - Math.max(0.22, Math.log2(count + 1) / full));
    path += `M${round(k * step)} ${height}V${round(top)}H${round((k + 1) * step)}V${height}Z`;
  }
  return path;
}

/** Where the marks of drops stand, as fractions of the width. Neighbouring buckets share one mark. */
export function dropMarks(drops: ArrayLike<number>): { at: number; count: number }[] {
  const marks: { at: number; count: number }[] = [];
  const apart = 1 / 120;
  for (let k = 0; k < drops.length; k++) {
    if (drops[k]! === 0) continue;
    const at = (k + 0.5) / drops.length;
    const last = marks.at(-1);
    if (last && at - last.at < apart) last.count += drops[k]!;
    else marks.push({ at, count: drops[k]! });
  }
  return marks;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
