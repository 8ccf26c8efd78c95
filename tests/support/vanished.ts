import type { Lab } from './lab.ts';

/** Reasons for which a frame ends on a cable or where it leaves it. */
const LOST: ReadonlySet<string> = new Set([
  'cable-removed',
  'cable-unplugged',
  'lost-on-cable',
  'link-renegotiated',
  'collision',
  'collision-fragment',
]);

/** Frames that were put on a cable and have not ended on record as often as that: still under way, or vanished. */
export function vanishedFrames(network: Lab): number[] {
  const sent = new Map<number, number>();
  const ended = new Map<number, number>();
  const count = (counts: Map<number, number>, frame: number) => counts.set(frame, (counts.get(frame) ?? 0) + 1);
  const facts = new Map(network.facts().map((fact) => [fact.seq, fact]));
  for (const { kind, frame, reason, cause } of facts.values()) {
    if (kind === 'frame.sent' || kind === 'frame.duplicated') count(sent, frame);
    else if (kind === 'frame.arrived' || (kind === 'frame.dropped' && LOST.has(reason))) count(ended, frame);
    else if (kind === 'frame.damaged') {
      // What was sent goes on as another frame.
      let before = facts.get(cause)!;
      while (before.frame === frame) before = facts.get(before.cause)!;
      count(ended, before.frame);
      count(sent, frame);
    }
  }
  return [...sent].filter(([frame, times]) => (ended.get(frame) ?? 0) < times).map(([frame]) => frame);
}
