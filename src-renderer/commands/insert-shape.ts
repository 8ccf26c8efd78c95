import { FORMS, newShape } from '#document/drawn-shape.ts';
import type { Placement, ShapeForm } from '#document/records.ts';
import { i18n } from '../locales/index.ts';
import { useDocument } from '../stores/document.ts';
import { useDrawing } from '../stores/drawing.ts';
import { useSelection } from '../stores/selection.ts';
import { command } from './command.ts';

/** Puts a shape of the usual size on the drawing and chooses it; a label is opened for typing. Null: refused. */
export function insertShape(form: ShapeForm, at: Placement): string | null {
  const drawing = useDocument();
  const place = { x: Math.round(at.x), y: Math.round(at.y) };
  const shape = newShape(form, i18n.global.t('canvas.shape.new-text'), place, drawing.records);
  if (!drawing.change('add', (draft) => draft.put(shape))) return null;
  useSelection().chooseThings([shape.id]);
  if (form === 'text') useDrawing().renaming = shape.id;
  return shape.id;
}

/** One command a form. */
export const insertShapes = FORMS.map((form) =>
  command({
    id: `insert.${form}`,
    title: `commands.insert.${form}`,
    enabled: () => true,
    perform: () => void insertShape(form, useDrawing().view?.freePlace() ?? { x: 0, y: 0 }),
  }),
);
