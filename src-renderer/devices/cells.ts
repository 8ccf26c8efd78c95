import type { DeviceTable } from '#contract/shapes.ts';

/** Columns that hold a moment, in ns. */
const MOMENTS: ReadonlySet<string> = new Set(['since', 'expires', 'deadline', 'renews', 'rebinds']);
/** Columns whose values are names the locale has words for. */
const NAMED: ReadonlySet<string> = new Set(['kind', 'state', 'direction', 'action', 'duplex', 'mode', 'role']);

/** How a cell is shown. */
export type Cell =
  | { kind: 'blank' }
  | { kind: 'text'; text: string }
  | { kind: 'named'; name: string }
  /** A moment before (negative) or after now, ns. */
  | { kind: 'moment'; time: number; away: number };

/** The cells of a row, by what their column means. `now` is the moment under the cursor, ns. */
export function cellsOf(table: DeviceTable, row: DeviceTable['rows'][number], now: number): Cell[] {
  return table.columns.map((column, index) => {
    const value = row[index] ?? null;
    if (value === null || value === '') return { kind: 'blank' };
    if (MOMENTS.has(column) && typeof value === 'number') return { kind: 'moment', time: value, away: value - now };
    if (NAMED.has(column) && typeof value === 'string' && /^[a-z]/.test(value)) return { kind: 'named', name: value };
    return { kind: 'text', text: String(value) };
  });
}

/** What makes a row the same row at the next look: its first cells, and its place among equals. */
export function rowKeys(table: DeviceTable): string[] {
  const seen = new Map<string, number>();
  return table.rows.map((row) => {
    const key = row.slice(0, 3).join(' ');
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return `${key} ${count}`;
  });
}
