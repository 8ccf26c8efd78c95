/**
 * The axis of the time line: `times` are the bounds, ascending, of equally wide pieces of it, in ns. Between two bounds
 * time runs evenly. A share is 0 at the left end and 1 at the right.
 */

/** Where a time stands on the axis. */
export function shareOf(times: ArrayLike<number>, time: number): number {
  const last = times.length - 1;
  if (last < 1 || times[last]! <= times[0]! || time <= times[0]!) return 0;
  if (time >= times[last]!) return 1;
  let low = 0;
  let high = last;
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! <= time) low = middle;
    else high = middle;
  }
  return (low + (time - times[low]!) / (times[low + 1]! - times[low]!)) / last;
}

/** The time that stands at a share of the axis, ns, not rounded; shares beyond the ends stand at the ends. */
export function timeAt(times: ArrayLike<number>, share: number): number {
  const last = times.length - 1;
  const place = Math.min(1, Math.max(0, share)) * last;
  const before = Math.min(Math.max(0, last - 1), Math.floor(place));
  const from = times[before] ?? 0;
  return from + (place - before) * ((times[before + 1] ?? from) - from);
}
