import { useDrawing } from '../stores/drawing.ts';
import { command } from './command.ts';

/** Opens the sheet of keyboard shortcuts. */
export const helpShortcuts = command({
  id: 'help.shortcuts',
  title: 'commands.help.shortcuts',
  shortcut: '?',
  enabled: () => true,
  perform: () => void (useDrawing().shortcutsShown = true),
});
