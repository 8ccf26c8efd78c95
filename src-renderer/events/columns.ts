import { COLUMNS, type Column } from '../stores/eventColumns.ts';
import type { Density } from '../stores/preferences.ts';

/** Widest panel, CSS px, whose rows need two lines for a sentence. */
const NARROW = 1000;
/** Widest panel, CSS px, in which a packet is only a sign, and in which there is room for neither number nor packet. */
const SIGN_ONLY = 760;
const TIGHT = 520;
/** Gap between columns, CSS px. */
const GAP = 12;
/** Least width of the sentence, CSS px, before the list is scrolled sideways: on one line, and on two. */
const SENTENCE = { one: 200, two: 180 } as const;

/** Heights of a row, CSS px: of one line, and of two where the panel is narrow. */
const HEIGHTS = {
  comfortable: { one: 24, two: 40 },
  compact: { one: 20, two: 34 },
} as const satisfies Record<Density, { one: number; two: number }>;

/** Height of every row, CSS px: all are alike, so that a million of them cost nothing to lay out. */
export function rowHeight(density: Density, twoLines: boolean): number {
  return HEIGHTS[density][twoLines ? 'two' : 'one'];
}

/** Widths of columns, CSS px. */
const WIDTHS: Readonly<Record<Exclude<Column, 'event' | 'packet'>, number>> = {
  number: 44,
  time: 128,
  device: 84,
  source: 132,
  destination: 132,
  length: 48,
  cause: 48,
};

/** How the rows of the event list are laid out. */
export interface RowGrid {
  /** For `grid-template-columns`. */
  template: string;
  /** Column line of each part; undefined: it is not shown. */
  places: Readonly<Partial<Record<Column, number>>>;
  /** The same as the style of a cell: a text, so that nothing is set anew where it is the same. */
  cells: Readonly<Partial<Record<Column, string>>>;
  /** Rows of two lines: the device stands under the time, the sentence has both. */
  twoLines: boolean;
  /** Only the protocol of a packet is shown. */
  signOnly: boolean;
  /** Least width, CSS px; a narrower panel is scrolled sideways. */
  least: number;
}

/** The layout of rows with these columns in a panel `width` CSS px wide. */
export function rowGrid(shown: ReadonlySet<Column>, width: number): RowGrid {
  const twoLines = width <= NARROW;
  const signOnly = width <= SIGN_ONLY;
  const columns = COLUMNS.filter((column) => {
    if (column === 'event') return true;
    if (!shown.has(column)) return false;
    if (width <= TIGHT && (column === 'number' || column === 'packet')) return false;
    return !(twoLines && column === 'device' && shown.has('time'));
  });
  let least = GAP * (columns.length + 1);
  const template = columns.map((column) => {
    if (column === 'event') {
      const sentence = SENTENCE[twoLines ? 'two' : 'one'];
      least += sentence;
      return `minmax(${sentence}px, ${twoLines ? 3 : 2}fr)`;
    }
    if (column === 'packet') {
      if (signOnly) least += 46;
      return signOnly ? '46px' : `minmax(0, ${twoLines ? 1.2 : 1}fr)`;
    }
    const one = WIDTHS[column] - (twoLines && (column === 'number' || column === 'time') ? 10 : 0);
    least += one;
    return `${one}px`;
  });
  const places: Partial<Record<Column, number>> = {};
  columns.forEach((column, index) => (places[column] = index + 1));
  if (places.device === undefined && shown.has('device') && places.time !== undefined) places.device = places.time;
  const cells = Object.fromEntries(Object.entries(places).map(([column, place]) => [column, `grid-column: ${place}`]));
  return { template: template.join(' '), places, cells, twoLines, signOnly, least };
}
