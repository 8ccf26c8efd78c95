import type { RecordMap } from '#document/diff.ts';
import { isLine, MOST_SIZE } from '#document/drawn-shape.ts';
import { parents } from '#document/grouping.ts';
import type { DeviceRecord, DocumentRecord, GroupRecord, NoteRecord, ShapeRecord } from '#document/records.ts';
import { cableMark, type CableMark, type MarkWords } from './cableMark.ts';
import { cableBows } from './geometry.ts';
import { addressLines, textWidth, USUAL_LABELS, type Labels } from './labels.ts';
import { PORT_LETTERS, portLabels } from './portLabels.ts';
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

/** Room a note takes with letters of a size, drawing units. */
export function noteSize(text: string, size: number): { width: number; height: number } {
  const lines = text.split('\n');
  const widest = Math.max(...lines.map((line) => textWidth(line, size)));
  return { width: Math.ceil(widest) + 24, height: Math.ceil(lines.length * size * 1.3) + 16 };
}

/** Size of the letters beside the middle of a cable, drawing units, and the height of its lines. */
export const MARK_LETTERS = 13;
export const MARK_LINE = 16;
/** Between a mark and its cable, drawing units. */
export const MARK_GAP = 6;

/**
 * How far beside the middle of its cable a mark stands, drawing units: on the other side than the labels of the ports, so
 * that a short cable has room for both; outside where several cables fan out. `gap`: what it leaves free beside the cable, for
 * the label of a port that stands on this side too.
 */
export function markAside(
  lines: readonly string[],
  from: DeviceRecord,
  to: DeviceRecord,
  bow: number,
  gap = MARK_GAP,
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
  const clear = (Math.abs(x) * width) / 2 + (Math.abs(y) * lines.length * MARK_LINE) / 2 + gap;
  return { x: Math.round(x * clear) || 0, y: Math.round(y * clear) || 0 };
}

function cableElement(shown: ShownCable, bow: number, mark: CableMark, labels: Labels): DrawnElement {
  const { cable, from, to } = shown;
  const { id, a, b } = cable;
  const { near, far, bothSides } = portLabels(shown, bow, labels);
  const beside = markAside(mark.lines, from, to, bow, labels.ports && bothSides ? PORT_LETTERS + MARK_GAP : MARK_GAP);
  return {
    group: 'edges',
    // Cytoscape measures a control point to the right of the way from source to target.
    data: {
      id,
      source: a.device,
      target: b.device,
      near: labels.ports ? near.text : '',
      far: labels.ports ? far.text : '',
      nearOffset: near.offset,
      farOffset: far.offset,
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
