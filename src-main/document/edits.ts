import type { CableEnd, DeviceKind, PortSettings } from '#engine/devices/settings.ts';
import { DEVICE_KINDS, hasNetworkLayer } from './device-kinds.ts';
import type { RecordMap } from './diff.ts';
import { withMembers } from './grouping.ts';
import { Numbering } from './numbering.ts';
import { problem, type Problem } from './problem.ts';
import type {
  BookmarkRecord,
  CableRecord,
  DeviceRecord,
  DocumentRecord,
  NoteRecord,
  Placement,
  ProgramRecord,
  RuleRecord,
} from './records.ts';
import { freshTunnel, tunnelsOf } from './tunnel.ts';

export { hasNetworkLayer };

/** A cable as it comes from the shelf: Fast Ethernet over 2 km, so that a frame takes a while that can be seen. */
export const NEW_CABLE = { bandwidth: 100_000_000, delay: 10_000, mtu: 1500, queue: 100 } as const;

/** A device with a name, an id and MAC addresses no other has, and no IP address: that is for the student to set. */
export function newDevice(kind: DeviceKind, at: Placement, existing: RecordMap): DeviceRecord {
  const { prefix, ports } = DEVICE_KINDS[kind];
  const numbering = new Numbering(existing);
  const id = numbering.name(prefix);
  const device: DeviceRecord = {
    type: 'device',
    id,
    kind,
    name: id,
    x: at.x,
    y: at.y,
    ports: [],
    gateway: null,
    routes: [],
  };
  for (let i = 0; i < ports; i++) device.ports.push(newPort(device, numbering));
  if (kind === 'tunnel') device.tunnel = freshTunnel(tunnelsOf(existing.values()));
  return device;
}

/**
 * A cable between two devices. A port left out is the first free one.
 * Problems: no such device or port, a port in use, no free port, both ends in the same place.
 */
export function newCable(
  a: { device: string; port?: string },
  b: { device: string; port?: string },
  existing: RecordMap,
): CableRecord | Problem {
  const id = new Numbering(existing).name('cable');
  if (a.device === b.device && (a.port === undefined || b.port === undefined || a.port === b.port)) {
    return problem('cable-to-itself', { record: id, device: a.device, port: a.port ?? '' });
  }
  const ends: CableEnd[] = [];
  for (const end of [a, b]) {
    const found = findPort(id, end, existing);
    if ('parameters' in found) return found;
    ends.push(found);
  }
  // Two kilometres at 100 Mbit/s are too far for a shared medium: a short frame would be sent before its collision is heard.
  const shared = ends.some(({ device }) => (existing.get(device) as DeviceRecord).kind === 'hub');
  const bandwidth = shared ? 10_000_000 : NEW_CABLE.bandwidth;
  return { type: 'cable', id, a: ends[0]!, b: ends[1]!, ...NEW_CABLE, bandwidth };
}

/** Free text. */
export function newNote(text: string, at: Placement, existing: RecordMap): NoteRecord {
  return { type: 'note', id: new Numbering(existing).name('note'), text, x: at.x, y: at.y };
}

/** A bookmark at `time` ns. */
export function newBookmark(name: string, time: number, existing: RecordMap): BookmarkRecord {
  return { type: 'bookmark', id: new Numbering(existing).name('bookmark'), name, time };
}

/** A program that sends echo requests when asked to; `destination` is dotted. */
export function newPing(device: string, destination: string, name: string, existing: RecordMap): ProgramRecord {
  const run = { program: 'ping', destination, count: 4, interval: 1e9, size: 56 } as const;
  return { type: 'program', id: new Numbering(existing).name('program'), name, device, start: null, run };
}

/** A program that is a command line, started when asked to or at `start` ns. */
export function newCommand(
  { device, line, name, start }: { device: string; line: string; name: string; start: number | null },
  existing: RecordMap,
): ProgramRecord {
  const run = { program: 'command', line } as const;
  return { type: 'program', id: new Numbering(existing).name('program'), name, device, start, run };
}

/** A rule that loses the first frame from one end of a cable to the other, until somebody says which is meant. */
export function newRule(cable: string, name: string, existing: RecordMap): RuleRecord {
  return {
    type: 'rule',
    id: new Numbering(existing).name('rule'),
    name,
    cable,
    direction: 'a-to-b',
    filter: '',
    hits: { which: 'nth', ordinals: [1] },
    action: { do: 'lose' },
    enabled: true,
  };
}

