import { shallowRef } from 'vue';
import { defineStore } from 'pinia';
import type { Condition } from '#contract/shapes.ts';

/** Conditions offered again. */
const MOST = 5;

/** What time was run until lately, the newest first. Kept as long as the window is open: programs and devices change. */
export const useRecentConditions = defineStore('recent-conditions', () => {
  const recent = shallowRef<readonly Condition[]>([]);

  function use(condition: Condition): void {
    const same = JSON.stringify(condition);
    recent.value = [condition, ...recent.value.filter((other) => JSON.stringify(other) !== same)].slice(0, MOST);
  }
  return { recent, use };
});
