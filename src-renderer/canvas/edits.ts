import { isProblem } from '#document/problem.ts';
import { moved, newCable } from '#document/edits.ts';
import type { RecordMap } from '#document/diff.ts';
import { withMembers } from '#document/grouping.ts';
import type { Placement } from '#document/records.ts';
import type { Draft } from '#document/store.ts';
import { useDocument } from '../stores/document.ts';
import { useNotices } from '../stores/notices.ts';
import { useSelection } from '../stores/selection.ts';
import { middleOf } from './shown.ts';

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

/**
 * Moves records to their places as one step. A group that is moved (by its box) takes along what is in it.
 */
export function moveTo(places: ReadonlyMap<string, Placement>, label = 'move'): void {
  const { records, change } = useDocument();
  change(label, (draft) => {
    for (const [id, place] of places) {
      const record = records.get(id);
      if (record?.type === 'group') {
        const from = middleOf(withMembers([id], records), records);
        for (const [member, at] of shifted([id], place.x - from.x, place.y - from.y, records)) put(draft, member, at);
      } else put(draft, id, place);
    }
  });
}

function put(draft: Draft, id: string, place: Placement): void {
  const record = draft.get(id);
  if (record) draft.put(moved(record, place));
}

/** Moves what is chosen by a distance. Cables go with their devices, and what is in a group with it. */
export function moveBy(ids: readonly string[], dx: number, dy: number): void {
  const places = shifted(ids, dx, dy, useDocument().records);
  if (places.size > 0) moveTo(places);
}

/** Moves each thing by a distance of its own, groups with what is in them, as one step. */
export function moveEach(moves: ReadonlyMap<string, { dx: number; dy: number }>, label: string): void {
  const { records } = useDocument();
  const places = new Map<string, Placement>();
  for (const [id, { dx, dy }] of moves) for (const [one, at] of shifted([id], dx, dy, records)) places.set(one, at);
  if (places.size > 0) moveTo(places, label);
}

/** Where things, and all that is in groups among them, are after a move. */
function shifted(ids: Iterable<string>, dx: number, dy: number, records: RecordMap): Map<string, Placement> {
  const places = new Map<string, Placement>();
  for (const id of withMembers(ids, records)) {
    const record = records.get(id);
    if (record && 'x' in record) places.set(id, { x: record.x + dx, y: record.y + dy });
  }
  return places;
}
