import { computed, ref, shallowRef, watch } from 'vue';
import { defineStore } from 'pinia';
import type { Comparison, Difference } from '#contract/differences.ts';
import { useBranches } from './branches.ts';
import { follow } from './follow.ts';
import { latest } from './latest.ts';
import { useSession } from './session.ts';

export type Side = 'left' | 'right';

/** A connection by its ids in both runs. */
export interface BothConversations {
  left: string | null;
  right: string | null;
}

/** Two runs side by side: which, what is different in them, and what of it is looked at. */
export const useComparison = defineStore('comparison', () => {
  const session = useSession();
  const branches = useBranches();
  const shown = ref(false);
  /** The runs a person has chosen; null: the usual one. */
  const wanted = ref<Record<Side, string | null>>({ left: null, right: null });

  const known = (id: string | null): string | null => branches.all.find((run) => run.id === id)?.id ?? null;
  /** Right is the run looked at and left the newest of the others, unless a person has chosen. */
  const right = computed(() => known(wanted.value.right) ?? session.now?.branch ?? null);
  const left = computed(
    () => known(wanted.value.left) ?? branches.all.filter(({ id }) => id !== right.value).at(-1)?.id ?? null,
  );
  /** The runs that are compared; null: nothing is. */
  const sides = computed(() =>
    shown.value && left.value !== null && right.value !== null && left.value !== right.value
      ? { left: left.value, right: right.value }
      : null,
  );

  const answer = shallowRef<Comparison | null>(null);
  const working = ref(false);
  const refresh = latest(async () => {
    const asked = sides.value;
    if (asked === null || session.now?.playing) return;
    working.value = true;
    const found = await session.host?.call('compare.differences', asked).catch(() => null);
    working.value = false;
    if (sides.value?.left !== asked.left || sides.value.right !== asked.right) return;
    answer.value = found ?? null;
  });
  watch(
    () => sides.value && [sides.value.left, sides.value.right].join(),
    () => {
      answer.value = null;
      conversation.value = null;
      chosen.value = null;
    },
  );
  watch(
    () =>
      sides.value &&
      session.now &&
      [
        ...[sides.value.left, sides.value.right, session.history, session.now.playing],
        ...[session.now.branches, session.now.branch, session.now.facts, session.now.horizon],
      ].join(),
    refresh,
    { immediate: true },
  );

  const conversation = ref<BothConversations | null>(null);
  /** The connection looked at: the one chosen, else the first in which something differs, else the first. */
  const looked = computed((): BothConversations | null => {
    const all = answer.value?.conversations ?? [];
    const same = (one: BothConversations, other: BothConversations | null): boolean =>
      one.left === other?.left && one.right === other.right;
    const told = answer.value?.differences.find((each) => each.conversation !== null)?.conversation ?? null;
    const found = all.find((one) => same(one, conversation.value)) ?? all.find((one) => same(one, told)) ?? all[0];
    return found ? { left: found.left, right: found.right } : null;
  });
  /** The difference looked at. */
  const chosen = shallowRef<Difference | null>(null);

  /** Looks at a difference: the cursor goes there, and its connection comes to the front. */
  async function choose(difference: Difference): Promise<void> {
    chosen.value = difference;
    if (difference.conversation) conversation.value = { ...difference.conversation };
    if (session.now?.playing) await session.pause();
    await session.seek(difference.time);
  }

  const moment = follow('compare.moment', () => sides.value && { ...sides.value, conversation: looked.value });

  function toggle(): void {
    shown.value = !shown.value;
  }

  /** Looks at another run on one side. The same on both sides makes them change places. */
  function take(side: Side, id: string): void {
    const other = side === 'left' ? right.value : left.value;
    const own = side === 'left' ? left.value : right.value;
    const theirs = id === other ? own : other;
    wanted.value = side === 'left' ? { left: id, right: theirs } : { left: theirs, right: id };
  }

  return {
    shown,
    wanted,
    left,
    right,
    sides,
    answer,
    working,
    conversation,
    looked,
    chosen,
    moment,
    choose,
    toggle,
    take,
  };
});
