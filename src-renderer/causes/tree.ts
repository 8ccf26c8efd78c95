import type { CauseStep } from '#contract/causes.ts';

/** One fact among what followed from another, and what followed from it. */
export interface Effect {
  step: CauseStep;
  effects: Effect[];
}

/** Facts that descend from `root`, in the order in which they happened, as a tree: each under what caused it. */
export function effectTree(root: number, steps: readonly CauseStep[]): Effect[] {
  const top: Effect[] = [];
  const known = new Map<number, Effect>();
  for (const step of steps) {
    const effect: Effect = { step, effects: [] };
    known.set(step.seq, effect);
    const above = step.cause === root ? undefined : (known.get(step.cause) ?? known.get(step.also));
    (above?.effects ?? top).push(effect);
  }
  return top;
}

/**
 * A line of effects of which each has but one: told as a list, not as a staircase. The last of them has none, or several,
 * which are what `branches` holds.
 */
export function straight(effect: Effect): { line: Effect[]; branches: Effect[] } {
  const line = [effect];
  let last = effect;
  while (last.effects.length === 1) {
    last = last.effects[0]!;
    line.push(last);
  }
  return { line, branches: last.effects };
}
