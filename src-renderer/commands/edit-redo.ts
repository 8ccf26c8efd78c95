import { useDocument } from '../stores/document.ts';
import { command } from './command.ts';

/** Does an undone edit again. */
export const editRedo = command({
  id: 'edit.redo',
  title: 'commands.edit.redo',
  shortcut: 'Mod+Shift+Z Mod+Y',
  enabled: () => useDocument().canRedo !== null || 'commands.why.nothing-to-redo',
  perform: () => void useDocument().redo(),
});
