/** A list that forgets its beginning: the newest `limit` entries, and how many there were before them. */
export interface LimitedLines<T> {
  limit: number;
  entries: T[];
  forgotten: number;
}

export function newLines<T>(limit: number): LimitedLines<T> {
  return { limit, entries: [], forgotten: 0 };
}

/** Adds an entry. Now and then many old ones go at once: moving the rest up for every new one would cost too much. */
export function addLine<T>(lines: LimitedLines<T>, entry: T): void {
  lines.entries.push(entry);
  if (lines.entries.length < lines.limit * 1.25) return;
  const gone = lines.entries.length - lines.limit;
  lines.entries.splice(0, gone);
  lines.forgotten += gone;
}
