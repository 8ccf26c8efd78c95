import type { CongestionControl } from './congestion.ts';
import { initialWindow } from './congestion.ts';

/** More than any receiver can offer: 65,535 bytes with the largest scale (RFC 7323 §2.3). */
const LARGEST = 65_535 * 2 ** 14;

const nothing = (): void => {};

/** No congestion control, as before 1988: as much as the receiver takes. What is lost is sent again all the same. */
export const none: CongestionControl = {
  adapts: false,
  window: () => LARGEST,
  threshold: () => null,
  // Another algorithm that takes over begins as it would have.
  opened(sender, synRepeated) {
    sender.congestion.window = initialWindow(sender, synRepeated);
  },
  acknowledged: nothing,
  lossNoticed: nothing,
  duplicated: nothing,
  partlyAcknowledged: nothing,
  recovered: nothing,
  timedOut: nothing,
  marked: nothing,
  rested: nothing,
};
