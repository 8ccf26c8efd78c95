import { onBeforeUnmount, ref, watch, type Ref } from 'vue';
import { zoomOf } from '../ui/zoom.ts';

/** Drawn beyond what is seen, above and below, and the steps in which that moves on, CSS px. */
const MARGIN = 1200;
const STEP = 600;

/**
 * Which stretch of a long element is seen in the pane that scrolls it, with a margin, CSS px from its top. Null where
 * nothing scrolls: then all of it counts as seen.
 */
export function useSeenStretch(element: Ref<HTMLElement | null>): Ref<{ from: number; to: number } | null> {
  const seen = ref<{ from: number; to: number } | null>(null);
  let pane: HTMLElement | null = null;

  function measure(): void {
    if (!element.value || !pane || pane.clientHeight === 0) return;
    const above = (pane.getBoundingClientRect().top - element.value.getBoundingClientRect().top) / zoomOf(pane);
    const from = Math.floor((above - MARGIN) / STEP) * STEP;
    const to = Math.ceil((above + pane.clientHeight + MARGIN) / STEP) * STEP;
    if (from !== seen.value?.from || to !== seen.value.to) seen.value = { from, to };
  }
  function leave(): void {
    pane?.removeEventListener('scroll', measure);
    globalThis.removeEventListener('resize', measure);
    pane = null;
  }

  watch(element, (shown) => {
    leave();
    if (!shown) return;
    pane = scrollerOf(shown);
    pane?.addEventListener('scroll', measure, { passive: true });
    globalThis.addEventListener('resize', measure);
    measure();
  });
  onBeforeUnmount(leave);
  return seen;
}

function scrollerOf(element: HTMLElement): HTMLElement | null {
  let found = element.parentElement;
  while (found && !/auto|scroll/.test(getComputedStyle(found).overflowY)) found = found.parentElement;
  return found;
}
