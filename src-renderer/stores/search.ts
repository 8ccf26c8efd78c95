import { ref } from 'vue';
import { defineStore } from 'pinia';
import { useKept } from './kept.ts';

/** Things chosen last that are offered before a word is typed. */
const MOST_RECENT = 6;

/** The field in which commands and things are searched for: whether it is open, and what was chosen in it last. */
export const useSearch = defineStore('search', () => {
  const shown = ref(false);
  const recent = useKept().value<string[]>('search.recent', [], (read) =>
    Array.isArray(read) ? read.filter((one) => typeof one === 'string').slice(0, MOST_RECENT) : undefined,
  );
  /** Keeps what was chosen, by its name in the list. */
  function remember(id: string): void {
    recent.value = [id, ...recent.value.filter((other) => other !== id)].slice(0, MOST_RECENT);
  }
  return { shown, recent, remember };
});
