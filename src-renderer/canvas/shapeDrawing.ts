import { isLine, lineOf } from '#document/drawn-shape.ts';
import type { ShapeLine, ShapePaint, ShapeRecord } from '#document/records.ts';

/** The colours shapes are drawn in. */
export interface ShapeColors {
  paints: Record<ShapePaint, { line: string; fill: string }>;
  text: string;
  font: string;
}

export type DrawnShape = Pick<ShapeRecord, 'form' | 'width' | 'height' | 'paint' | 'line' | 'filled' | 'text'>;

/** Room around a shape for the width of its line and the head of an arrow, drawing units. */
export const SHAPE_MARGIN = 8;
const LINE_WIDTH = 2;
const DASH: Record<ShapeLine, string> = {
  solid: '',
  dashed: '9 7',
  dotted: '1 6',
  'long-dashed': '26 9',
  'dash-dotted': '16 7 1 7',
  'dash-dot-dotted': '16 6 1 6 1 6',
  none: '',
};
/** Letters of a caption in a shape, and the smallest and largest of a label, drawing units. */
const CAPTION = 14;
const [LEAST_LETTERS, MOST_LETTERS] = [8, 200];
/** Height of a line in sizes of its letters. */
const LEADING = 1.3;

/** Width and height of the picture of a shape, its margin with it, drawing units. */
export function shapeExtent({ width, height }: Pick<ShapeRecord, 'width' | 'height'>): {
  width: number;
  height: number;
} {
  return { width: Math.abs(width) + 2 * SHAPE_MARGIN, height: Math.abs(height) + 2 * SHAPE_MARGIN };
}

/** A shape as SVG elements around its middle (0, 0). Its text cannot be mistaken for elements. */
export function shapeMarkup(shape: DrawnShape, colors: ShapeColors): string {
  const { form, width, height } = shape;
  const [w, h] = [width / 2, height / 2];
  const paint = outlineOf(shape, colors);
  switch (form) {
    case 'rectangle':
      return `<rect x="${-w}" y="${-h}" width="${width}" height="${height}" rx="6" ${paint}/>${captionOf(shape, colors)}`;
    case 'ellipse':
      return `<ellipse rx="${w}" ry="${h}" ${paint}/>${captionOf(shape, colors)}`;
    case 'line':
      return `<path d="M${-w} ${-h}L${w} ${h}" ${paint}/>${besideOf(shape, colors)}`;
    case 'arrow':
      return `<path d="M${-w} ${-h}L${w} ${h}" ${paint}/>${headOf(shape, colors)}${besideOf(shape, colors)}`;
    case 'text':
      return labelOf(shape, colors);
  }
}

/** The same as a picture of its own, for a canvas. */
export function shapePicture(shape: DrawnShape, colors: ShapeColors): string {
  const { width, height } = shapeExtent(shape);
  const box = `viewBox="${-width / 2} ${-height / 2} ${width} ${height}" width="${width}" height="${height}"`;
  const font = colors.font.replaceAll('"', "'");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${box} font-family="${font}">${shapeMarkup(shape, colors)}</svg>`;
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
}

/** The outline within which a pointer means a line: a band along it, in the units −1 … 1 of the box of its picture. */
export function lineBand({ width, height }: Pick<ShapeRecord, 'width' | 'height'>): string {
  const extent = shapeExtent({ width, height });
  const length = Math.hypot(width, height) || 1;
  const [across, along] = [-height / length, width / length].map((part) => part * SHAPE_MARGIN);
  const corners = [
    [-width / 2 + across!, -height / 2 + along!],
    [width / 2 + across!, height / 2 + along!],
    [width / 2 - across!, height / 2 - along!],
    [-width / 2 - across!, -height / 2 - along!],
  ];
  return corners
    .map(([x, y]) => [(x! / extent.width) * 2, (y! / extent.height) * 2].map((part) => part.toFixed(4)).join(' '))
    .join(' ');
}

function outlineOf(shape: DrawnShape, { paints }: ShapeColors): string {
  const { line, fill } = paints[shape.paint];
  const kind = lineOf(shape);
  const dash = DASH[kind] === '' ? '' : ` stroke-dasharray="${DASH[kind]}"`;
  const stroke =
    kind === 'none' ? 'stroke="none"' : `stroke="${line}" stroke-width="${LINE_WIDTH}" stroke-linecap="round"`;
  const inside = shape.filled && !isLine(shape.form) ? `fill="${fill}" fill-opacity="0.55"` : 'fill="none"';
  return `${inside} ${stroke}${dash}`;
}

function headOf({ width, height, paint, ...shape }: DrawnShape, { paints }: ShapeColors): string {
  if (lineOf({ paint, ...shape }) === 'none') return '';
  const degrees = (Math.atan2(height, width) * 180) / Math.PI;
  const place = `transform="translate(${width / 2} ${height / 2}) rotate(${degrees.toFixed(2)})"`;
  return `<path d="M1 0L-13 -7L-10 0L-13 7Z" fill="${paints[paint].line}" ${place}/>`;
}

/** A caption stands in the top of a box, in the middle of an ellipse. */
function captionOf({ form, height, text, paint }: DrawnShape, { paints }: ShapeColors): string {
  if (text === '') return '';
  const lines = text.split('\n');
  const top =
    form === 'rectangle' ? -height / 2 + CAPTION * 1.5 : CAPTION * 0.35 - ((lines.length - 1) * CAPTION * LEADING) / 2;
  return linesOf(lines, top, CAPTION, paints[paint].line, 600);
}

/** The words of a line stand over its middle. */
function besideOf({ text, paint }: DrawnShape, { paints }: ShapeColors): string {
  if (text === '') return '';
  const lines = text.split('\n');
  return linesOf(lines, -SHAPE_MARGIN - (lines.length - 1) * CAPTION * LEADING, CAPTION, paints[paint].line, 600);
}

/** A label has letters as large as its box is high. */
function labelOf(shape: DrawnShape, colors: ShapeColors): string {
  const { text, height, paint, width } = shape;
  const lines = text.split('\n');
  const size = Math.max(LEAST_LETTERS, Math.min(MOST_LETTERS, Math.floor(height / lines.length / LEADING)));
  const top = size * 0.35 - ((lines.length - 1) * size * LEADING) / 2;
  const ground =
    shape.filled || lineOf(shape) !== 'none'
      ? `<rect x="${-width / 2}" y="${-height / 2}" width="${width}" height="${height}" rx="4" ${outlineOf(shape, colors)}/>`
      : '';
  return ground + linesOf(lines, top, size, paint === 'grey' ? colors.text : colors.paints[paint].line, 500);
}

function linesOf(lines: readonly string[], top: number, size: number, color: string, weight: number): string {
  return lines
    .map((line, index) => {
      const y = (top + index * size * LEADING).toFixed(1);
      return `<text y="${y}" font-size="${size}" font-weight="${weight}" fill="${color}" text-anchor="middle">${escaped(line)}</text>`;
    })
    .join('');
}

const NAMED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML may hold it: characters that XML forbids are left out. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll(/[&<>"]/g, (sign) => NAMED[sign]!);
}
