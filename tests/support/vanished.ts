import type { Fact, Lab } from './lab.ts';

/** Reasons for which a frame ends on a cable or where it leaves it. */
const LOST: ReadonlySet<string> = new Set([
  'cable-removed',
  'cable-unplugged',
  'lost-on-cable',
  'lost-by-rule',
  'lost-by-hand',
  'device-off',
  'link-renegotiated',
  'collision',
  'collision-fragment',
]);

/** What makes another frame of one on its way. */
const CHANGED: ReadonlySet<string> = new Set(['frame.damaged', 'rule.marked', 'touch.edited']);
const ON_THE_WAY = /^(?:frame\.(?:delayed|reordered|damaged)|rule\.|touch\.)/;

/** Whether the frame of a fact had left: one that is touched while it waits has not been put on a cable yet. */
function isOnCable(facts: ReadonlyMap<number, Fact>, seq: number): boolean {
  let fact = facts.get(seq);
  while (fact !== undefined && ON_THE_WAY.test(fact.kind)) fact = facts.get(fact.cause);
  return fact?.kind === 'frame.sent' || fact?.kind === 'frame.duplicated';
}

/** Frames that were put on a cable and have not ended on record as often as that: still under way, or vanished. */
export function vanishedFrames(network: Lab): number[] {
  const sent = new Map<number, number>();
  const ended = new Map<number, number>();
  const count = (counts: Map<number, number>, frame: number) => counts.set(frame, (counts.get(frame) ?? 0) + 1);
  const facts = new Map(network.facts().map((fact) => [fact.seq, fact]));
  for (const { kind, frame, reason, cause } of facts.values()) {
    if (kind === 'frame.sent' || kind === 'frame.duplicated') count(sent, frame);
    else if (kind === 'frame.arrived' || (kind === 'frame.dropped' && LOST.has(reason))) count(ended, frame);
    else if (CHANGED.has(kind) && isOnCable(facts, cause)) {
      // What was sent goes on as another frame.
      let before = facts.get(cause)!;
      while (before.frame === frame) before = facts.get(before.cause)!;
      count(ended, before.frame);
      count(sent, frame);
    }
  }
  return [...sent].filter(([frame, times]) => (ended.get(frame) ?? 0) < times).map(([frame]) => frame);
}
