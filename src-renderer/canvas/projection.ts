import type { RecordMap } from '#document/diff.ts';
import { isLine, MOST_SIZE } from '#document/drawn-shape.ts';
import { parents } from '#document/grouping.ts';
import type { DeviceRecord, DocumentRecord, GroupRecord, NoteRecord, ShapeRecord } from '#document/records.ts';
import { cableMark, type CableMark, type MarkWords } from './cableMark.ts';
import { cableBows, DEVICE_RADIUS } from './geometry.ts';
import { lineBand, SHAPE_MARGIN, shapeExtent } from './shapeDrawing.ts';
import { shownDrawing, type GroupBox, type ShownCable } from './shown.ts';

/** One element of the graph drawing, as Cytoscape takes it. */
export interface DrawnElement {
  group: 'nodes' | 'edges';
  data: DrawnData;
  position?: { x: number; y: number };
  classes: string;
}

export type DrawnData = { id: string } & Record<string, string | number>;

/** More addresses than this under a device are counted instead of listed. */
const ADDRESSES_SHOWN = 3;

/** What is written beside devices and cables. */
export interface Labels {
  addresses: boolean;
  /** Names of interfaces, each at its end of the cable. */
  ports: boolean;
  macs: boolean;
}

/** What is written unless a person wants otherwise. */
export const USUAL_LABELS: Labels = { addresses: true, ports: true, macs: false };

/**
 * The picture of a drawing: devices, notes and shapes as nodes, groups as frames around them, a collapsed group as a box,
 * cables as edges. Pure: the same records give the same picture, and nothing is ever read back from it. A cable without
 * both its devices is not drawn. `words`: of the language spoken.
 */
export function projection(records: RecordMap, words: MarkWords, labels: Labels = USUAL_LABELS): DrawnElement[] {
  const shown = shownDrawing(records);
  const within = parents(records.values());
  const bows = cableBows(shown.cables.map(({ cable }) => cable));
  const rules = ruleCounts(records.values());
  const drawn: DrawnElement[] = [];
  const put = (element: DrawnElement): void => {
    const parent = within.get(element.data.id);
    drawn.push(parent === undefined ? element : { ...element, data: { ...element.data, parent } });
  };
  for (const record of records.values()) {
    if (shown.hidden.has(record.id)) continue;
    if (record.type === 'device') put(deviceElement(record, words, labels));
    else if (record.type === 'note') put(noteElement(record));
    else if (record.type === 'shape') put(shapeElement(record, depthOf(record.id, within)));
    else if (record.type === 'group' && !record.collapsed) put(frameElement(record, depthOf(record.id, within)));
  }
  for (const box of shown.boxes) put(boxElement(box, words));
  for (const cable of shown.cables) {
    const { id } = cable.cable;
    const mark = cableMark(cable.cable, cable.from, cable.to, { rules: rules.get(id) ?? 0, words });
    put(cableElement(cable, bows.get(id) ?? 0, mark, labels));
  }
  return drawn;
}

function noteElement({ id, text, x, y }: NoteRecord): DrawnElement {
  return { group: 'nodes', data: { id, label: text, ...noteSize(text, 14) }, position: { x, y }, classes: 'note' };
}

/** In how many groups a thing stands. */
function depthOf(id: string, within: ReadonlyMap<string, string>): number {
  let depth = 0;
  for (let at = within.get(id); at !== undefined; at = within.get(at)) depth++;
  return depth;
}

/** What lies over what, below the devices: a group over the shapes beside it, under those in it; small shapes over large. */
const LEVELS = 1000;

function shapeElement(shape: ShapeRecord, depth: number): DrawnElement {
  const { id, x, y, form, width, height, paint, line, filled, text } = shape;
  const extent = shapeExtent(shape);
  const largest = (MOST_SIZE + 2 * SHAPE_MARGIN) ** 2;
  const level = depth * LEVELS + Math.floor((1 - (extent.width * extent.height) / largest) * (LEVELS / 2));
  const drawnAs = JSON.stringify({ form, width, height, paint, line, filled, text });
  return {
    group: 'nodes',
    data: { id, shape: drawnAs, level, ...extent, ...(isLine(form) ? { band: lineBand(shape) } : {}) },
    position: { x, y },
    classes: `shape ${form}`,
  };
}

