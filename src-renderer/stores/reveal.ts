import { useDocument } from './document.ts';
import { useDrawing } from './drawing.ts';
import { useSelection } from './selection.ts';

/**
 * Chooses a record of the drawing and brings it to the middle of what is seen, from wherever it is asked. A program is shown by the device it
 * runs on. False: there is no such thing on the drawing.
 */
export function reveal(id: string): boolean {
  const record = useDocument().records.get(id);
  const shown = record?.type === 'program' ? record.device : id;
  if (!record || !['device', 'cable', 'note', 'shape', 'group', 'program'].includes(record.type)) return false;
  useSelection().chooseThings([shown]);
  useDrawing().view?.reveal(shown);
  return true;
}
