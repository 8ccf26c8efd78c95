import type { CongestionControl } from './congestion.ts';
import { none } from './none.ts';

/** Always the same number of segments in flight, for lessons on sliding windows: 1 is stop-and-wait. */
export const fixed: CongestionControl = {
  ...none,
  window: ({ segmentSize, settings }) => settings.fixedWindow * segmentSize,
};