function frameElement({ id, name }: GroupRecord, depth: number): DrawnElement {
  const level = depth * LEVELS + LEVELS - 1;
  return { group: 'nodes', data: { id, label: name, level }, classes: 'group' };
}

function boxElement({ group, devices, x, y }: GroupBox, words: MarkWords): DrawnElement {
  const label = `${group.name}\n${words('devices', { count: devices })}`;
  return { group: 'nodes', data: { id: group.id, label }, position: { x, y }, classes: 'box' };
}

/** How many rules are on, by cable. */
export function ruleCounts(records: Iterable<DocumentRecord>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const record of records) {
    if (record.type === 'rule' && record.enabled) counts.set(record.cable, (counts.get(record.cable) ?? 0) + 1);
  }
  return counts;
}

function deviceElement(device: DeviceRecord, words: MarkWords, labels: Labels): DrawnElement {
  const { id, kind, x, y } = device;
  const off = device.powered === false;
  const lines = [device.name, ...(off ? [words('off')] : []), ...addressLines(device, labels)];
  return {
    group: 'nodes',
    data: { id, kind, label: lines.join('\n') },
    position: { x, y },
    classes: `device ${kind}${off ? ' off' : ''}`,
  };
}

/** Rough width of a text, drawing units, in letters of a size: wide letters count double. */
export function textWidth(text: string, size: number): number {
  let units = 0;
  for (const letter of text) units += letter.codePointAt(0)! > 0x1100 ? 1 : 0.6;
  return units * size;
}

/** Room a note takes with letters of a size, drawing units. */
export function noteSize(text: string, size: number): { width: number; height: number } {
  const lines = text.split('\n');
  const widest = Math.max(...lines.map((line) => textWidth(line, size)));
  return { width: Math.ceil(widest) + 24, height: Math.ceil(lines.length * size * 1.3) + 16 };
}

/** Addresses of a device as they stand under its name; with several, each after its port. */
export function addressLines(device: DeviceRecord, labels: Labels = USUAL_LABELS): string[] {
  const set = device.ports.filter(
    ({ address, mac }) => (labels.addresses && address !== null) || (labels.macs && mac !== null),
  );
  const lines = set.flatMap(({ name, address, prefix, mac }) => {
    const texts = [
      ...(labels.addresses && address !== null ? [`${address}/${prefix}`] : []),
      ...(labels.macs && mac !== null ? [mac] : []),
    ];
    return texts.map((text, index) => (set.length > 1 && index === 0 ? `${name} ` : '') + text);
  });
  const most = ADDRESSES_SHOWN * (labels.addresses && labels.macs ? 2 : 1);
  return lines.length > most ? [...lines.slice(0, most - 1), `+${lines.length - most + 1}`] : lines;
}

/**
 * How far from a device's outline the label of its port stands on a cable to `other`: behind the device's own label when
 * the cable passes under it, and never beyond the cable's first third.
 */
export function portLabelOffset(device: DeviceRecord, other: DeviceRecord, labels: Labels = USUAL_LABELS): number {
  const [dx, dy] = [other.x - device.x, other.y - device.y];
  const under = dy > 0 && Math.abs(dx) < dy * 1.3;
  const wanted = under ? 34 + (1 + addressLines(device, labels).length) * 20 : 26;
  return Math.round(Math.max(20, Math.min(wanted, (Math.hypot(dx, dy) - 2 * DEVICE_RADIUS) * (under ? 0.6 : 0.36))));
}

/** Size of the letters of a port's label, drawing units. */
export const PORT_LETTERS = 12;
/** …and on screen, px, below which it is not drawn. */
export const LEAST_PORT_LETTERS = 7;

/**
 * How far beside its cable the label of a port stands, drawing units: clear of the line, above it, to the right of an
 * upright one, and outside where several cables fan out.
 */
