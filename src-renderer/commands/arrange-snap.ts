import { useDrawing } from '../stores/drawing.ts';
import { command } from './command.ts';

/** Switches on or off that dragged things come to rest in line with others and on the grid. */
export const arrangeSnap = command({
  id: 'arrange.snap',
  title: 'commands.arrange.snap',
  shortcut: "Mod+'",
  enabled: () => true,
  perform: () => {
    const drawing = useDrawing();
    drawing.snapping = !drawing.snapping;
  },
});
