import { computed, ref, shallowRef, watch } from 'vue';
import { defineStore } from 'pinia';
import type { BranchRow } from '#contract/shapes.ts';
import { latest } from './latest.ts';
import { useSession } from './session.ts';

/** The runs of the project: histories that parted from each other, one of which is looked at. */
export const useBranches = defineStore('branches', () => {
  const session = useSession();
  /** In the order in which they came to be. */
  const all = shallowRef<readonly BranchRow[]>([]);
  /** Runs that are still being rebuilt after the simulation was lost. */
  const coming = ref(0);
  const current = computed(() => all.value.find(({ id }) => id === session.now?.branch) ?? null);
  const others = computed(() => all.value.filter(({ id }) => id !== session.now?.branch));
  /** Whether the list of runs is open, and the run whose name is to be typed there first. */
  const shown = ref(false);
  const renaming = ref<string | null>(null);
  /** Whether the form for a second run is open. */
  const beginning = ref(false);

  const refresh = latest(async () => {
    const answer = session.now && (await session.host?.call('branches.list', {}).catch(() => null));
    all.value = answer?.branches ?? [];
    coming.value = answer?.coming ?? 0;
  });
  watch(
    () =>
      session.now &&
      [session.now.branches, session.now.branch, session.history, session.now.playing, shown.value].join(),
    refresh,
    { immediate: true },
  );

  /** Which run it is, counted from 1: what an unnamed one is called by. */
  const numberOf = (id: string): number => Number(/\d+$/.exec(id)?.[0] ?? 0);

  /** Looks at the run after the current one, in the order of the list. */
  async function next(): Promise<void> {
    const at = all.value.findIndex(({ id }) => id === session.now?.branch);
    const following = all.value[(at + 1) % all.value.length];
    if (following && following.id !== session.now?.branch) await session.switchBranch(following.id);
  }

  /** Opens the list of runs; with a run, to give it a name. */
  function show(naming: string | null = null): void {
    renaming.value = naming;
    shown.value = true;
  }

  return { all, coming, current, others, shown, renaming, beginning, numberOf, next, show };
});
