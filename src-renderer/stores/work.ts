import { computed, ref, shallowRef } from 'vue';
import { defineStore } from 'pinia';

/** Wall ms after which work counts as long: what is quicker needs no sign. */
const LONG = 400;

/** Something that takes its time. */
export interface Work {
  /** What it is called: `work.<name>` of the locales. */
  name: 'seek' | 'open' | 'rebuild' | 'read' | 'capture';
  /** How much of it is done, 0 … 1; null: nobody knows. Reactive when it reads stores. */
  done?: () => number | null;
  /** Stops it; left out: it cannot be stopped. */
  cancel?: () => void;
}

/** Work that a person waits for, and can give up. The newest is shown. */
export const useWork = defineStore('work', () => {
  const all = shallowRef<readonly { id: number; work: Work }[]>([]);
  const long = ref<readonly number[]>([]);
  let count = 0;

  /** The work to be shown: the newest that has gone on for a while; null: there is none. */
  const shown = computed(() => all.value.findLast(({ id }) => long.value.includes(id))?.work ?? null);

  /** Watches over work until its promise settles, and gives back what it brings. */
  async function during<T>(work: Work, promise: Promise<T>): Promise<T> {
    const id = ++count;
    all.value = [...all.value, { id, work }];
    const timer = setTimeout(() => (long.value = [...long.value, id]), LONG);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      all.value = all.value.filter((one) => one.id !== id);
      long.value = long.value.filter((one) => one !== id);
    }
  }

  return { shown, during };
});
