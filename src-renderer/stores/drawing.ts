import { ref, shallowRef } from 'vue';
import { defineStore } from 'pinia';
import type { DeviceRecord, Placement, ShapeForm } from '#document/records.ts';
import { oneOf, useKept, yesOrNo } from './kept.ts';

/** What things are brought in line with: an edge or the middle of them all. */
export type Line = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom';
/** Along which gaps are made alike. */
export type Axis = 'across' | 'down';
/** `layers`: routers above, what hangs on them below; `spread`: what is joined near each other, all else apart. */
export type LayoutKind = 'layers' | 'spread';

/** How what is chosen can be brought into order. */
export interface Arrangement {
  align(line: Line): void;
  distribute(axis: Axis): void;
  /** Of what is chosen when that is several, else of everything. */
  layOut(kind: LayoutKind): void;
}

/** The middle of what is seen of the map, drawing units, and how closely it is looked at. */
export interface Sight extends Placement {
  zoom: number;
}

/** What the canvas can be asked to do; it puts itself here while it is on screen. */
export interface DrawingView extends Arrangement {
  /** Shows the whole drawing. */
  fit(): void;
  /** What is seen of the drawing; null: all of it, however large the window is. */
  sight(): Sight | null;
  /** Shows this of the drawing. */
  lookAt(sight: Sight): void;
  /** Zooms around the middle by a factor. */
  zoomBy(factor: number): void;
  /** A place near the middle of what is seen where nothing is drawn. */
  freePlace(): Placement;
  /** Shows these records as large as fits. */
  fitTo(ids: readonly string[]): void;
  /** Brings a record into view. */
  show(id: string): void;
  /** Chooses a record and brings it to the middle, large enough to be read. */
  reveal(id: string): void;
  focus(): void;
}

/** What the pointer does on the canvas. */
export type Tool = 'choose' | 'cable';

/** What the next click on the canvas puts down. */
export type Placed = DeviceRecord['kind'] | 'note' | ShapeForm;

/** When the small map is on screen. */
const MAP_WISHES = ['auto', 'shown', 'hidden'] as const;
type MapWish = (typeof MAP_WISHES)[number];

/** How the person is drawing just now: the tool in hand, what is being placed, renamed or connected. */
export const useDrawing = defineStore('drawing', () => {
  const kept = useKept();
  const tool = ref<Tool>('choose');
  /** What the next click on the canvas puts down; null: nothing. */
  const placing = ref<Placed | null>(null);
  /** Device or note whose name is being typed on the canvas. */
  const renaming = ref<string | null>(null);
  /** Device, or group of devices, for which "Connect to…" is open. */
  const connecting = ref<string | null>(null);
  /** Device whose ports are shown until they are put away. */
  const ports = ref<string | null>(null);
  /** Whether dragged things come to rest in line with others and on the grid; kept for the next start. */
  const snapping = kept.value('canvas.snapping', true, yesOrNo);
  /** The small map: `auto` shows it when a large drawing is not all in view. Kept for the next start. */
  const map = kept.value<MapWish>('canvas.map', 'auto', oneOf(MAP_WISHES));
  /** Whether the small map is on screen. */
  const mapShown = ref(false);
  /** Port with which "Connect to…" begins; null: the first free one. */
  const connectingPort = ref<string | null>(null);
  /** Setting of TCP that is looked for: the form of the chosen device shows it as soon as it is there. */
  const soughtSetting = ref<string | null>(null);
  const view = shallowRef<DrawingView | null>(null);
  /** The sheet of keyboard shortcuts. */
  const shortcutsShown = ref(false);
  /** The form for a new ping. */
  const pingShown = ref(false);
  /** The form for a program: `new`, the id of one to change, or null: closed. */
  const programShown = ref<string | null>(null);
  /** The list of running programs, to kill one. */
  const killShown = ref(false);
  /** The list of what hinders the network. */
  const checkShown = ref(false);
  /** The projects that come with the application. */
  const templatesShown = ref(false);

  function take(next: Tool): void {
    tool.value = next;
    placing.value = null;
  }
  function place(kind: Placed | null): void {
    placing.value = placing.value === kind ? null : kind;
    if (kind) tool.value = 'choose';
  }

  return {
    tool,
    placing,
    renaming,
    connecting,
    connectingPort,
    soughtSetting,
    ports,
    snapping,
    map,
    mapShown,
    view,
    shortcutsShown,
    pingShown,
    programShown,
    killShown,
    checkShown,
    templatesShown,
    take,
    place,
  };
});
