/** CSS px of one line, for wheels that turn by lines. */
const LINE = 40;
/** The most that one turn makes of it: a notch of a wheel is ten times as much as two fingers tell at once. */
const MOST = 1.5;

/**
 * How many times closer a turn of the wheel with Ctrl looks; below 1: from further away. Browsers tell two fingers that part
 * on a touchpad so, in small turns of 100 px for a factor of e in all.
 */
export function closerBy({ deltaY, deltaMode }: Pick<WheelEvent, 'deltaY' | 'deltaMode'>): number {
  const factor = Math.exp((-deltaY * (deltaMode === 0 ? 1 : LINE)) / 100);
  return Math.min(MOST, Math.max(1 / MOST, factor));
}
