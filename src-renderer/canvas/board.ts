import {
  nextTick,
  onBeforeUnmount,
  onMounted,
  ref,
  shallowRef,
  useTemplateRef,
  watch,
  type Ref,
  type ShallowRef,
} from 'vue';
import type { Placement } from '#document/records.ts';
import { useDocument } from '../stores/document.ts';
import { useDrawing } from '../stores/drawing.ts';
import { usePreferences } from '../stores/preferences.ts';
import { useSelection } from '../stores/selection.ts';
import { useShown } from '../stores/shown.ts';
import { moveTo } from './edits.ts';
import { curvesOf, freePlaceNear, type Curves } from './geometry.ts';
import { markWords } from './markWords.ts';
import type { Leg } from './ground/painting.ts';
import { useChosenPath } from './packets/path.ts';
import { Picture } from './picture.ts';
import { colorsOf, type CanvasColors } from './tokens.ts';

/** The drawing on screen, as the other parts of the canvas see it. */
export interface Board {
  /** The element that has the keyboard and the pointer. */
  readonly stage: Readonly<ShallowRef<HTMLElement | null>>;
  readonly picture: ShallowRef<Picture | null>;
  /** Counts up when positions or the viewport change: what is placed over the drawing follows it. */
  readonly shift: Ref<number>;
  /** Device under the pointer. */
  readonly hovered: Ref<string | null>;
  /** Colours of the theme on screen; null before there is a screen. */
  readonly colors: ShallowRef<CanvasColors | null>;
  /** The way of the packet or connection chosen. */
  readonly path: Readonly<Ref<readonly Leg[]>>;
  /** The cables as they lie just now. */
  curves(): Curves;
  /** Drawing units under a pointer. */
  placeOf(event: MouseEvent): Placement;
}

/** Keeps the picture in the element `boardElement` in step with the document, the selection and the theme. */
export function useBoard(): Board {
  const drawing = useDocument();
  const hand = useDrawing();
  const preferences = usePreferences();
  const selection = useSelection();
  const shown = useShown();
  const stage = useTemplateRef<HTMLElement>('stageElement');
  const container = useTemplateRef<HTMLElement>('boardElement');
  const picture = shallowRef<Picture | null>(null);
  const shift = ref(0);
  const hovered = ref<string | null>(null);
  const colors = shallowRef<CanvasColors | null>(null);
  const path = useChosenPath();
  /** Null: worked out when next asked for. A drag tells of every device it moves, many times a picture. */
  let curves: Curves | null = null;
  let watcher: ResizeObserver | null = null;

  function redraw(): void {
    if (!picture.value) return;
    curves = null;
    shift.value++;
  }

  onMounted(() => {
    colors.value = colorsOf(document.documentElement);
    const made = new Picture(container.value!, colors.value, shown.parts.areas, {
      chosen: (ids) => selection.chooseThings(ids),
      moved: moveTo,
      hovered: (id) => (hovered.value = id),
      opened: (id) => (hand.renaming = id),
      shifted: redraw,
    });
    picture.value = made;
    made.draw(drawing.records.values(), markWords, shown.parts);
    made.choose(selection.things);
    watcher = new ResizeObserver(() => made.resize());
    watcher.observe(container.value!);
    made.cy.ready(() => made.fit());
    redraw();
    hand.view = {
      fit: () => made.fit(),
      zoomBy: (factor) => made.zoomBy(factor),
      freePlace: () => freePlaceNear(made.middle(), drawing.records.values()),
      show: (id) => made.show(id),
      focus: () => stage.value?.focus(),
    };
  });
  onBeforeUnmount(() => {
    hand.view = null;
    watcher?.disconnect();
    picture.value?.destroy();
  });

  watch(
    () => [drawing.records, preferences.locale, shown.parts] as const,
    ([records]) => {
      picture.value?.draw(records.values(), markWords, shown.parts);
      picture.value?.choose(selection.things);
    },
  );
  watch(
    () => selection.things,
    (ids) => picture.value?.choose(ids),
    { flush: 'post' },
  );
  watch(path, (legs) => {
    const taken = legs.filter((leg) => leg.taken).map(({ cable }) => cable);
    picture.value?.mark('path', [...new Set(taken)]);
  });
  watch(
    () => [preferences.shownTheme, shown.parts.areas],
    async () => {
      await nextTick();
      colors.value = colorsOf(document.documentElement);
      picture.value?.restyle(colors.value, shown.parts.areas);
    },
  );

  return {
    stage,
    picture,
    shift,
    hovered,
    colors,
    path,
    curves: () => (curves ??= curvesOf(drawing.cables, picture.value?.places ?? new Map())),
    placeOf(event) {
      const corner = stage.value!.getBoundingClientRect();
      return picture.value!.placeAt({ x: event.clientX - corner.left, y: event.clientY - corner.top });
    },
  };
}
