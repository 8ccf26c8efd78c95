import { onBeforeUnmount, ref, watch, type Ref } from 'vue';

/** The width of an element for a figure in it, CSS px, between `least` and `most`; it follows the element. */
export function useWidth(element: Ref<HTMLElement | null>, least: number, most: number): { width: Ref<number> } {
  const width = ref(Math.min(most, Math.max(least, 720)));
  let observer: ResizeObserver | null = null;
  function measure(): void {
    const found = element.value;
    if (!found || found.clientWidth === 0) return;
    const { paddingLeft, paddingRight } = getComputedStyle(found);
    const inner = found.clientWidth - (parseFloat(paddingLeft) || 0) - (parseFloat(paddingRight) || 0);
    width.value = Math.min(most, Math.max(least, Math.floor(inner)));
  }
  watch(
    element,
    (found) => {
      observer?.disconnect();
      if (!found) return;
      if (typeof ResizeObserver !== 'undefined') {
        observer = new ResizeObserver(measure);
        observer.observe(found);
      }
      measure();
    },
    { immediate: true },
  );
  onBeforeUnmount(() => observer?.disconnect());
  return { width };
}
