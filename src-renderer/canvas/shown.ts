import { hiddenIn, withMembers } from '#document/grouping.ts';
import type { RecordMap } from '#document/diff.ts';
import type { CableRecord, DeviceRecord, DocumentRecord, GroupRecord, Placement } from '#document/records.ts';

/** What is seen of a drawing in which some groups are collapsed: boxes instead of their members, cables that end at boxes. */
export interface ShownDrawing {
  /** The box each hidden thing is in. */
  hidden: ReadonlyMap<string, string>;
  /** Collapsed groups that are seen, each with where its box stands and the devices in it. */
  boxes: readonly GroupBox[];
  /** Cables between things that are seen. */
  cables: readonly ShownCable[];
}

export interface GroupBox extends Placement {
  group: GroupRecord;
  /** Ids of all that is in it, however deep. */
  inside: readonly string[];
  /** How many devices that is. */
  devices: number;
}

/** A cable as it is seen. */
export interface ShownCable {
  /** With the id of a box where its device is in one: that is what it ends at. */
  cable: CableRecord;
  /** Its devices, each standing where the cable ends. In a box a device shows no addresses. */
  from: DeviceRecord;
  to: DeviceRecord;
  /** What stands at its ends: the port, and before it the device where that is in a box. */
  near: string;
  far: string;
}

/** What is seen of these records. */
export function shownDrawing(records: RecordMap): ShownDrawing {
  const hidden = hiddenIn(records.values());
  const boxes: GroupBox[] = [];
  for (const record of records.values()) {
    if (record.type !== 'group' || !record.collapsed || hidden.has(record.id)) continue;
    const inside = withMembers(record.members, records);
    const devices = inside.filter((id) => records.get(id)?.type === 'device').length;
    boxes.push({ group: record, inside, devices, ...middleOf(inside, records) });
  }
  const boxOf = new Map(boxes.map((box) => [box.group.id, box]));
  const cables: ShownCable[] = [];
  for (const record of records.values()) {
    const shown = record.type === 'cable' ? shownCable(record, records, hidden, boxOf) : null;
    if (shown) cables.push(shown);
  }
  return { hidden, boxes, cables };
}

function shownCable(
  cable: CableRecord,
  records: RecordMap,
  hidden: ReadonlyMap<string, string>,
  boxes: ReadonlyMap<string, GroupBox>,
): ShownCable | null {
  const ends = [cable.a, cable.b].map(({ device, port }) => {
    const record = records.get(device);
    if (record?.type !== 'device') return null;
    const box = boxes.get(hidden.get(device) ?? '');
    if (!box) return { id: device, port, record, label: port };
    return {
      id: box.group.id,
      port,
      record: { ...record, ports: [], x: box.x, y: box.y },
      label: `${record.name} ${port}`,
    };
  });
  const [a, b] = ends;
  // A cable inside one box is not seen.
  if (!a || !b || a.id === b.id) return a && b && !hidden.has(cable.a.device) ? whole(cable, a.record, b.record) : null;
  const ended = { ...cable, a: { device: a.id, port: a.port }, b: { device: b.id, port: b.port } };
  return { cable: ended, from: a.record, to: b.record, near: a.label, far: b.label };
}

function whole(cable: CableRecord, from: DeviceRecord, to: DeviceRecord): ShownCable {
  return { cable, from, to, near: cable.a.port, far: cable.b.port };
}

/** The middle of the places of some things; the origin when none has a place. */
export function middleOf(ids: Iterable<string>, records: RecordMap): Placement {
  const [xs, ys]: [number[], number[]] = [[], []];
  for (const id of ids) {
    const record = records.get(id);
    if (!record || !('x' in record)) continue;
    xs.push(record.x);
    ys.push(record.y);
  }
  if (xs.length === 0) return { x: 0, y: 0 };
  const middle = (all: number[]): number => Math.round((Math.min(...all) + Math.max(...all)) / 2);
  return { x: middle(xs), y: middle(ys) };
}

/** Whether a record is seen as itself: not inside a collapsed group. */
export function isShown(record: DocumentRecord, { hidden }: ShownDrawing): boolean {
  return !hidden.has(record.id);
}
