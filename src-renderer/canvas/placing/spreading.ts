import type { Placement } from '#document/records.ts';

/** What is joined, by places in the list of things. */
export type Pair = readonly [number, number];

/** Length a cable is drawn to, and distance below which two things push each other away hard, drawing units. */
const LENGTH = 170;
/** How strongly things without a cable are held to the middle, a share of their distance in each round. */
const PULL_IN = 0.012;
/** Passes over all pairs at the end, in which things that still stand too near are parted. */
const PARTINGS = 60;

/**
 * Places for `count` things so that joined ones are near each other and all others apart: springs and repulsion
 * (Fruchterman and Reingold 1991) from a circle, in the order given, so that the same things always come to the same
 * places. `room`: the least distance, across and down. Work grows with the square of the count.
 */
export function spreadOut(count: number, pairs: readonly Pair[], room: { width: number; height: number }): Placement[] {
  const places = Array.from({ length: count }, (_, index): Placement => {
    // The golden angle: no two on one ray, neighbours in the list apart.
    const angle = index * Math.PI * (3 - Math.sqrt(5));
    const radius = LENGTH * 0.6 * Math.sqrt(index + 0.5);
    return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
  });
  const rounds = Math.max(60, Math.min(400, Math.floor(40_000_000 / (count * count + 1))));
  for (let round = 0; round < rounds; round++) settle(places, pairs, LENGTH * (1 - round / rounds));
  for (let pass = 0; pass < PARTINGS && part(places, room); pass++);
  return places;
}

/** One round: every thing moves the way it is pushed and pulled, at most `reach`. */
function settle(places: Placement[], pairs: readonly Pair[], reach: number): void {
  const forces = places.map(({ x, y }) => ({ x: -x * PULL_IN, y: -y * PULL_IN }));
  for (let i = 1; i < places.length; i++) {
    for (let j = 0; j < i; j++) {
      const [dx, dy] = [places[i]!.x - places[j]!.x, places[i]!.y - places[j]!.y];
      const push = (LENGTH * LENGTH) / Math.max(1, dx * dx + dy * dy);
      forces[i]!.x += dx * push;
      forces[i]!.y += dy * push;
      forces[j]!.x -= dx * push;
      forces[j]!.y -= dy * push;
    }
  }
  for (const [a, b] of pairs) {
    const [dx, dy] = [places[b]!.x - places[a]!.x, places[b]!.y - places[a]!.y];
    const pull = Math.hypot(dx, dy) / LENGTH;
    forces[a]!.x += dx * pull;
    forces[a]!.y += dy * pull;
    forces[b]!.x -= dx * pull;
    forces[b]!.y -= dy * pull;
  }
  for (const [index, { x, y }] of forces.entries()) {
    const length = Math.hypot(x, y) || 1;
    const step = Math.min(length, reach) / length;
    places[index] = { x: places[index]!.x + x * step, y: places[index]!.y + y * step };
  }
}

/** Parts things whose rooms overlap along the axis on which less is missing. False: none did. */
function part(places: Placement[], { width, height }: { width: number; height: number }): boolean {
  let moved = false;
  for (let i = 1; i < places.length; i++) {
    for (let j = 0; j < i; j++) {
      const [one, other] = [places[i]!, places[j]!];
      const [dx, dy] = [one.x - other.x, one.y - other.y];
      const [missingX, missingY] = [width - Math.abs(dx), height - Math.abs(dy)];
      if (missingX <= 0 || missingY <= 0) continue;
      moved = true;
      const across = missingX < missingY;
      // A little more than is missing, so that rounding to a grid does not take it away again.
      const by = (across ? missingX : missingY) / 2 + 5;
      const sign = (across ? dx : dy) < 0 ? -1 : 1;
      places[i] = across ? { x: one.x + by * sign, y: one.y } : { x: one.x, y: one.y + by * sign };
      places[j] = across ? { x: other.x - by * sign, y: other.y } : { x: other.x, y: other.y - by * sign };
    }
  }
  return moved;
}
