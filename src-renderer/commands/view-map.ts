import { useDrawing } from '../stores/drawing.ts';
import { command } from './command.ts';

/** Shows or hides the small map of the whole drawing. */
export const viewMap = command({
  id: 'view.map',
  title: 'commands.view.map',
  shortcut: 'Shift+M',
  enabled: () => useDrawing().view !== null || 'commands.why.nothing-drawn',
  perform: () => {
    const drawing = useDrawing();
    drawing.map = drawing.mapShown ? 'hidden' : 'shown';
  },
});
