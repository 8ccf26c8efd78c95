/** The shapes of what a person does to packets on cables, and of what cables and rules have done. */
import * as v from 'valibot';
import { count } from './shapes.ts';

/** What may be done to one frame on a cable, or waiting to be put on it. Times in ns. */
export const touchAction = v.variant('do', [
  v.object({ do: v.literal('lose') }),
  /** It stays where it is until it is released. */
  v.object({ do: v.literal('hold') }),
  v.object({ do: v.literal('release') }),
  v.object({ do: v.literal('delay'), by: v.pipe(count, v.minValue(1), v.maxValue(1e12)) }),
  v.object({ do: v.literal('duplicate') }),
  /** `bit`: from the first of the frame; its FCS is its last 32. The FCS stays as it was sent. */
  v.object({ do: v.literal('flip'), bit: count }),
  /**
   * `fields`: filter name → value as text (`editableFields` of `engine/wire/edit.ts` tells which there are). The FCS is always
   * made anew; `recompute` makes the checksums of IP, ICMP, UDP and TCP fit too, but for one that is itself among the fields.
   */
  v.object({
    do: v.literal('edit'),
    fields: v.pipe(
      v.record(v.pipe(v.string(), v.maxLength(64)), v.pipe(v.string(), v.maxLength(200))),
      v.check((fields) => Object.keys(fields).length <= 64),
    ),
    checksums: v.picklist(['recompute', 'keep']),
  }),
]);
export type TouchAction = v.InferOutput<typeof touchAction>;

/** What one direction of a cable has done up to the cursor. Times in ns; `null`: nothing to measure yet. */
export const measured = v.object({
  /** Frames put on the cable, and what became of them; a copy counts as an arrival of its own. */
  sent: count,
  arrived: count,
  lost: count,
  /** Copies made, by the cable or by hand. */
  duplicated: count,
  /** Arrivals of frames sent before one that had arrived already (RFC 4737 §3). */
  reordered: count,
  /** Frames whose bits were flipped on the way. */
  damaged: count,
  /** `lost` among those that arrived or were lost, 0 … 1. */
  loss: v.nullable(v.number()),
  /** Mean time from the first bit's leaving to the last bit's arrival. */
  delay: v.nullable(v.number()),
  /** Smoothed mean deviation of that time from one arrival to the next (RFC 3550 §6.4.1). */
  jitter: v.nullable(v.number()),
  /** bit/s from the first departure to the last arrival, in bits of whole frames that arrived, FCS included. */
  throughput: v.nullable(v.number()),
});
export type Measured = v.InferOutput<typeof measured>;

/** How a rule stands at the cursor. */
export const ruleStanding = v.object({
  id: v.string(),
  /** Frames its filter let through while it was enabled, and those of them that it hit. */
  matches: count,
  hits: count,
  /** The fact of its last hit, or null. */
  last: v.nullable(count),
});
export type RuleStanding = v.InferOutput<typeof ruleStanding>;
