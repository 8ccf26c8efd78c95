import { useDocument } from '../stores/document.ts';
import { useDrawing } from '../stores/drawing.ts';
import { useSelection } from '../stores/selection.ts';
import { command } from './command.ts';

/** Asks to which device a cable goes from the chosen one: cabling without a pointer. */
export const editConnect = command({
  id: 'edit.connect',
  title: 'commands.edit.connect',
  shortcut: 'Shift+C',
  enabled: () => chosen() !== null || 'commands.why.choose-one-device',
  perform: () => void (useDrawing().connecting = chosen()),
});

function chosen(): string | null {
  const { things } = useSelection();
  return things.length === 1 && useDocument().device(things[0]!) ? things[0]! : null;
}
