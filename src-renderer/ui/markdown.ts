/** Text as Markdown: what people paste into their notes. */

/** Text in which nothing is a sign of Markdown. */
export function plainMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_<>[\]]/g, (sign) => `\\${sign}`);
}

/** Text in a cell of a table. */
export function cellMarkdown(text: string): string {
  return plainMarkdown(text).replaceAll('|', '\\|').replaceAll(/\r?\n/g, ' ');
}

/** Lines of a table. `numbers`: the columns, from 0, whose cells are aligned to the right. */
export function tableMarkdown(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly number[] = [],
): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(cellMarkdown).join(' | ')} |`;
  const rule = head.map((_, column) => (numbers.includes(column) ? '---:' : '---'));
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)];
}
