import { newNote } from '#document/edits.ts';
import type { Placement } from '#document/records.ts';
import { useDocument } from '../stores/document.ts';
import { useDrawing } from '../stores/drawing.ts';
import { useSelection } from '../stores/selection.ts';
import { i18n } from '../locales/index.ts';
import { command } from './command.ts';

/** Puts a note on the drawing and opens it for typing. */
export function insertNoteAt(at: Placement): void {
  const document = useDocument();
  const text = i18n.global.t('palette.new-note');
  const note = newNote(text, { x: Math.round(at.x), y: Math.round(at.y) }, document.records);
  if (!document.change('add', (draft) => draft.put(note))) return;
  useSelection().chooseThings([note.id]);
  useDrawing().renaming = note.id;
}

export const insertNote = command({
  id: 'insert.note',
  title: 'commands.insert.note',
  shortcut: 'Alt+6',
  enabled: () => true,
  perform: () => insertNoteAt(useDrawing().view?.freePlace() ?? { x: 0, y: 0 }),
});
