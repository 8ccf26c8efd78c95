import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import type { CallName, Parameters, Result } from '#contract/calls.ts';
import { latest } from './latest.ts';
import { useSession } from './session.ts';

/**
 * The answer to a question about the moment under the cursor, asked again whenever the cursor, the history or the
 * question moved, one at a time. `parameters` null: nothing to ask, the answer is null. A refusal counts as null: the
 * thing asked for may have just gone (a cut future, a removed device), which is no news for the person.
 */
export function follow<N extends CallName>(
  name: N,
  parameters: () => Parameters<N> | null,
  pulse: () => unknown = everyMove,
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
  });
  watch([parameters, pulse, () => session.history, () => session.host], refresh, { immediate: true, deep: false });
  onScopeDispose(() => (live = false));
  return answer;
}

function everyMove(): string {
  const now = useSession().now;
  return now ? `${now.version} ${now.cursor} ${now.facts}` : '';
}
