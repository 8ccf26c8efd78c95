import type { Arrangement } from '../../stores/drawing.ts';
import { useDocument } from '../../stores/document.ts';
import { useSelection } from '../../stores/selection.ts';
import { aligned, distributed, outlines } from './arranging.ts';
import { moveEach, moveTo } from '../edits.ts';
import { laidOut } from './layouts.ts';

/** The devices and groups chosen, when there are two or more; else all there are. */
function meant(): string[] {
  const { devices, groups, records } = useDocument();
  const chosen = useSelection().things.filter((id) => ['device', 'group'].includes(records.get(id)?.type ?? ''));
  const inGroups = chosen.flatMap(membersOf);
  if (inGroups.length > 1) return inGroups;
  return [...devices, ...groups.filter(({ collapsed }) => collapsed)].map(({ id }) => id);
}

function membersOf(id: string): string[] {
  const record = useDocument().records.get(id);
  return record?.type === 'group' && !record.collapsed ? record.members.flatMap(membersOf) : [id];
}

/** Brings what is chosen, or everything, into order: one step each. */
export function useArrangement(): Arrangement {
  const drawing = useDocument();
  const selection = useSelection();
  const chosen = (): ReturnType<typeof outlines> => outlines(selection.things, drawing.records);
  return {
    align: (line) => moveEach(aligned(chosen(), line), 'align'),
    distribute: (axis) => moveEach(distributed(chosen(), axis), 'align'),
    layOut(kind) {
      const places = laidOut(meant(), kind, drawing.records);
      if (places.size > 0) moveTo(places, 'layout');
    },
  };
}
