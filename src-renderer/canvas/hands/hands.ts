import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { FORMS, stretched } from '#document/drawn-shape.ts';
import type { Placement, ShapeForm, ShapeRecord } from '#document/records.ts';
import { insertDevice } from '../../commands/insert-device.ts';
import { insertNoteAt } from '../../commands/insert-note.ts';
import { insertShape } from '../../commands/insert-shape.ts';
import { draggedKind } from '../../stores/dragging.ts';
import { useDocument } from '../../stores/document.ts';
import { useClipboard } from '../../stores/clipboard.ts';
import { useDrawing, type Placed } from '../../stores/drawing.ts';
import { useSelection } from '../../stores/selection.ts';
import type { Board } from '../board.ts';
import { useCabling, type PortQuestion } from '../cabling/cabling.ts';
import type { Box } from '../extents.ts';
import { Gestures, SLOP } from './gestures.ts';
import { closerBy } from '../../ui/pinch.ts';
import { onGrid } from '../placing/snapping.ts';
import { useSheet, type Sheet } from '../sheet.ts';
import { Touchpad } from './touchpad.ts';

/** What hands do on the stage: presses, drags and drops, before Cytoscape sees them. */
export interface Hands {
  readonly gestures: Gestures;
  readonly sheet: Sheet;
  /** Whether the pointer is over a packet that can be chosen. */
  readonly overPacket: Ref<boolean>;
  press(event: PointerEvent): void;
  /** Keeps from Cytoscape the mouse and touch events of a press that was taken, and the keyboard where it opened a field. */
  keep(event: Event): void;
  hover(event: PointerEvent): void;
  /** A cable is pulled out of a device. */
  pull(id: string, event: PointerEvent, port?: string): void;
  release(event: PointerEvent): void;
  /** Two fingers on a touchpad move the drawing, and look closer where they part; a wheel is left to Cytoscape, which zooms. */
  wheel(event: WheelEvent): void;
  /** The pointer left the stage. */
  leave(): void;
  /** Device a cable in hand is held over; undefined: no cable is in hand. */
  readonly target: Ref<string | null | undefined>;
  /** The box pulled around things to choose. */
  readonly box: ShallowRef<Box | null>;
  /** A port the person is asked for. */
  readonly question: Ref<PortQuestion | null>;
  drop(event: DragEvent): void;
  dragOver(event: DragEvent): void;
}

/** CSS px around the ports of a device, as far as the device itself, where a cable in hand is still on its way to them. */
const REACH = 60;

