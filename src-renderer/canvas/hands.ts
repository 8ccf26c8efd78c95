import { ref, watch, type Ref } from 'vue';
import { insertDevice } from '../commands/insert-device.ts';
import { insertNoteAt } from '../commands/insert-note.ts';
import { draggedKind } from '../stores/dragging.ts';
import { useDocument } from '../stores/document.ts';
import { useDrawing } from '../stores/drawing.ts';
import type { Board } from './board.ts';
import { connect } from './edits.ts';
import { deviceAt } from './geometry.ts';
import { Gestures } from './gestures.ts';
import { useSheet, type Sheet } from './sheet.ts';

/** What hands do on the stage: presses, drags and drops, before Cytoscape sees them. */
export interface Hands {
  readonly gestures: Gestures;
  readonly sheet: Sheet;
  /** Whether the pointer is over a packet that can be chosen. */
  readonly overPacket: Ref<boolean>;
  press(event: PointerEvent): void;
  /** Keeps from Cytoscape the mouse and touch events of a press that was taken. */
  keep(event: Event): void;
  hover(event: PointerEvent): void;
  /** A cable is pulled out of a device. */
  pull(id: string, event: PointerEvent): void;
  drop(event: DragEvent): void;
  dragOver(event: DragEvent): void;
}

/** Joins the gestures of the pointer to the drawing and to the sheet above it. */
export function useHands(board: Board): Hands {
  const drawing = useDocument();
  const hand = useDrawing();
  const overPacket = ref(false);

  const gestures = new Gestures({
    placeOf: board.placeOf,
    deviceAt: (place) => (board.picture.value ? deviceAt(drawing.devices, board.picture.value.places, place) : null),
    choosePacketAt: (place) => sheet.choosePacketAt(place),
    place(at, again) {
      const { placing } = hand;
      if (placing === null) return false;
      if (!again) hand.placing = null;
      if (placing === 'note') insertNoteAt(at);
      else insertDevice(placing, at);
      return true;
    },
    cabling: () => hand.tool === 'cable',
    connect: (from, to) => void connect(from, to),
    changed: () => {
      const over = gestures.rubber?.over ?? null;
      board.picture.value?.mark('target', over ? [over] : []);
      sheet.wake();
    },
  });
  const sheet = useSheet(board, () => gestures.rubber);

  watch(
    () => [hand.tool, hand.placing] as const,
    ([tool, placing]) => {
      gestures.cancel();
      board.picture.value?.hold(tool === 'cable' || placing !== null);
    },
  );

  return {
    gestures,
    sheet,
    overPacket,
    press(event) {
      if ((event.target as Element).closest('.over')) return;
      if (gestures.press(event)) event.stopPropagation();
    },
    keep(event) {
      if (gestures.taken) event.stopPropagation();
    },
    hover(event) {
      gestures.move(event);
      overPacket.value = !gestures.rubber && sheet.flightUnder(board.placeOf(event)) >= 0;
    },
    pull(id, event) {
      board.stage.value?.setPointerCapture(event.pointerId);
      gestures.begin(id, event);
    },
    drop(event) {
      const kind = draggedKind(event);
      if (!kind) return;
      event.preventDefault();
      if (kind === 'note') insertNoteAt(board.placeOf(event));
      else insertDevice(kind, board.placeOf(event));
    },
    dragOver(event) {
      if (event.dataTransfer?.types.includes('application/x-hopscope')) event.preventDefault();
    },
  };
}