/** The device switched on or off. */
export function powered(device: DeviceRecord, on: boolean): DeviceRecord {
  const { powered: _powered, ...rest } = device;
  return on ? rest : { ...rest, powered: false };
}

/**
 * `ids` and all that cannot be without them: the members of a group, cables at, and programs on, a device that goes, and
 * rules of a cable. Groups that lose a member are for `removed` in `grouping.ts`.
 */
export function removal(ids: Iterable<string>, existing: RecordMap): string[] {
  const going = new Set(
    withMembers(
      [...ids].filter((id) => existing.has(id)),
      existing,
    ),
  );
  for (const record of existing.values()) {
    if (record.type === 'cable' && (going.has(record.a.device) || going.has(record.b.device))) going.add(record.id);
    if (record.type === 'program' && going.has(record.device)) going.add(record.id);
  }
  for (const record of existing.values()) if (record.type === 'rule' && going.has(record.cable)) going.add(record.id);
  return [...going];
}

/** The same record under another name; a note and a shape have their text for a name, a cable has none. */
export function renamed<R extends DocumentRecord>(record: R, name: string): R {
  if (record.type === 'cable') return record;
  return record.type === 'note' || record.type === 'shape' ? { ...record, text: name } : { ...record, name };
}

/** The same record in another place; cables and programs have none. Whole drawing units. */
export function moved<R extends DocumentRecord>(record: R, at: Placement): R {
  return 'x' in record ? { ...record, x: Math.round(at.x), y: Math.round(at.y) } : record;
}

/** The device with one more port, the next number of its kind. */
export function addPort(device: DeviceRecord, existing: RecordMap): DeviceRecord {
  // The device may have ports that the drawing does not know of yet.
  const numbering = new Numbering(new Map(existing).set(device.id, device));
  return { ...device, ports: [...device.ports, newPort(device, numbering)] };
}

/** The device without a port, and the ids of the cables that were in it. */
export function removePort(
  device: DeviceRecord,
  port: string,
  existing: RecordMap,
): { put: DeviceRecord[]; remove: string[] } {
  const remove = cablesAt({ device: device.id, port }, existing).map(({ id }) => id);
  return { put: [{ ...device, ports: device.ports.filter(({ name }) => name !== port) }], remove };
}

/** The cables in a port. More than one only in a drawing that is being refused. */
export function cablesAt(end: CableEnd, existing: RecordMap): CableRecord[] {
  const at = ({ device, port }: CableEnd): boolean => device === end.device && port === end.port;
  return [...existing.values()].filter(
    (record): record is CableRecord => record.type === 'cable' && (at(record.a) || at(record.b)),
  );
}

/** Names of the ports of a device that have no cable, in their order. */
export function freePorts(device: DeviceRecord, existing: RecordMap): string[] {
  const used = new Set<string>();
  for (const record of existing.values()) {
    if (record.type !== 'cable') continue;
    for (const end of [record.a, record.b]) if (end.device === device.id) used.add(end.port);
  }
  return device.ports.map(({ name }) => name).filter((name) => !used.has(name));
}

function findPort(cable: string, end: { device: string; port?: string }, existing: RecordMap): CableEnd | Problem {
  const device = existing.get(end.device);
  if (device?.type !== 'device') return problem('unknown-device', { record: cable, device: end.device });
  if (end.port === undefined) {
    const port = freePorts(device, existing)[0];
    return port === undefined ? problem('no-free-port', { record: device.id }) : { device: device.id, port };
  }
  const { port } = end;
  if (!device.ports.some(({ name }) => name === port)) {
    return problem('unknown-port', { record: cable, device: device.id, port });
  }
  const other = cablesAt({ device: device.id, port }, existing)[0];
  if (other) return problem('port-used-twice', { record: cable, device: device.id, port, other: other.id });
  return { device: device.id, port };
}

function newPort(device: DeviceRecord, numbering: Numbering): PortSettings {
  const { port, first } = DEVICE_KINDS[device.kind];
  const taken = new Set(device.ports.map(({ name }) => name));
  let number = first;
  while (taken.has(`${port}${number}`)) number++;
  const mac = hasNetworkLayer(device.kind) ? numbering.mac() : null;
  return { name: `${port}${number}`, mac, address: null, prefix: 24 };
}