/** Joins the gestures of the pointer to the drawing and to the sheet above it. */
export function useHands(board: Board): Hands {
  const drawing = useDocument();
  const hand = useDrawing();
  const selection = useSelection();
  const clipboard = useClipboard();
  const cabling = useCabling();
  const touchpad = new Touchpad();
  const overPacket = ref(false);
  const target = ref<string | null | undefined>(undefined);
  const box = shallowRef<Box | null>(null);
  let pressed: PointerEvent | null = null;
  /** Whether what the last press put down was opened for typing: the press itself must not take the keyboard away again. */
  let opened = false;
  /** A shape that is being drawn: where its first corner is, and where the pointer was pressed. */
  let drawn: { shape: ShapeRecord; from: Placement; at: Placement } | null = null;

  function putDown(placing: Placed, at: Placement, event?: PointerEvent): void {
    if (placing === 'note') return insertNoteAt(at);
    if (!isForm(placing)) return void insertDevice(placing, at);
    drawing.begin('add');
    const id = insertShape(placing, at);
    const shape = id === null ? undefined : drawing.records.get(id);
    if (!event || placing === 'text' || shape?.type !== 'shape') return drawing.end();
    drawn = { shape, from: at, at: { x: event.clientX, y: event.clientY } };
    board.stage.value?.setPointerCapture(event.pointerId);
  }

  /** The other corner of the shape being drawn follows the pointer. */
  function draw(event: PointerEvent): void {
    if (!drawn || Math.hypot(event.clientX - drawn.at.x, event.clientY - drawn.at.y) < SLOP) return;
    const { shape, from } = drawn;
    const snaps = hand.snapping && !event.altKey;
    const corner = (place: Placement): Placement => (snaps ? onGrid(place) : place);
    const [one, other] = [corner(from), corner(board.placeOf(event))];
    drawing.change('add', (draft) => draft.put(stretched(shape, one, other)));
  }

  const gestures = new Gestures({
    placeOf: board.placeOf,
    deviceAt: board.deviceAt,
    choosePacketAt: (place) => sheet.choosePacketAt(place),
    place(at, again) {
      const { placing } = hand;
      if (placing === null) return false;
      if (!again) hand.placing = null;
      putDown(placing, at, pressed ?? undefined);
      return true;
    },
    cabling: () => hand.tool === 'cable',
    connect(from, to, event) {
      const corner = board.stage.value!.getBoundingClientRect();
      cabling.join(from, to, { x: event.clientX - corner.left, y: event.clientY - corner.top });
    },
    portAt(event) {
      const under = document.elementFromPoint(event.clientX, event.clientY);
      const device = under?.closest<HTMLElement>('[data-ports-of]')?.dataset['portsOf'];
      const port = under?.closest<HTMLElement>('[data-port]')?.dataset['port'];
      return device === undefined ? null : port === undefined ? { device } : { device, port };
    },
    nearPorts({ clientX, clientY }) {
      const card = board.stage.value!.querySelector<HTMLElement>('[data-ports-of]');
      const box = card?.getBoundingClientRect();
      if (!box || clientX < box.left - REACH || clientX > box.right + REACH) return null;
      return clientY < box.top - REACH || clientY > box.bottom + REACH ? null : card!.dataset['portsOf']!;
    },
    boxable(place) {
      const thing = drawing.records.get(board.thingAt(place) ?? '');
      return thing === undefined || thing.type === 'shape' || (thing.type === 'group' && !thing.collapsed);
    },
    chooseIn(box) {
      selection.chooseThings([...new Set([...selection.things, ...(board.picture.value?.nodesIn(box) ?? [])])]);
    },
    toggleAt(place) {
      const thing = board.thingAt(place);
      if (thing !== null) selection.toggleThing(thing);
    },
    changed: () => {
      const over = gestures.rubber?.over ?? null;
      target.value = gestures.rubber ? over : undefined;
      box.value = gestures.box;
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
      pressed = event;
      const { renaming } = hand;
      const taken = gestures.press(event);
      opened = hand.renaming !== null && hand.renaming !== renaming;
      if (taken) {
        event.stopPropagation();
        if (event.shiftKey) board.stage.value?.setPointerCapture(event.pointerId);
      }
      pressed = null;
    },
    keep(event) {
      if (opened && event.type === 'mousedown') event.preventDefault();
      if (gestures.taken) event.stopPropagation();
    },
    hover(event) {
      board.released.value = event.altKey;
      clipboard.pointer = board.placeOf(event);
      draw(event);
      gestures.move(event);
      // Cytoscape does not tell of devices the pointer comes back to after a gesture it did not see.
      const over = (event.target as Element).closest('.over') !== null;
      if (!gestures.rubber && !over) board.hovered.value = board.deviceAt(board.placeOf(event));
      overPacket.value = !gestures.rubber && sheet.pointAt(board.placeOf(event));
    },
    pull(id, event, port) {
      board.stage.value?.setPointerCapture(event.pointerId);
      gestures.begin(id, event, port);
    },
    release(event) {
      if (drawn) drawing.end();
      drawn = null;
      // What the pointer comes to next is news, though it be where the cable began.
      if (gestures.rubber) board.hovered.value = null;
      gestures.release(event);
    },
    leave() {
      clipboard.pointer = null;
      board.hovered.value = null;
    },
    wheel(event) {
      const over = (event.target as Element).closest('.over') !== null;
      const picture = board.picture.value;
      if (over || !picture || !(event.ctrlKey || touchpad.slides(event, performance.now()))) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.ctrlKey) picture.zoomBy(closerBy(event), board.placeOf(event));
      else picture.panBy(-event.deltaX, -event.deltaY);
    },
    target,
    box,
    question: cabling.question,
    drop(event) {
      const kind = draggedKind(event);
      if (!kind) return;
      event.preventDefault();
      putDown(kind, board.placeOf(event));
    },
    dragOver(event) {
      if (event.dataTransfer?.types.includes('application/x-hopscope')) event.preventDefault();
    },
  };
}

function isForm(placing: Placed): placing is ShapeForm {
  return (FORMS as readonly string[]).includes(placing);
}
