import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import type { CallName, Parameters, Result } from '#contract/calls.ts';
import { latest } from './latest.ts';
import { useSession } from './session.ts';

/**
 * The answer to a question about the moment under the cursor, asked again whenever the cursor, the history or the
 * question moved, one at a time. `parameters` null: nothing to ask, the answer is null. A refusal counts as null: the
 * thing asked for may have just gone (a cut future, a removed device), which is no news for the person.
 * `rest`: wall ms between two questions while time runs, for long answers that seldom change.
 */
export function follow<N extends CallName>(
  name: N,
  parameters: () => Parameters<N> | null,
  pulse: () => unknown = everyMove,
  rest = 0,
): ShallowRef<Result<N> | null> {
  const session = useSession();
  const answer: ShallowRef<Result<N> | null> = shallowRef(null);
  let live = true;
  const refresh = latest(async () => {
    const question = parameters();
    const host = session.host;
    if (!question || !host) {
      answer.value = null;
      return;
    }
    const found = await host.call(name, question).catch(() => null);
    if (live) answer.value = found;
    if (rest > 0 && session.now?.playing) await new Promise((rested) => setTimeout(rested, rest));
  });
  watch([parameters, pulse, () => session.history, () => session.host], refresh, { immediate: true, deep: false });
  onScopeDispose(() => (live = false));
  return answer;
}

/** Whenever the cursor or what lies behind it moved. */
export function everyMove(): string {
  const now = useSession().now;
  return now ? `${now.version} ${now.cursor} ${now.facts}` : '';
}
