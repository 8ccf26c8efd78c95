/** Text that fills `width` characters, from the left. */
export function left(text: string | number, width: number): string {
  return `${text}`.padEnd(width);
}

/** Text that fills `width` characters, up to the right. */
export function right(text: string | number, width: number): string {
  return `${text}`.padStart(width);
}

/** Rows as wide as their widest cell asks for, with one blank between; `rights` are columns of numbers. */
export function columns(rows: readonly (readonly string[])[], rights: readonly number[] = []): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, at) => (rights.includes(at) ? right(cell, widths[at]!) : left(cell, widths[at]!)))
      .join(' ')
      .trimEnd(),
  );
}
