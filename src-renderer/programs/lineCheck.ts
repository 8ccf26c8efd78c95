import { computed, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import type { UnknownCommand } from '#contract/terminals.ts';
import { latest } from '../stores/latest.ts';
import { useSession } from '../stores/session.ts';

/** The command of a line that there is not, while it is being written; null: there are all, or nobody has said so yet. */
export function useLineCheck(line: Ref<string>): ComputedRef<UnknownCommand | null> {
  const session = useSession();
  const checked = shallowRef<{ line: string; unknown: UnknownCommand | null } | null>(null);
  const check = latest(async () => {
    const asked = line.value;
    if (asked.trim() === '' || checked.value?.line === asked) return;
    const answer = await session.host?.call('terminals.check', { line: asked }).catch(() => null);
    if (answer) checked.value = { line: asked, unknown: answer.unknown };
  });
  watch(line, check, { immediate: true });
  return computed(() => (checked.value?.line === line.value ? checked.value.unknown : null));
}
