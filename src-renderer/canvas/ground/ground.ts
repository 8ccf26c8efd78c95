import { onBeforeUnmount, onMounted, shallowRef, useTemplateRef, watch } from 'vue';
import { useChosenFact } from '../../stores/chosenFact.ts';
import { useNetwork } from '../../stores/network.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { useSession } from '../../stores/session.ts';
import { useShown } from '../../stores/shown.ts';
import type { Board } from '../board.ts';
import { Overlay } from '../overlay.ts';
import { paintGround, PULSE, type GroundScene, type Pulse } from './painting.ts';

/** Rings on screen at most: a storm floods without end. */
const MOST_PULSES = 12;

/**
 * Paints what lies under the drawing, in the canvas `groundElement`: use of cables, queues at their ends, the path of what
 * is chosen, where the chosen event happened, and rings around devices that flood. Painted when something of it changes, not with every packet that moves.
 */
export function useGround(board: Board): void {
  const chosenFact = useChosenFact();
  const network = useNetwork();
  const session = useSession();
  const shown = useShown();
  const canvas = useTemplateRef<HTMLCanvasElement>('groundElement');
  const preferences = usePreferences();
  const pulses = shallowRef<readonly Pulse[]>([]);
  let overlay: Overlay | null = null;
  /** The newest flood that has been shown. */
  let seen = 0;

  function scene(wall: number): GroundScene | null {
    const { picture, colors } = board;
    if (!picture.value || !colors.value) return null;
    const { cy, places } = picture.value;
    pulses.value = pulses.value.filter(({ born }) => born === null || wall - born <= PULSE);
    return {
      viewport: { zoom: cy.zoom(), x: cy.pan().x, y: cy.pan().y, width: cy.width(), height: cy.height() },
      curves: board.curves(),
      places,
      use: shown.parts.use ? network.cables : NONE,
      queues: shown.parts.queues ? network.cables : NONE,
      path: board.path.value,
      here: chosenFact.row?.device ?? null,
      pulses: pulses.value,
      wall,
      colors: colors.value,
      motion: !preferences.still,
    };
  }

  onMounted(() => {
    overlay = new Overlay(
      canvas.value!,
      (context, wall, ratio) => {
        const what = scene(wall);
        if (what) paintGround(context, what, ratio);
      },
      () => pulses.value.some(({ born }) => born !== null),
    );
    board.picture.value?.cy.on('resize', fill);
    fill();
  });
  onBeforeUnmount(() => overlay?.stop());

  function fill(): void {
    const cy = board.picture.value?.cy;
    if (cy) overlay?.resize(cy.width(), cy.height());
  }

  watch(
    () => network.floods,
    (floods) => {
      const { now } = session;
      if (!floods || !now) return;
      const born = now.playing ? performance.now() : null;
      const newest = floods.seq.at(-1) ?? 0;
      if (newest < seen) seen = 0;
      const fresh = floods.device.filter((_, index) =>
        now.playing ? floods.seq[index]! > seen : floods.time[index] === now.time,
      );
      seen = newest;
      const running = now.playing ? pulses.value.filter((pulse) => pulse.born !== null) : [];
      pulses.value = [...running, ...[...new Set(fresh)].map((device) => ({ device, born }))].slice(-MOST_PULSES);
      overlay?.wake();
    },
  );
  watch(board.shift, () => overlay?.wake(), { flush: 'sync' });
  watch([() => network.cables, () => shown.parts, board.path, () => chosenFact.row, board.colors], () =>
    overlay?.wake(),
  );
}

const NONE: GroundScene['use'] = new Map();
