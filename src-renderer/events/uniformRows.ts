import { computed, onBeforeUnmount, ref, watch, type ComputedRef, type Ref } from 'vue';

/** Rows kept drawn beyond what is seen, above and below. */
const OVERSCAN = 8;
/** Tallest element that all browsers can scroll, CSS px, with room to spare. Longer lists are scrolled in larger steps. */
const TALLEST = 15_000_000;
/** Height taken for seen before anything was measured, CSS px. */
const FIRST_HEIGHT = 240;

/** Rows that are placed from one point: so few that a browser can tell their places apart, however long the list is. */
const PLACED_TOGETHER = 512;

/** A row to be drawn. */
export interface UniformRow {
  /** From 0. */
  index: number;
  /** Where it starts below `offset`, CSS px. */
  start: number;
  /** Its key: a row that is scrolled out leaves it to one that comes in, so that elements are filled anew and not made anew. */
  slot: number;
}

/**
 * The rows to draw of a list in which all are equally high, worked out without going through them: a million cost as
 * little as ten. `size` is the height of the scrolled element, `offset` where in it the rows are placed from, CSS px: what
 * scrolls a list longer than a browser can scroll changes that, and no row.
 */
export function useUniformRows(
  scroller: Ref<HTMLElement | null>,
  count: () => number,
  height: () => number,
): {
  size: ComputedRef<number>;
  offset: ComputedRef<number>;
  rows: ComputedRef<UniformRow[]>;
  show(index: number): void;
} {
  const scrolled = ref(0);
  const seen = ref(FIRST_HEIGHT);
  const full = computed(() => count() * height());
  const size = computed(() => Math.min(full.value, TALLEST));
  /** Of the list, per px of the scrolled element. */
  const ratio = computed(() => (size.value > seen.value ? (full.value - seen.value) / (size.value - seen.value) : 1));
  const top = computed(() => scrolled.value * ratio.value);

  const first = computed(() => Math.max(0, Math.floor(top.value / height()) - OVERSCAN));
  const end = computed(() => Math.min(count(), Math.ceil((top.value + seen.value) / height()) + OVERSCAN));
  /** The row that is placed at `offset`. */
  const base = computed(() => first.value - (first.value % PLACED_TOGETHER));
  const offset = computed(() => base.value * height() + scrolled.value - top.value);

  const rows = computed(() => {
    // As many as are ever drawn at once: no two of those drawn have the same.
    const slots = Math.ceil(seen.value / height()) + 1 + 2 * OVERSCAN;
    return Array.from({ length: Math.max(0, end.value - first.value) }, (_, k) => ({
      index: first.value + k,
      start: (first.value + k - base.value) * height(),
      slot: (first.value + k) % slots,
    }));
  });

  /** Scrolls no further than needed for the whole row to be seen. */
  function show(index: number): void {
    const element = scroller.value;
    if (!element) return;
    const from = index * height();
    const to = from + height();
    let wanted = top.value;
    if (to > wanted + seen.value) wanted = to - seen.value;
    if (from < wanted) wanted = from;
    if (wanted === top.value) return;
    element.scrollTop = wanted / ratio.value;
    scrolled.value = element.scrollTop;
  }

  let observer: ResizeObserver | null = null;
  function measure(): void {
    if (!scroller.value) return;
    scrolled.value = scroller.value.scrollTop;
    seen.value = scroller.value.clientHeight || FIRST_HEIGHT;
  }
  function leave(): void {
    observer?.disconnect();
    observer = null;
  }
  watch(scroller, (element, before) => {
    leave();
    before?.removeEventListener('scroll', measure);
    if (!element) return;
    element.addEventListener('scroll', measure, { passive: true });
    if (typeof ResizeObserver !== 'undefined') {
      observer = new ResizeObserver(measure);
      observer.observe(element);
    }
    measure();
  });
  onBeforeUnmount(leave);
  return { size, offset, rows, show };
}
