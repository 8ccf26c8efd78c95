import { happens, type Throw } from './impairment.ts';

/**
 * Rules: what a person wants done to certain frames on a cable, such as "drop the second ACK from b". A rule knows no time
 * and no trace: it says whether it hits the frame that is being put on the cable, the world carries it out.
 */

/** What a person sets. A record of the document. */
export interface RuleSettings {
  id: string;
  name: string;
  /** Cable id. */
  cable: string;
  /** Which way a frame must go to be looked at; with `both` the two ways are counted together. */
  direction: RuleDirection;
  /** Which frames are meant, in the filter language; empty: all. */
  filter: string;
  /** Which of the frames that the filter lets through are hit. */
  hits: RuleHits;
  action: RuleAction;
  /** False: it neither acts nor counts. */
  enabled: boolean;
}

export type RuleDirection = 'a-to-b' | 'b-to-a' | 'both';

/** `ordinals`: 1 is the first frame that matches. `probability`: 0 … 1, thrown with the dice of the cable. */
export type RuleHits =
  { which: 'every' } | { which: 'nth'; ordinals: number[] } | { which: 'probability'; probability: number };

export type RuleAction =
  /** It does not arrive. */
  | { do: 'lose' }
  /** It arrives `by` ns (1 … 1e12) later; what is sent after it may overtake it. */
  | { do: 'delay'; by: number }
  /** It arrives a second time, right behind. */
  | { do: 'duplicate' }
  /** It arrives with `bits` (1 … 64) flipped bits, its FCS included among those that may be hit. */
  | { do: 'corrupt'; bits: number }
  /** Its packet arrives marked as having met congestion (CE), if its sender says that it may be (RFC 3168 §5). */
  | { do: 'mark' };

/** What a rule has seen so far. Plain data, part of the world. */
export interface RuleCount {
  /** Frames that matched while it was enabled. */
  matches: number;
  /** Those among them that it hit. */
  hits: number;
  /** The fact of its last hit; 0: none yet. */
  last: number;
  /**
   * The frames it judged last on a half-duplex cable, the newest last, negative where it did not hit them: after a collision
   * the same frame is put on the cable again, others perhaps before it, and is still the same match and hit, on record with
   * each attempt.
   */
  judged: readonly number[];
}

/** Frames judged that are remembered: more than there are stations that try at one time on a drawn medium, as a rule. */
const JUDGED = 32;

export function newRuleCount(): RuleCount {
  return { matches: 0, hits: 0, last: 0, judged: [] };
}

/** Whether a rule looks at frames that go this way; 0: from end a to end b. */
export function looksAt({ direction }: RuleSettings, way: 0 | 1): boolean {
  return direction === 'both' || (direction === 'a-to-b') === (way === 0);
}

/** Counts a frame that matches, and says whether it is hit. The dice are thrown only for a probability. */
export function isHit({ hits }: RuleSettings, count: RuleCount, random: Throw): boolean {
  count.matches++;
  const hit =
    hits.which === 'every' ||
    (hits.which === 'nth' ? hits.ordinals.includes(count.matches) : happens(hits.probability, random));
  if (hit) count.hits++;
  return hit;
}

/** Whether it hits a frame that may be put on the cable several times; all but the first time it is as it was then. */
export function isHitOnce(settings: RuleSettings, count: RuleCount, frame: number, random: Throw): boolean {
  if (count.judged.includes(frame)) return true;
  if (count.judged.includes(-frame)) return false;
  const hit = isHit(settings, count, random);
  count.judged = [...count.judged, hit ? frame : -frame].slice(-JUDGED);
  return hit;
}

/** Whether two settings look for the same frames: if not, a rule that was changed begins to count anew. */
export function looksForSame(one: RuleSettings, other: RuleSettings): boolean {
  const sought = ({ cable, direction, filter, hits }: RuleSettings): string =>
    JSON.stringify([cable, direction, filter, hits]);
  return sought(one) === sought(other);
}