export function portLabelAside(
  port: string,
  from: DeviceRecord,
  to: DeviceRecord,
  bow: number,
  letters: number = PORT_LETTERS,
): { x: number; y: number } {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  // Across the cable, to the side to which it bows.
  let [x, y] = [dy / length, -dx / length];
  const steep = Math.abs(dy) > Math.abs(dx) * 4;
  if (bow < 0 || (bow === 0 && (steep ? x < 0 : y > 0))) [x, y] = [-x, -y];
  const clear = (Math.abs(x) * textWidth(port, letters)) / 2 + (Math.abs(y) * letters) / 2 + 3;
  return { x: Math.round(x * clear) || 0, y: Math.round(y * clear) || 0 };
}

/** Size of the letters beside the middle of a cable, drawing units, and the height of its lines. */
export const MARK_LETTERS = 13;
export const MARK_LINE = 16;

/**
 * How far beside the middle of its cable a mark stands, drawing units: on the other side than the labels of the ports, so
 * that a short cable has room for both; outside where several cables fan out.
 */
export function markAside(
  lines: readonly string[],
  from: DeviceRecord,
  to: DeviceRecord,
  bow: number,
  letters: number = MARK_LETTERS,
): { x: number; y: number } {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  let [x, y] = [dy / length, -dx / length];
  const steep = Math.abs(dy) > Math.abs(dx) * 4;
  const outside = bow < 0;
  const other = bow === 0 && (steep ? x > 0 : y < 0);
  if (outside || other) [x, y] = [-x, -y];
  const width = Math.max(0, ...lines.map((line) => textWidth(line, letters)));
  const clear = (Math.abs(x) * width) / 2 + (Math.abs(y) * lines.length * MARK_LINE) / 2 + 6;
  return { x: Math.round(x * clear) || 0, y: Math.round(y * clear) || 0 };
}

function cableElement(
  { cable, from, to, near: nearText, far: farText }: ShownCable,
  bow: number,
  mark: CableMark,
  labels: Labels,
): DrawnElement {
  const { id, a, b } = cable;
  const beside = markAside(mark.lines, from, to, bow);
  const near = portLabelAside(nearText, from, to, bow);
  const far = portLabelAside(farText, from, to, bow);
  return {
    group: 'edges',
    // Cytoscape measures a control point to the right of the way from source to target.
    data: {
      id,
      source: a.device,
      target: b.device,
      near: labels.ports ? nearText : '',
      far: labels.ports ? farText : '',
      nearOffset: portLabelOffset(from, to, labels),
      farOffset: portLabelOffset(to, from, labels),
      nearX: near.x,
      nearY: near.y,
      farX: far.x,
      farY: far.y,
      bow: -bow * 2 || 0,
      mark: mark.lines.join('\n'),
      markX: beside.x,
      markY: beside.y,
    },
    classes: ['cable', mark.pattern, ...(mark.impaired ? ['impaired'] : []), ...(bow === 0 ? [] : ['bowed'])].join(' '),
  };
}

/** What must be done to a picture to make it another. */
export interface PictureChange {
  add: DrawnElement[];
  update: DrawnElement[];
  remove: string[];
}

/** The change from the elements drawn to those wanted. A cable whose ends moved to other devices is drawn anew. */
export function pictureChange(
  drawn: ReadonlyMap<string, DrawnElement>,
  wanted: readonly DrawnElement[],
): PictureChange {
  const change: PictureChange = { add: [], update: [], remove: [] };
  const kept = new Set<string>();
  for (const element of wanted) {
    const { id } = element.data;
    const before = drawn.get(id);
    if (
      before &&
      before.data['source'] === element.data['source'] &&
      before.data['target'] === element.data['target']
    ) {
      kept.add(id);
      if (JSON.stringify(before) !== JSON.stringify(element)) change.update.push(element);
    } else change.add.push(element);
  }
  for (const id of drawn.keys()) if (!kept.has(id)) change.remove.push(id);
  return change;
}
