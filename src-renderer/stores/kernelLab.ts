import { computed, ref, shallowRef } from 'vue';
import { defineStore } from 'pinia';
import type { Result } from '#contract/calls.ts';
import type { LabView } from '#contract/kernel-lab.ts';
import type { Problem } from '#contract/shapes.ts';
import { useSession } from './session.ts';

/** Real sockets of this machine beside their simulated twin: the recipe being cooked, and both tables. */
export const useKernelLab = defineStore('kernel-lab', () => {
  const shown = ref(false);
  const recipes = shallowRef<Result<'lab.recipes'>['recipes']>([]);
  /** Where the real sockets are: the twin has IPv4 only. */
  const address = ref<LabView['address']>('127.0.0.1');
  /** Why that cannot be ::1 on this machine; null: it can. */
  const withoutIpv6 = shallowRef<Problem | null>(null);
  const view = shallowRef<LabView | null>(null);
  /** A call is being made: it may take seconds, as the real one does. */
  const busy = ref(false);
  /** Counts the calls made: what was looked at before one of them is not shown after it. */
  let made = 0;
  const session = useSession();
  const finished = computed(() => view.value !== null && view.value.next === null);

  async function show(): Promise<void> {
    shown.value = true;
    const answer = await session.ask('lab.recipes', {});
    recipes.value = answer?.recipes ?? [];
    withoutIpv6.value = answer?.ipv6 ?? null;
  }

  async function take(answer: Promise<LabView | null>): Promise<void> {
    busy.value = true;
    made++;
    const next = await answer;
    busy.value = false;
    if (next !== null && shown.value) view.value = next;
  }

  const open = (recipe: string): Promise<void> => take(session.ask('lab.open', { recipe, address: address.value }));
  const next = (): Promise<void> => take(session.ask('lab.next', {}));

  /** Has the real calls made on another loopback address; what is being cooked begins again there. */
  async function move(to: LabView['address']): Promise<void> {
    if (to === address.value || busy.value) return;
    address.value = to;
    if (view.value !== null) await open(view.value.recipe);
  }

  /** Looks again: timers run and states change by themselves. */
  async function look(): Promise<void> {
    if (busy.value || view.value === null) return;
    const before = made;
    const seen = await session.ask('lab.look', {});
    if (seen !== null && made === before && view.value?.recipe === seen.recipe) view.value = seen;
  }

  /** Ends both programs and closes the lab. */
  async function close(): Promise<void> {
    shown.value = false;
    view.value = null;
    await session.ask('lab.close', {});
  }

  return { shown, recipes, address, withoutIpv6, view, busy, finished, show, open, move, next, look, close };
});
