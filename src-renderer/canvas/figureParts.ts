import type { DeviceRecord, DocumentRecord, GroupRecord, NoteRecord, ShapeRecord } from '#document/records.ts';
import type { RecordMap } from '#document/diff.ts';
import { deviceShape, groupShape, offShape, type DevicePaint } from '../ui/deviceShapes.ts';
import type { MarkWords } from './cableMark.ts';
import { around, boxAt, type Box } from './extents.ts';
import { DEVICE_SIZE } from './geometry.ts';
import { addressLines, textWidth, type Labels } from './labels.ts';
import { noteSize } from './projection.ts';
import { shapeExtent, type ShapeColors } from './shapeDrawing.ts';
import { shownDrawing, type GroupBox, type ShownDrawing } from './shown.ts';

/** Colours and sizes of the figure: a light palette for print. */
const PAINT: DevicePaint = { line: '#22304a', fill: '#dfe8f7', ground: '#ffffff' };
const OFF: DevicePaint = { line: '#667385', fill: '#ffffff', ground: '#ffffff' };
export const FIGURE_FONT =
  "system-ui, 'Segoe UI', 'Noto Sans', 'Noto Sans CJK KR', 'Malgun Gothic', 'Apple SD Gothic Neo', sans-serif";
export const FIGURE_SHAPES: ShapeColors = {
  paints: {
    grey: { line: '#4c5969', fill: '#e6e9ee' },
    blue: { line: '#1d4ed8', fill: '#e4ebfd' },
    green: { line: '#0b6b4d', fill: '#e0f4ec' },
    orange: { line: '#8a5300', fill: '#fff3dc' },
    red: { line: '#b3261e', fill: '#fdeceb' },
    purple: { line: '#6b3fa0', fill: '#f1e8fb' },
  },
  text: '#17202c',
  font: FIGURE_FONT,
};
/** Height of a line of words, and size of their letters, drawing units. */
export const FIGURE_LINE = 15;
export const FIGURE_LETTERS = 12;

/** A device, or the box of a collapsed group, with the words under it. */
export interface Seat {
  id: string;
  x: number;
  y: number;
  name: string;
  lines: string[];
  /** The inside of an `<svg viewBox="0 0 48 48">`. */
  picture: string;
}

/** A frame around the members of a group. */
export interface Frame extends Box {
  id: string;
  name: string;
}

/** What a figure of a drawing consists of, besides its cables. */
export interface FigureParts {
  shown: ShownDrawing;
  seats: Seat[];
  notes: NoteRecord[];
  /** Those below first. */
  shapes: ShapeRecord[];
  /** Those outside first. */
  frames: Frame[];
}

/** The parts of the figure of these records. */
export function figureParts(records: RecordMap, words: MarkWords, labels: Labels): FigureParts {
  const shown = shownDrawing(records);
  const seen = [...records.values()].filter(({ id }) => !shown.hidden.has(id));
  const ofType = <T extends DocumentRecord['type']>(type: T): Extract<DocumentRecord, { type: T }>[] =>
    seen.filter((record): record is Extract<DocumentRecord, { type: T }> => record.type === type);
  const seats = [
    ...ofType('device').map((device) => deviceSeat(device, words, labels)),
    ...shown.boxes.map((box) => boxSeat(box, words)),
  ];
  const notes = ofType('note');
  const shapes = ofType('shape').sort((a, b) => areaOf(b) - areaOf(a));
  const extents = new Map<string, Box>([
    ...seats.map((seat) => [seat.id, seatExtent(seat)] as const),
    ...notes.map((note) => [note.id, noteExtent(note)] as const),
    ...shapes.map((shape) => [shape.id, shapeBox(shape)] as const),
  ]);
  return { shown, seats, notes, shapes, frames: framesOf(ofType('group'), extents) };
}

/** The box of a seat and its words. */
export function seatExtent({ x, y, name, lines }: Seat): Box {
  const width = Math.max(DEVICE_SIZE, ...[name, ...lines].map((line) => textWidth(line, FIGURE_LETTERS)));
  const picture = boxAt({ x, y }, width, DEVICE_SIZE);
  return { ...picture, bottom: picture.bottom + (lines.length + 1) * FIGURE_LINE + 8 };
}

export function noteExtent(note: NoteRecord): Box {
  const { width, height } = noteSize(note.text, FIGURE_LETTERS);
  return boxAt(note, width, height);
}

export function shapeBox(shape: ShapeRecord): Box {
  const { width, height } = shapeExtent(shape);
  return boxAt(shape, width, height);
}

function areaOf({ width, height }: ShapeRecord): number {
  return Math.abs(width * height);
}

function deviceSeat(device: DeviceRecord, words: MarkWords, labels: Labels): Seat {
  const off = device.powered === false;
  const picture = off ? deviceShape(device.kind, OFF) + offShape(OFF) : deviceShape(device.kind, PAINT);
  const { id, x, y, name } = device;
  return { id, x, y, name, lines: [...(off ? [words('off')] : []), ...addressLines(device, labels)], picture };
}

function boxSeat({ group, devices, x, y }: GroupBox, words: MarkWords): Seat {
  const lines = [words('devices', { count: devices })];
  return { id: group.id, x, y, name: group.name, lines, picture: groupShape(PAINT) };
}

/** Room between a frame and what is in it, and for its name above. */
const [PADDING, TITLE] = [14, 20];

function framesOf(groups: readonly GroupRecord[], extents: Map<string, Box>): Frame[] {
  const byId = new Map(groups.filter(({ collapsed }) => !collapsed).map((group) => [group.id, group]));
  const made = new Map<string, Frame>();
  const extentOf = (id: string): Box[] => {
    const group = byId.get(id);
    const found = group ? frameOf(group) : extents.get(id);
    return found ? [found] : [];
  };
  const frameOf = (group: GroupRecord): Frame | null => {
    const inner = made.get(group.id) ?? around(group.members.flatMap(extentOf));
    if (!inner || made.has(group.id)) return made.get(group.id) ?? null;
    const frame = {
      id: group.id,
      name: group.name,
      left: inner.left - PADDING,
      top: inner.top - PADDING - TITLE,
      right: Math.max(inner.right, inner.left + textWidth(group.name, FIGURE_LETTERS)) + PADDING,
      bottom: inner.bottom + PADDING,
    };
    made.set(group.id, frame);
    return frame;
  };
  for (const group of byId.values()) frameOf(group);
  // A frame is made after those inside it.
  return [...made.values()].reverse();
}
