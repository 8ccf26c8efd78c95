import { withMembers } from '#document/grouping.ts';
import { useDocument } from '../stores/document.ts';
import { useDrawing } from '../stores/drawing.ts';
import { useSelection } from '../stores/selection.ts';
import { command } from './command.ts';

/** Asks to which device a cable goes from the chosen one, or from one in the chosen group: cabling without a pointer. */
export const editConnect = command({
  id: 'edit.connect',
  title: 'commands.edit.connect',
  shortcut: 'Shift+C',
  enabled: () => chosen() !== null || 'commands.why.choose-one-device',
  perform: () => void (useDrawing().connecting = chosen()),
});

function chosen(): string | null {
  const { things } = useSelection();
  const [id] = things;
  if (things.length !== 1 || id === undefined) return null;
  const { records } = useDocument();
  const type = records.get(id)?.type;
  if (type === 'device') return id;
  return type === 'group' && withMembers([id], records).some((one) => records.get(one)?.type === 'device') ? id : null;
}
