import { useDrawing } from '../stores/drawing.ts';
import { useShown } from '../stores/shown.ts';
import { command } from './command.ts';

/** Opens the menu of what is shown on the drawing, or closes it. */
export const viewShow = command({
  id: 'view.show',
  title: 'commands.view.show',
  shortcut: 'O',
  enabled: () => useDrawing().view !== null || 'commands.why.nothing-drawn',
  perform: () => {
    const shown = useShown();
    shown.menuOpen = !shown.menuOpen;
  },
});
