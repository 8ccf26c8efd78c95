import type { FactValue, FilterSubject } from '../wire/filter/filter.ts';
import { markedHead } from '../wire/ipv4.ts';
import { FCS_LENGTH, type Frame } from '../wire/frame.ts';
import { chooseBits } from '../link/impairment.ts';
import { isHit, isHitOnce, looksAt, looksForSame, newRuleCount, type RuleSettings } from '../link/rule.ts';
import { letsThrough, type RULE_FACTS } from '../link/rule-filter.ts';
import { CABLE, damaged, type CrossingWorld } from './damage.ts';
import { throwDice } from './dice.ts';
import type { CableSlot, RuleSlot, WorldState } from './state.ts';

/**
 * What rules do on cables. They come before anything a cable does by itself: each looks at the frame as its sender put it on
 * the cable, whatever the others do, so that a rule counts what it says it counts. What they leave of it then meets the
 * impairments of the cable.
 */

/** What rules have made of a frame. */
export interface Ruled {
  /** What goes on. */
  frame: Frame;
  /** The last fact about it. */
  cause: number;
  /** Whether it does not arrive. */
  lost: boolean;
}

/** The rules that hit a frame put on a cable, in their order. `again`: it may be put there a second time, after a collision. */
export function hitting(world: CrossingWorld, cable: CableSlot, way: 0 | 1, frame: Frame, again: boolean): RuleSlot[] {
  const hits: RuleSlot[] = [];
  const subject = subjectOf(world.state, cable, way, frame);
  for (const index of cable.rules?.[way] ?? []) {
    const { settings, count } = world.state.rules[index]!;
    if (!letsThrough(settings, subject)) continue;
    const dice = () => throwDice(cable.dice);
    const hit = again ? isHitOnce(settings, count, frame.id, dice) : isHit(settings, count, dice);
    if (hit) hits.push(world.state.rules[index]!);
  }
  return hits;
}

function subjectOf(state: WorldState, { settings, ends }: CableSlot, way: 0 | 1, frame: Frame): FilterSubject {
  const known: Record<(typeof RULE_FACTS)[number], () => FactValue> = {
    cable: () => settings.id,
    device: () => {
      const { id, name } = state.devices[ends[way].device]!.settings;
      return [id, name];
    },
    port: () => state.devices[ends[way].device]!.settings.ports[ends[way].port]!.name,
    packet: () => frame.packet,
    frame: () => frame.id,
    time: () => state.now,
  };
  return { frame, fact: (name) => known[name as keyof typeof known]?.() ?? null };
}

/** ns by which those rules delay it; 0 where one of them loses it. */
export function delayBy(hits: readonly RuleSlot[]): number {
  if (loses(hits)) return 0;
  return hits.reduce((sum, { settings: { action } }) => sum + (action.do === 'delay' ? action.by : 0), 0);
}

/** Copies which those rules make of it; none of what they lose. */
export function copiesBy(hits: readonly RuleSlot[]): number {
  if (loses(hits)) return 0;
  return hits.filter(({ settings }) => settings.action.do === 'duplicate').length;
}

function loses(hits: readonly RuleSlot[]): boolean {
  return hits.some(({ settings }) => settings.action.do === 'lose');
}

/**
 * Does what the rules that hit a frame say, and puts it on record. Where one loses it, the others have nothing left to do it
 * to. `shared`: a half-duplex cable, on which all hear a frame at once, so that nothing can be held back or doubled.
 */
export function applyRules(
  world: CrossingWorld,
  cable: CableSlot,
  hits: readonly RuleSlot[],
  frame: Frame,
  sent: number,
  shared: boolean,
): Ruled {
  const ruled: Ruled = { frame, cause: sent, lost: loses(hits) };
  for (const { settings, count } of hits) {
    const { name: rule, action } = settings;
    const about = () => ({ frame: ruled.frame.id, packet: frame.packet, cause: ruled.cause });
    const detail = { rule, cable: cable.settings.id, match: count.matches, action: action.do };
    ruled.cause = count.last = world.record(CABLE, 'rule.hit', { ...about(), detail });
    if (ruled.lost) continue;
    const vain = (why: string) => world.record(CABLE, 'rule.without-effect', { ...about(), detail: { rule, why } });
    if (shared && (action.do === 'delay' || action.do === 'duplicate')) ruled.cause = vain('shared-medium');
    else if (action.do === 'delay') {
      ruled.cause = world.record(CABLE, 'rule.delayed', { ...about(), detail: { rule, delay: action.by } });
    } else if (action.do === 'corrupt') {
      const bits = (ruled.frame.length + FCS_LENGTH) * 8;
      const flipped = chooseBits(action.bits, bits, () => throwDice(cable.dice));
      [ruled.frame, ruled.cause] = damaged(world, cable, ruled.frame, flipped, ruled.cause);
    } else if (action.do === 'mark') {
      const { fcs, intact } = ruled.frame;
      const head = markedHead(ruled.frame);
      if (head === null) ruled.cause = vain('not-markable');
      else {
        // What was damaged before stays damaged.
        ruled.frame = world.frame(head, ruled.frame.body, frame.packet, intact ? undefined : fcs, ruled.frame);
        ruled.cause = world.record(CABLE, 'rule.marked', { ...about(), detail: { rule, cable: cable.settings.id } });
      }
    }
  }
  return ruled;
}

/** Puts rules in place. One that looks for the same frames as before goes on counting; another begins anew. */
export function putRules(state: WorldState, all: readonly RuleSettings[]): void {
  const known = new Map(state.rules.map((slot, index) => [slot?.settings.id, index]));
  for (const settings of all) {
    const index = known.get(settings.id) ?? state.rules.length;
    const before = state.rules[index];
    const count = before && looksForSame(before.settings, settings) ? before.count : newRuleCount();
    state.rules[index] = { settings, count };
  }
}

/** Takes rules away, those of cables that are taken away among them. */
export function removeRules(state: WorldState, removed: ReadonlySet<string>): void {
  state.rules.forEach((slot, index) => {
    if (slot && (removed.has(slot.settings.id) || removed.has(slot.settings.cable))) state.rules[index] = null;
  });
}

/** Tells every cable anew which rules look at its frames; a cable without any has nothing to look up. */
export function attachRules(state: WorldState): void {
  const of = new Map<string, number[]>();
  state.rules.forEach((slot, index) => {
    if (!slot?.settings.enabled) return;
    const { cable } = slot.settings;
    of.set(cable, [...(of.get(cable) ?? []), index]);
  });
  for (const cable of state.cables) {
    if (cable === null) continue;
    const own = of.get(cable.settings.id);
    const way = (one: 0 | 1) => own!.filter((index) => looksAt(state.rules[index]!.settings, one));
    cable.rules = own === undefined ? null : [way(0), way(1)];
  }
}

/** How a rule stands. */
export interface RuleStanding {
  id: string;
  /** Frames its filter let through while it was enabled, and those of them that it hit. */
  matches: number;
  hits: number;
  /** The fact of its last hit; null: none yet. */
  last: number | null;
}

/** How the rules of a cable (null: all rules) stand, in their order. */
export function rulesOf(state: WorldState, cable: string | null): RuleStanding[] {
  return state.rules.flatMap((slot) => {
    if (slot === null || (cable !== null && slot.settings.cable !== cable)) return [];
    const { matches, hits, last } = slot.count;
    return [{ id: slot.settings.id, matches, hits, last: last === 0 ? null : last }];
  });
}
