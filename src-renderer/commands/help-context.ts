import { useDrawing } from '../stores/drawing.ts';
import { useHelp } from '../stores/help.ts';
import { command } from './command.ts';

/** Explains what has the keyboard: the nearest part that names a concept. Where none does, the shortcuts are shown. */
export const helpContext = command({
  id: 'help.context',
  title: 'commands.help.context',
  shortcut: 'F1',
  enabled: () => true,
  perform: () => {
    const part = document.activeElement?.closest<HTMLElement>('[data-help]');
    if (part?.dataset['help']) useHelp().show(part.dataset['help']);
    else useDrawing().shortcutsShown = true;
  },
});
