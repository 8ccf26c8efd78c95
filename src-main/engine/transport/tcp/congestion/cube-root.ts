/**
 * The largest whole number whose cube is at most `value`, 0 … 2^53-1. Only whole numbers are computed with, so that every
 * machine has the same result: `Math.cbrt` may differ in its last bit.
 */
export function cubeRoot(value: number): number {
  let low = 0;
  let high = 208_064;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (middle * middle * middle <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
