import type { CableRecord, DeviceRecord } from '#document/records.ts';
import { formatBitRate, formatDelay, formatPercent } from '../locales/units.ts';

/**
 * How the line of a cable is broken up, so that what is wrong with it is seen without colour: frames are missing, frames
 * come at other times than usual, a rule waits for one, only one speaks at a time, or there is no link at all.
 */
export type CablePattern = 'sound' | 'unplugged' | 'losing' | 'unsteady' | 'ruled' | 'half';

/** Dashes and gaps of a pattern, drawing units; a sound cable has none. */
export const DASHES: Record<CablePattern, readonly number[]> = {
  sound: [],
  unplugged: [2, 7],
  losing: [11, 6],
  unsteady: [16, 4, 3, 4],
  ruled: [16, 4, 3, 4, 3, 4],
  half: [30, 3],
};

type Impairment = NonNullable<CableRecord['directions']>[number];

/** The patterns a legend explains, in its order. */
export const PATTERNS = ['unplugged', 'losing', 'unsteady', 'ruled', 'half'] as const;

/** What stands beside the middle of a cable, and how its line is drawn. */
export interface CableMark {
  pattern: CablePattern;
  /** Something goes wrong with what crosses it: it is drawn in the colour of warnings too. */
  impaired: boolean;
  lines: readonly string[];
}

/** Words of the locale section `canvas.mark`; `count` chooses the plural where one is given. */
export type MarkWords = (name: string, parameters?: Record<string, string | number>) => string;

/** What of the drawing a mark depends on, besides the cable and its two devices. */
export interface MarkSurroundings {
  /** Rules of this cable that are on. */
  rules: number;
  words: MarkWords;
}

/** The MTU of Ethernet, of which nobody needs to be told (RFC 894). */
const USUAL_MTU = 1500;
/** ns from which a delay is felt by a protocol, and so said. */
const LONG_DELAY = 1e6;
/** Letters on a line, and lines, at most. */
const [LINE, MOST_LINES] = [22, 3];

/** What is unusual about a cable between two devices, in short words. */
export function cableMark(
  cable: CableRecord,
  from: DeviceRecord,
  to: DeviceRecord,
  { rules, words }: MarkSurroundings,
): CableMark {
  if (cable.plugged === false) return { pattern: 'unplugged', impaired: true, lines: [words('unplugged')] };
  const [there = {}, back = {}] = cable.directions ?? [];
  const half = [from, to].some(({ kind, medium }) => kind === 'hub' && medium !== 'ideal');
  const common = [
    ...(cable.mtu === USUAL_MTU ? [] : [words('mtu', { bytes: cable.mtu })]),
    ...(rules > 0 ? [words('rules', { count: rules })] : []),
    ...(half ? [words('half')] : []),
  ];
  const [along, against] = arrows(from, to);
  const [one, other] = [itemsOf(cable, there, words), itemsOf(cable, back, words)];
  const ways =
    one.join() === other.join() ? wrapped(one) : [...wrapped(one, `${along} `), ...wrapped(other, `${against} `)];
  const worst = [there, back].map(patternOf);
  const pattern = (['losing', 'unsteady'] as const).find((each) => worst.includes(each));
  return {
    pattern: pattern ?? (rules > 0 ? 'ruled' : half ? 'half' : 'sound'),
    impaired: pattern !== undefined || rules > 0,
    lines: shortened([...ways, ...wrapped(common)]),
  };
}

function patternOf(impairment: Impairment): CablePattern {
  const { loss = 0, drop = [], bitErrors, damage = [], jitter = 0, reordering, duplication = 0 } = impairment;
  if (loss > 0 || drop.length > 0 || damage.length > 0 || (bitErrors?.probability ?? 0) > 0) return 'losing';
  return jitter > 0 || duplication > 0 || (reordering?.probability ?? 0) > 0 ? 'unsteady' : 'sound';
}

/** What differs in one direction, the worst first. */
function itemsOf(cable: CableRecord, impairment: Impairment, words: MarkWords): string[] {
  const { loss = 0, drop = [], bitErrors, damage = [], jitter = 0, reordering, duplication = 0 } = impairment;
  const delay = impairment.delay ?? cable.delay;
  const share = (name: string, probability: number): string[] =>
    probability > 0 ? [words(name, { share: formatPercent(probability) })] : [];
  const numbered = (name: string, list: readonly number[]): string[] =>
    list.length === 0 ? [] : [words(name, { list: `${list.slice(0, 3).join(', ')}${list.length > 3 ? ' …' : ''}` })];
  return [
    ...share('loss', loss),
    ...numbered('drop', drop),
    ...(bitErrors?.per === 'bit' && bitErrors.probability > 0
      ? [words('bit-errors', { rate: String(bitErrors.probability) })]
      : share('damaged', bitErrors?.probability ?? 0)),
    ...numbered('damage', damage),
    ...(jitter > 0 || impairment.delay !== undefined || delay >= LONG_DELAY ? [delayText(delay, jitter)] : []),
    ...share('reordering', reordering?.probability ?? 0),
    ...share('duplication', duplication),
    ...(impairment.bandwidth === undefined ? [] : [formatBitRate(impairment.bandwidth)]),
  ];
}

/** `20 ms ± 3`: a unit that both share is said once. */
function delayText(delay: number, jitter: number): string {
  const [usual, spread] = [formatDelay(delay), formatDelay(jitter)];
  if (jitter === 0) return usual;
  const unit = usual.slice(usual.indexOf(' '));
  return `${usual} ± ${spread.endsWith(unit) ? spread.slice(0, -unit.length) : spread}`;
}

/** Arrows along a cable as it lies on the drawing, and against it. */
function arrows(from: DeviceRecord, to: DeviceRecord): readonly [string, string] {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  if (Math.abs(dx) >= Math.abs(dy)) return dx >= 0 ? ['→', '←'] : ['←', '→'];
  return dy >= 0 ? ['↓', '↑'] : ['↑', '↓'];
}

/** Items set on lines that are not too long, each line after `before`. */
function wrapped(items: readonly string[], before = ''): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + item.length + 2 <= LINE) lines[lines.length - 1] = `${last}, ${item}`;
    else lines.push(`${before}${item}`);
  }
  return lines;
}

function shortened(lines: readonly string[]): string[] {
  if (lines.length <= MOST_LINES) return [...lines];
  return [...lines.slice(0, MOST_LINES - 1), `${lines[MOST_LINES - 1]!} …`];
}
