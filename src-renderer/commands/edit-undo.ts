import { useDocument } from '../stores/document.ts';
import { command } from './command.ts';

/** Takes the last edit of the drawing back. Time is not touched: the slider moves the network. */
export const editUndo = command({
  id: 'edit.undo',
  title: 'commands.edit.undo',
  shortcut: 'Mod+Z',
  enabled: () => useDocument().canUndo !== null || 'commands.why.nothing-to-undo',
  perform: () => void useDocument().undo(),
});
