import { ref, shallowRef } from 'vue';
import { defineStore } from 'pinia';
import type { DeviceRecord, Placement } from '#document/records.ts';

/** What the canvas can be asked to do; it puts itself here while it is on screen. */
export interface DrawingView {
  /** Shows the whole drawing. */
  fit(): void;
  /** Zooms around the middle by a factor. */
  zoomBy(factor: number): void;
  /** A place near the middle of what is seen where nothing is drawn. */
  freePlace(): Placement;
  /** Brings a record into view. */
  show(id: string): void;
  focus(): void;
}

/** What the pointer does on the canvas. */
export type Tool = 'choose' | 'cable';

/** How the person is drawing just now: the tool in hand, what is being placed, renamed or connected. */
export const useDrawing = defineStore('drawing', () => {
  const tool = ref<Tool>('choose');
  /** Kind of device the next click on the canvas places; null: none. */
  const placing = ref<DeviceRecord['kind'] | 'note' | null>(null);
  /** Device or note whose name is being typed on the canvas. */
  const renaming = ref<string | null>(null);
  /** Device for which "Connect to…" is open. */
  const connecting = ref<string | null>(null);
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
  function place(kind: DeviceRecord['kind'] | 'note' | null): void {
    placing.value = placing.value === kind ? null : kind;
    if (kind) tool.value = 'choose';
  }

  return {
    tool,
    placing,
    renaming,
    connecting,
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
