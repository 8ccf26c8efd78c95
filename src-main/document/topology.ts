import type { CableSettings, DeviceSettings, RuleSettings } from '#engine/devices/settings.ts';
import type { ProgramSettings } from '#engine/apps/settings.ts';
import type { Topology, TopologyChange } from '#engine/sim/topology.ts';
import { apply, diffOf, sameRecord, type RecordMap } from './diff.ts';
import { ordered } from './order.ts';
import type { Problem } from './problem.ts';
import type { DocumentRecord, HopDocument, RecordsDiff, RecordType } from './records.ts';
import { validateRecords } from './validate.ts';

/** What is there for the person alone. */
const DRAWN_ONLY: ReadonlySet<RecordType> = new Set(['note', 'shape', 'group', 'bookmark']);

/** Whether a record is one the network hears of: notes, shapes, groups and bookmarks are there for the person alone. */
export function concernsNetwork({ type }: DocumentRecord): boolean {
  return !DRAWN_ONLY.has(type);
}

/** The half of a document that decides what the network does. */
export function topologyOf(document: HopDocument): Topology {
  return { ...settingsOf(ordered(document.records)) };
}

/**
 * Records that came over the contract as a change of the topology, checked: what is drawn for the person alone is left out, it changes nothing.
 * With `known` (the records the world was built from, kept up to date by the caller) references between records are
 * checked as well, and `records` is what they have become.
 */
export function topologyChangeOf(
  change: { put: unknown[]; remove: string[] },
  known?: RecordMap,
): { change: TopologyChange; records: Map<string, DocumentRecord> } | { problems: Problem[] } {
  const checked = validateRecords(change.put);
  if ('problems' in checked) return checked;
  const records = new Map(known);
  apply(records, diffOf(records, checked.records, change.remove));
  if (known) {
    const whole = validateRecords([...records.values()], { together: true, shapes: false });
    if ('problems' in whole) return whole;
  }
  const put = new Set(checked.records.map(({ id }) => id));
  const remove = change.remove.filter((id) => !put.has(id));
  return { change: { ...settingsOf(ordered(checked.records)), remove }, records };
}

/**
 * What of a change of the drawing the network must hear of, in the form of the contract's `simulation.change`;
 * null when only the drawing changed: positions, notes, shapes, groups and bookmarks.
 */
export function changeOf(diff: RecordsDiff): { put: DocumentRecord[]; remove: string[] } | null {
  const put: DocumentRecord[] = [];
  for (const record of Object.values(diff.added)) if (concernsNetwork(record)) put.push(record);
  for (const [before, after] of Object.values(diff.updated)) if (settingsDiffer(before, after)) put.push(after);
  const remove = Object.values(diff.removed).flatMap((record) => (concernsNetwork(record) ? [record.id] : []));
  return put.length === 0 && remove.length === 0 ? null : { put: ordered(put), remove };
}

/** Whether a change touches anything the network hears of. */
export function settingsChanged(diff: RecordsDiff): boolean {
  return changeOf(diff) !== null;
}

/** Whether two records differ in anything but where they are drawn; notes never do. */
export function settingsDiffer(before: DocumentRecord, after: DocumentRecord): boolean {
  if (!concernsNetwork(before) && !concernsNetwork(after)) return false;
  return !sameRecord({ ...before, x: 0, y: 0 }, { ...after, x: 0, y: 0 });
}

function settingsOf(records: DocumentRecord[]): Omit<TopologyChange, 'remove'> {
  const devices: DeviceSettings[] = [];
  const cables: CableSettings[] = [];
  const programs: ProgramSettings[] = [];
  const rules: RuleSettings[] = [];
  for (const record of records) {
    if (record.type === 'device') {
      const { type: _type, x: _x, y: _y, ...device } = record;
      devices.push(device);
    } else if (record.type === 'cable') {
      const { type: _type, ...cable } = record;
      cables.push(cable);
    } else if (record.type === 'program') {
      const { type: _type, ...program } = record;
      programs.push(program);
    } else if (record.type === 'rule') {
      const { type: _type, ...rule } = record;
      rules.push(rule);
    }
  }
  return { devices, cables, programs, rules };
}
