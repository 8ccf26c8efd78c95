import { useDocument } from '../stores/document.ts';
import { useDrawing } from '../stores/drawing.ts';
import { useSelection } from '../stores/selection.ts';
import { command } from './command.ts';

/** Opens the name of the chosen device or group (or the text of a note or shape) for typing. */
export const editRename = command({
  id: 'edit.rename',
  title: 'commands.edit.rename',
  shortcut: 'F2',
  enabled: () => chosen() !== null || 'commands.why.choose-one-device',
  perform: () => void (useDrawing().renaming = chosen()),
});

const NAMED: ReadonlySet<string> = new Set(['device', 'note', 'shape', 'group']);

function chosen(): string | null {
  const { things } = useSelection();
  const record = things.length === 1 ? useDocument().records.get(things[0]!) : undefined;
  return record && NAMED.has(record.type) ? record.id : null;
}
