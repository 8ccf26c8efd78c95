import { onBeforeUnmount, onMounted, useTemplateRef, watch } from 'vue';
import type { Placement } from '#document/records.ts';
import { usePreferences } from '../stores/preferences.ts';
import { useNetwork } from '../stores/network.ts';
import { useSelection } from '../stores/selection.ts';
import { useSession } from '../stores/session.ts';
import { useShown } from '../stores/shown.ts';
import { useTouch } from '../stores/touch.ts';
import { useTrace } from '../stores/trace.ts';
import type { Board } from './board.ts';
import type { Gestures } from './hands/gestures.ts';
import { Overlay } from './overlay.ts';
import { AnnouncedClock } from './packets/clock.ts';
import { useDrops } from './packets/drops.ts';
import { flightAt } from './packets/flights.ts';
import { DROP_STAY, forgetPictures, paint, type Scene } from './packets/painting.ts';

/** The sheet of glass above the drawing, as the other parts of the canvas see it. */
export interface Sheet {
  /** Simulated ns on screen. */
  time(): number;
  /** A person points at a place: a packet there is what they may choose next. False: none is there. */
  pointAt(place: Placement): boolean;
  /** Chooses a packet near a place. False: none is there. */
  choosePacketAt(place: Placement): boolean;
  /** Something changed: paint in the next frame. */
  wake(): void;
}

/** CSS px from a packet at which the pointer still means it. */
const REACH = 16;

/** Paints what moves above the drawing, in the canvas `sheetElement`: packets, drops and the cable in hand (`rubber`). */
export function useSheet(board: Board, rubber: () => Gestures['rubber']): Sheet {
  const selection = useSelection();
  const session = useSession();
  const touch = useTouch();
  const network = useNetwork();
  const shown = useShown();
  const trace = useTrace();
  const canvas = useTemplateRef<HTMLCanvasElement>('sheetElement');
  const clock = new AnnouncedClock();
  const preferences = usePreferences();
  const { marks, fresh } = useDrops(() => performance.now());
  let overlay: Overlay | null = null;

  function scene(wall: number): Scene | null {
    if (!board.picture.value || !board.colors.value) return null;
    const { cy, places } = board.picture.value;
    const held = rubber();
    const from = held && places.get(held.from);
    if (marks.value.some(({ born }) => born !== null && wall - born > DROP_STAY)) {
      marks.value = marks.value.filter(({ born }) => born === null || wall - born <= DROP_STAY);
    }
    return {
      viewport: { zoom: cy.zoom(), x: cy.pan().x, y: cy.pan().y, width: cy.width(), height: cy.height() },
      curves: board.curves(),
      places,
      flights: trace.flights,
      drawn: shown.drawn,
      waiting(cable, direction) {
        const standing = network.cables.get(cable);
        return (direction === 0 ? standing?.waitingThere : standing?.waitingBack) ?? 0;
      },
      time: clock.at(wall),
      wall,
      chosen: selection.packet,
      drops: marks.value,
      colors: board.colors.value,
      motion: !preferences.still,
      rubber:
        held && from ? { from, to: (held.over && places.get(held.over)) || held.to, lands: held.over !== null } : null,
    };
  }

  onMounted(() => {
    overlay = new Overlay(
      canvas.value!,
      (context, wall, ratio) => {
        const what = scene(wall);
        if (what) paint(context, what, ratio);
      },
      () => session.moving?.playing === true || marks.value.some(({ born }) => born !== null),
    );
    board.picture.value?.cy.on('resize', fill);
    fill();
  });
  onBeforeUnmount(() => overlay?.stop());

  function fill(): void {
    const cy = board.picture.value?.cy;
    if (cy) overlay?.resize(cy.width(), cy.height());
  }

  watch(board.shift, () => overlay?.wake(), { flush: 'sync' });
  watch(board.colors, () => {
    forgetPictures();
    overlay?.wake();
  });
  watch(
    () => session.moving,
    (now) => {
      if (now) clock.take(now.time, now.playing, performance.now());
      overlay?.wake();
    },
    { immediate: true },
  );
  watch(
    () => [trace.flights, selection.packet, fresh.value, shown.drawn],
    () => overlay?.wake(),
  );

  /** The packet under a place, by its index among those in flight; -1: none. */
  function flightUnder(place: Placement): number {
    if (!trace.flights || !board.picture.value) return -1;
    const reach = REACH / Math.min(1, board.picture.value.cy.zoom());
    return flightAt(trace.flights, board.curves(), clock.at(performance.now()), place, reach, shown.drawn);
  }

  return {
    time: () => clock.at(performance.now()),
    pointAt(place) {
      const index = flightUnder(place);
      touch.pointAt(index);
      return index >= 0;
    },
    choosePacketAt(place) {
      const index = flightUnder(place);
      if (index < 0) return false;
      touch.aim(index);
      return true;
    },
    wake: () => overlay?.wake(),
  };
}
