import {
  computed,
  nextTick,
  onBeforeUnmount,
  onMounted,
  ref,
  shallowRef,
  useTemplateRef,
  watch,
  type ComputedRef,
  type Ref,
  type ShallowRef,
} from 'vue';
import type { Placement } from '#document/records.ts';
import { useDocument } from '../stores/document.ts';
import { useDrawing } from '../stores/drawing.ts';
import { usePreferences } from '../stores/preferences.ts';
import { useSelection } from '../stores/selection.ts';
import { useShown } from '../stores/shown.ts';
import { useArrangement } from './placing/arrangement.ts';
import { moveTo } from './edits.ts';
import {
  cableAt,
  curvesOf,
  deviceAt as deviceUnder,
  freePlaceNear,
  shapeAt as shapeUnder,
  type Curves,
} from './geometry.ts';
import { markWords } from './markWords.ts';
import type { Leg } from './ground/painting.ts';
import { useChosenPath } from './packets/path.ts';
import { Picture } from './picture.ts';
import type { Guide } from './placing/snapping.ts';
import { shownDrawing, type ShownDrawing } from './shown.ts';
import { colorsOf, type CanvasColors } from './tokens.ts';

/** The drawing on screen, as the other parts of the canvas see it. */
export interface Board {
  /** The element that has the keyboard and the pointer. */
  readonly stage: Readonly<ShallowRef<HTMLElement | null>>;
  readonly picture: ShallowRef<Picture | null>;
  /** Counts up when positions or the viewport change: what is placed over the drawing follows it. */
  readonly shift: Ref<number>;
  /** Device under the pointer, or box of a group. */
  readonly hovered: Ref<string | null>;
  /** Device beside which the card of its ports is seen; what else is told of it stands in there. */
  readonly carded: Ref<string | null>;
  /** Colours of the theme on screen; null before there is a screen. */
  readonly colors: ShallowRef<CanvasColors | null>;
  /** The way of the packet or connection chosen. */
  readonly path: Readonly<Ref<readonly Leg[]>>;
  /** What a dragged thing is in line with. */
  readonly guides: ShallowRef<Guide[]>;
  /** Whether Alt is held, which lets dragged things go where the pointer is. */
  readonly released: Ref<boolean>;
  /** What is seen where groups are collapsed. */
  readonly shown: ComputedRef<ShownDrawing>;
  /** The cables as they lie just now. */
  curves(): Curves;
  /** What is drawn at a place: a device, box or note before a cable, a shape, the frame of a group. Null: nothing. */
  thingAt(place: Placement): string | null;
  /** The device, or the box of a group with devices in it, at a place: what a cable can go to. Null: none. */
  deviceAt(place: Placement): string | null;
  /** Drawing units under a pointer. */
  placeOf(event: MouseEvent): Placement;
}

