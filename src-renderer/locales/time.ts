/** Narrow space that keeps a number and its unit, or groups of digits, together on one line. */
const NARROW = '\u202f';

const UNITS = [
  { name: 's', size: 1e9, decimals: 9 },
  { name: 'ms', size: 1e6, decimals: 6 },
  { name: 'µs', size: 1e3, decimals: 3 },
  { name: 'ns', size: 1, decimals: 0 },
] as const;

/**
 * Simulated time in the largest unit that leaves a whole part, exact to the ns unless fewer decimals are asked for:
 * `0 ns`, `12.5 µs`, `1.000 096 s`. The notation is the same in every language.
 * @param time whole ns, 0 or more
 * @param decimals most digits behind the point; what is cut off is cut, never rounded up into a moment not reached yet
 */
export function formatTime(time: number, decimals: number = Infinity): string {
  const unit = UNITS.find(({ size }) => time >= size) ?? UNITS[3];
  const whole = Math.floor(time / unit.size);
  const fraction = unit.decimals === 0 ? '' : String(time % unit.size).padStart(unit.decimals, '0');
  const kept = fraction.slice(0, Math.min(unit.decimals, decimals)).replace(/0+$/, '');
  return `${groupWhole(whole)}${kept === '' ? '' : `.${groupFraction(kept)}`}${NARROW}${unit.name}`;
}

/** A difference of times, with its sign: `+1.5 ms`. */
export function formatDelay(time: number, decimals: number = 3): string {
  return `+${formatTime(Math.max(0, time), decimals)}`;
}

/** Digits in threes from the right: `1 234 567`. */
function groupWhole(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, NARROW);
}

/** Digits in threes from the left, as decimals are read: `000 096`. */
function groupFraction(digits: string): string {
  return digits.replace(/(\d{3})(?=\d)/g, `$1${NARROW}`);
}

/** What a person may type into a time field: `1.5 ms`, `200us`, `3`. Without a unit: seconds. Null: not a time. */
export function readTime(text: string): number | null {
  const parts = /^\s*([\d.,\s\u202f]+?)\s*(ns|[uµμ]s|ms|s)?\s*$/i.exec(text);
  if (!parts) return null;
  const number = Number(parts[1]!.replace(/[\s\u202f,]/g, ''));
  const name = (parts[2] ?? 's').toLowerCase().replace(/^[uμ]s$/, 'µs');
  const unit = UNITS.find((each) => each.name === name);
  const time = Math.round(number * (unit?.size ?? NaN));
  return Number.isSafeInteger(time) && time >= 0 ? time : null;
}
