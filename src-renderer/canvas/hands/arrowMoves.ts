import { useDocument } from '../../stores/document.ts';
import { useSelection } from '../../stores/selection.ts';
import { moveBy } from '../edits.ts';
import { GRID } from '../placing/snapping.ts';

const WAYS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Arrow keys move what is chosen along the grid, by little steps with Shift. All of one long press is one step to be undone. */
export function useArrowMoves(): { press(event: KeyboardEvent): void; release(event: KeyboardEvent): void } {
  const drawing = useDocument();
  const selection = useSelection();
  return {
    press(event) {
      const way = WAYS[event.key];
      if (!way || event.ctrlKey || event.metaKey || selection.things.length === 0) return;
      event.preventDefault();
      const step = event.shiftKey ? 1 : GRID;
      if (!event.repeat) drawing.begin('move');
      moveBy(selection.things, way[0] * step, way[1] * step);
    },
    release(event) {
      if (WAYS[event.key]) drawing.end();
    },
  };
}
