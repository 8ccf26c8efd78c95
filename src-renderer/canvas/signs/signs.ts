import type { DeviceStanding } from '../../stores/network.ts';

/** What a badge on a device can say, the most pressing first. */
export const SIGNS = [
  'storm',
  'conflicts',
  'arpPending',
  'closeWait',
  'timeWait',
  'connections',
  'listening',
  'processes',
] as const;
export type Sign = (typeof SIGNS)[number];

/** One badge: what it says, and its number. */
export interface Badge {
  sign: Sign;
  count: number;
}

/** Signs that say that something is wrong, or waited for: seen from further away than the others. */
export const PRESSING: ReadonlySet<Sign> = new Set<Sign>(['storm', 'conflicts', 'arpPending', 'closeWait', 'timeWait']);

/** The badges of a device, the most pressing first. One that is switched off has none: its picture says so. */
export function badgesOf(standing: DeviceStanding | undefined): Badge[] {
  if (standing === undefined || standing.off === 1) return [];
  return SIGNS.flatMap((sign) => (standing[sign] > 0 ? [{ sign, count: standing[sign] }] : []));
}

/**
 * Badges of several devices as those of one: numbers are added up. Not those of storms: what floods one device reaches the
 * others too.
 */
export function together(some: readonly Badge[], others: readonly Badge[]): Badge[] {
  return SIGNS.flatMap((sign) => {
    const counts = [...some, ...others].filter((badge) => badge.sign === sign).map(({ count }) => count);
    if (counts.length === 0) return [];
    return [{ sign, count: sign === 'storm' ? Math.max(...counts) : counts.reduce((sum, one) => sum + one) }];
  });
}

/** A number that fits a badge: `1.2k` for 1234. */
export function shortCount(count: number): string {
  if (count < 1000) return String(count);
  if (count < 999_500) return `${(count / 1000).toFixed(count < 9950 ? 1 : 0).replace(/\.0$/, '')}k`;
  return `${(count / 1e6).toFixed(1).replace(/\.0$/, '')}M`;
}
