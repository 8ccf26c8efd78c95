import { useDocument } from '../stores/document.ts';
import { useSelection } from '../stores/selection.ts';
import { command } from './command.ts';

/** Chooses every device, cable and note. */
export const editChooseAll = command({
  id: 'edit.choose-all',
  title: 'commands.edit.choose-all',
  shortcut: 'Mod+A',
  enabled: () => useDocument().records.size > 0 || 'commands.why.nothing-drawn',
  perform: () => {
    const { devices, cables, notes } = useDocument();
    useSelection().chooseThings([...devices, ...cables, ...notes].map(({ id }) => id));
  },
});
