import { useDocument } from '../stores/document.ts';
import { useDrawing } from '../stores/drawing.ts';
import { useSelection } from '../stores/selection.ts';
import { command } from './command.ts';

/** Shows the ports of the chosen device beside it: which are free, which lead where, one more, one less. */
export const editPorts = command({
  id: 'edit.ports',
  title: 'commands.edit.ports',
  shortcut: 'Q',
  enabled: () => chosen() !== null || 'commands.why.choose-one-device',
  perform: () => {
    const drawing = useDrawing();
    drawing.ports = drawing.ports === chosen() ? null : chosen();
  },
});

function chosen(): string | null {
  const { things } = useSelection();
  return things.length === 1 && useDocument().device(things[0]!) ? things[0]! : null;
}
