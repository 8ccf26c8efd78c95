import { parents } from '#document/grouping.ts';
import { useDocument } from '../stores/document.ts';
import { useSelection } from '../stores/selection.ts';
import { command } from './command.ts';

/** Chooses everything drawn; of a group, the group. */
export const editChooseAll = command({
  id: 'edit.choose-all',
  title: 'commands.edit.choose-all',
  shortcut: 'Mod+A',
  enabled: () => useDocument().records.size > 0 || 'commands.why.nothing-drawn',
  perform: () => {
    const { devices, cables, notes, shapes, groups, records } = useDocument();
    const within = parents(records.values());
    const all = [...devices, ...cables, ...notes, ...shapes, ...groups].map(({ id }) => id);
    useSelection().chooseThings(all.filter((id) => !within.has(id)));
  },
});
