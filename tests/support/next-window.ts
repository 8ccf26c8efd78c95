import { createPinia, setActivePinia } from 'pinia';
import { nextTick } from 'vue';

/** The stores of a window on a machine that remembers nothing yet. */
export function firstWindow(): void {
  localStorage.clear();
  setActivePinia(createPinia());
}

/** A store of the window opened next: it begins with what was kept of the one before. */
export async function nextWindow<Store>(store: () => Store): Promise<Store> {
  await nextTick();
  setActivePinia(createPinia());
  return store();
}
