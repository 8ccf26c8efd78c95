import type { Rung, SegmentMark } from '#contract/shapes.ts';

/** What may stand beside a segment. */
export type Marking = SegmentMark | 'retransmission';

/** A shape for each, 10 units wide and high around 0: no two alike, so that they are told apart without colour. */
export const MARK_SHAPES: Readonly<Record<Marking, string>> = {
  retransmission: 'M3.6 -2A4.2 4.2 0 1 0 4.2 1M4.2 -5V-1.6H0.8',
  'duplicate-ack': 'M-2 -4.4V4.4M2 -4.4V4.4',
  'out-of-order': 'M-4.5 -2H4L1.8 -4.2M4.5 2H-4L-1.8 4.2',
  'seen-before': 'M-4.5 -4.5H1.5V1.5H-4.5ZM-1.5 4.5H4.5V-1.5',
  'keep-alive': 'M-5 0H-2L-0.8 -4L1 4L2.2 0H5',
  'window-probe': 'M-4.2 -4.2V4.2M4.2 -4.2V4.2M-1.4 0H1.4',
  'zero-window': 'M-4.2 -4.2H4.2V4.2H-4.2ZM-4.2 4.2L4.2 -4.2',
  'window-update': 'M-4.4 3.6L0 -4.2L4.4 3.6Z',
};

/** What stands beside a segment, the most important first. */
export function markingsOf(rung: Pick<Rung, 'retransmission' | 'marks'>): Marking[] {
  return [...(rung.retransmission ? (['retransmission'] as const) : []), ...rung.marks];
}
