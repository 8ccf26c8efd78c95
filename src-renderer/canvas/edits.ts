import { isProblem } from '#document/problem.ts';
import { moved, newCable } from '#document/edits.ts';
import type { Placement } from '#document/records.ts';
import { useDocument } from '../stores/document.ts';
import { useNotices } from '../stores/notices.ts';
import { useSelection } from '../stores/selection.ts';

/** Puts a cable between two devices, in the first free ports unless they are named. Null: refused, and said why. */
export function connect(from: string, to: string, ports: { from?: string; to?: string } = {}): string | null {
  const drawing = useDocument();
  const a = ports.from === undefined ? { device: from } : { device: from, port: ports.from };
  const b = ports.to === undefined ? { device: to } : { device: to, port: ports.to };
  const cable = newCable(a, b, drawing.records);
  if (isProblem(cable)) {
    useNotices().tell(cable);
    return null;
  }
  if (!drawing.change('connect', (draft) => draft.put(cable))) return null;
  useSelection().chooseThings([cable.id]);
  return cable.id;
}

/** Moves records to their places as one step. */
export function moveTo(places: ReadonlyMap<string, Placement>): void {
  useDocument().change('move', (draft) => {
    for (const [id, place] of places) {
      const record = draft.get(id);
      if (record) draft.put(moved(record, place));
    }
  });
}

/** Moves what is chosen by a distance. Cables go with their devices. */
export function moveBy(ids: readonly string[], dx: number, dy: number): void {
  const { records } = useDocument();
  const places = new Map<string, Placement>();
  for (const id of ids) {
    const record = records.get(id);
    if (record && 'x' in record) places.set(id, { x: record.x + dx, y: record.y + dy });
  }
  if (places.size > 0) moveTo(places);
}
