import { useDocument } from '../stores/document.ts';
import { useSelection } from '../stores/selection.ts';
import { command } from './command.ts';

/** Removes what is chosen, with the cables and programs that cannot be without it. */
export const editRemove = command({
  id: 'edit.remove',
  title: 'commands.edit.remove',
  shortcut: 'Delete Backspace',
  enabled: () => useSelection().things.length > 0 || 'commands.why.nothing-chosen',
  perform: () => {
    const selection = useSelection();
    useDocument().remove(selection.things);
    selection.chooseThings([]);
  },
});
