import type { ExplainedField, ExplainedLayer } from '#engine/wire/explain.ts';

/** Bits in a row, as the RFCs draw headers. */
export const ROW_BITS = 32;

/** Rows of a field without parts of which all are drawn; of a longer one the first ones, and the last says how much is left out. */
const MOST_ROWS = 3;

/** A stretch of a field within one row. */
export interface BitPiece {
  row: number;
  /** From the left, 0 … 31. */
  bit: number;
  bits: number;
}

/** A field in the diagram of its header. */
export interface BitCell {
  /** Id of its line in the header tree. */
  id: string;
  field: ExplainedField;
  pieces: BitPiece[];
  /** Piece that bears the name: the widest. */
  named: number;
  /** Bytes that are not drawn. */
  omitted: number;
}

/** One header: its fields in rows of 32 bits. */
export interface BitBlock {
  /** Id of its line in the header tree. */
  id: string;
  layer: ExplainedLayer;
  rows: number;
  cells: BitCell[];
}

/** The headers of a frame as the RFCs draw them. Flags are taken apart, options stay whole, long data is cut. */
export function bitLayout(layers: readonly ExplainedLayer[]): BitBlock[] {
  return layers.map((layer, index) => {
    const id = String(index);
    const cells: BitCell[] = [];
    /** Rows left out so far: what comes later moves up by them. */
    let left = 0;
    for (const [one, field] of drawn(layer.fields, id)) {
      const cell = cellOf(layer, one, field, left);
      left += Math.floor(cell.omitted / (ROW_BITS / 8));
      cells.push(cell);
    }
    const rows = cells.reduce((most, { pieces }) => Math.max(most, pieces.at(-1)!.row + 1), 0);
    return { id, layer, rows, cells };
  });
}

/** The fields that get a cell each. */
function drawn(fields: readonly ExplainedField[], parent: string): [id: string, field: ExplainedField][] {
  return fields
    .map((field, index): [string, ExplainedField] => [`${parent}.${index}`, field])
    .flatMap(([id, field]) => {
      const parts = field.fields ?? [];
      const flags = parts.length > 0 && parts.every(({ bits }) => bits !== null);
      return flags ? drawn(parts, id) : [[id, field] as [string, ExplainedField]];
    })
    .filter(([, { from, to }]) => to > from);
}

function cellOf(layer: ExplainedLayer, id: string, field: ExplainedField, left: number): BitCell {
  const [first, count] = field.bits ?? [0, (field.to - field.from) * 8];
  const start = (field.from - layer.from) * 8 + first;
  const pieces: BitPiece[] = [];
  for (let bit = start; bit < start + count;) {
    const inRow = Math.min(start + count - bit, ROW_BITS - (bit % ROW_BITS));
    pieces.push({ row: Math.floor(bit / ROW_BITS) - left, bit: bit % ROW_BITS, bits: inRow });
    bit += inRow;
  }
  let omitted = 0;
  if (pieces.length > MOST_ROWS) {
    // The last row stays, so that what follows stands in its own place.
    const rows = pieces.length - MOST_ROWS;
    omitted = rows * (ROW_BITS / 8);
    const last = pieces.at(-1)!;
    pieces.splice(MOST_ROWS - 1, rows);
    pieces[MOST_ROWS - 1] = { ...last, row: last.row - rows };
  }
  const widest = Math.max(...pieces.map(({ bits }) => bits));
  return { id, field, pieces, named: pieces.findIndex(({ bits }) => bits === widest), omitted };
}

/** What the RFCs write where there is room for single letters only. */
const SHORT: Readonly<Record<string, string>> = { push: 'PSH', reset: 'RST', res: 'RES' };

/** A name of few letters for a field of few bits: the last part of its filter name. */
export function shortName(key: string): string {
  const last = key.slice(key.lastIndexOf('.') + 1);
  return SHORT[last] ?? last.toUpperCase();
}