/** What the tools in the corner take at the bottom, pixels of the interface. */
const TOOLS_HEIGHT = 56;
/** What those of a packet take at the top: pixels of the interface. */
const PACKET_TOOLS_HEIGHT = 72;
/** Height, pixels of the interface, below which what lies over the drawing has to share it. */
const LOW = 340;
/** Whether a drawing is that low. `height`: CSS px; `size`: of the interface, %. */
export const isLow = (height: number, size: number): boolean => (height * 100) / size < LOW;
/** CSS px from a cable at which the pointer still means it. */
const REACH = 10;

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
  const carded = ref<string | null>(null);
  const colors = shallowRef<CanvasColors | null>(null);
  const guides = shallowRef<Guide[]>([]);
  const released = ref(false);
  const arrangement = useArrangement();
  const path = useChosenPath();
  const seen = computed(() => shownDrawing(drawing.records));
  /** Null: worked out when next asked for. A drag tells of every device it moves, many times a picture. */
  let curves: Curves | null = null;
  let watcher: ResizeObserver | null = null;

  function deviceAt(place: Placement): string | null {
    const { hidden, boxes } = seen.value;
    const drawn = drawing.devices.filter(({ id }) => !hidden.has(id));
    const joined = boxes.filter(({ devices }) => devices > 0).map(({ group }) => group);
    return picture.value ? deviceUnder([...drawn, ...joined], picture.value.places, place) : null;
  }

  function currentCurves(): Curves {
    const cables = seen.value.cables.map(({ cable }) => cable);
    return (curves ??= curvesOf(cables, picture.value?.places ?? new Map()));
  }

  function redraw(): void {
    if (!picture.value) return;
    const { places } = picture.value;
    // Things put away in a box are where the box is.
    for (const { group, inside } of seen.value.boxes) {
      const place = places.get(group.id);
      if (place) for (const id of inside) places.set(id, place);
    }
    curves = null;
    shift.value++;
  }

  onMounted(() => {
    colors.value = colorsOf(document.documentElement);
    const made = new Picture(container.value!, colors.value, shown.parts.areas, {
      chosen: (ids) => selection.chooseThings(ids),
      moved: moveTo,
      hovered: (id) => (hovered.value = id),
      opened(id) {
        const group = drawing.records.get(id);
        if (group?.type !== 'group' || !group.collapsed) hand.renaming = id;
        else drawing.change('collapse', (draft) => draft.put({ ...group, collapsed: false }));
      },
      shifted: redraw,
      guided: (found) => (guides.value = found),
    });
    made.snap.active = () => hand.snapping && !released.value;
    made.keptFree = (height) => {
      const size = preferences.size / 100;
      // A low drawing would be too small to be read for what is seen of a packet now and then, and takes one line there.
      return [isLow(height, preferences.size) ? 0 : PACKET_TOOLS_HEIGHT * size, TOOLS_HEIGHT * size];
    };
    picture.value = made;
    made.draw(drawing.records, markWords, shown.parts);
    made.choose(selection.things);
    watcher = new ResizeObserver(() => made.resize());
    watcher.observe(container.value!);
    made.cy.ready(() => made.fit());
    redraw();
    hand.view = {
      ...arrangement,
      fit: () => made.fit(),
      sight: () => made.sight,
      lookAt: (sight) => made.lookAt(sight),
      zoomBy: (factor) => made.zoomBy(factor),
      freePlace: () => freePlaceNear(made.middle(), drawing.records.values()),
      fitTo: (ids) => made.fitTo(ids.map((id) => seen.value.hidden.get(id) ?? id)),
      show: (id) => made.show(seen.value.hidden.get(id) ?? id),
      reveal(id) {
        made.reveal(seen.value.hidden.get(id) ?? id);
        selection.chooseThings([seen.value.hidden.get(id) ?? id]);
      },
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
      picture.value?.draw(records, markWords, shown.parts);
      picture.value?.choose(selection.things);
    },
  );
  watch(
    () => selection.things,
    (ids) => picture.value?.choose(ids),
    { flush: 'post' },
  );
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
    carded,
    colors,
    path,
    shown: seen,
    guides,
    released,
    curves: currentCurves,
    deviceAt,
    thingAt(place) {
      const made = picture.value;
      if (!made) return null;
      const { hidden, boxes } = seen.value;
      const drawn = [...drawing.devices, ...drawing.notes].filter(({ id }) => !hidden.has(id));
      return (
        deviceUnder([...drawn, ...boxes.map(({ group }) => group)], made.places, place) ??
        cableAt(currentCurves(), place, REACH / Math.min(1, made.cy.zoom())) ??
        shapeUnder(
          drawing.shapes.filter(({ id }) => !hidden.has(id)),
          place,
        ) ??
        made.frameAt(place)
      );
    },
    placeOf(event) {
      const corner = stage.value!.getBoundingClientRect();
      return picture.value!.placeAt({ x: event.clientX - corner.left, y: event.clientY - corner.top });
    },
  };
}
