import { duplicated } from '#document/copying.ts';
import { useDocument } from '../stores/document.ts';
import { useSelection } from '../stores/selection.ts';
import { command } from './command.ts';

/** Copies what is chosen beside itself, and chooses the copies. */
export const editDuplicate = command({
  id: 'edit.duplicate',
  title: 'commands.edit.duplicate',
  shortcut: 'Mod+D',
  enabled: () => useSelection().things.length > 0 || 'commands.why.nothing-chosen',
  perform: () => {
    const drawing = useDocument();
    const selection = useSelection();
    const copies = duplicated(selection.things, { x: 40, y: 60 }, drawing.records);
    if (copies.length === 0) return;
    const done = drawing.change('duplicate', (draft) => copies.forEach((copy) => draft.put(copy)));
    if (done)
      selection.chooseThings(copies.filter(({ type }) => type !== 'program' && type !== 'rule').map(({ id }) => id));
  },
});
