/**
 * A random generator as plain data: four 32-bit words (sfc32, Chris Doty-Humphrey's Small Fast Counting generator).
 * Every device and every cable has its own, derived from the seed of the world and its id, so that adding one device
 * does not change what the others throw.
 */
export type Dice = [number, number, number, number];

/** Dice for `id` in a world with `seed` (0 … 2^32-1). */
export function diceFor(seed: number, id: string): Dice {
  // FNV-1a over the id, started from the seed, gives a different start to every id.
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193) >>> 0;
  const dice: Dice = [seed >>> 0, hash, 0x9e3779b9, 1];
  // The generator's author asks for twelve rounds before the first number is used.
  for (let round = 0; round < 12; round++) throwDice(dice);
  return dice;
}

/** The next number, 0 … 2^32-1; changes `dice`. */
export function throwDice(dice: Dice): number {
  const sum = (dice[0] + dice[1] + dice[3]) >>> 0;
  dice[3] = (dice[3] + 1) >>> 0;
  dice[0] = (dice[1] ^ (dice[1] >>> 9)) >>> 0;
  dice[1] = (dice[2] + (dice[2] << 3)) >>> 0;
  dice[2] = (((dice[2] << 21) | (dice[2] >>> 11)) + sum) >>> 0;
  return sum;
}
