import { copiedAlong, copiesOf } from './copying.ts';
import type { RecordMap } from './diff.ts';
import { LIMITS } from './limits.ts';
import { problem, type Problem } from './problem.ts';
import { readDocument } from './read.ts';
import { CURRENT_VERSION, type DocumentRecord, type Placement } from './records.ts';
import { writeDocument } from './write.ts';

/** What marks the text of a copy as one: a project like any other, so that it can be kept in a file too. */
const TITLE = 'Hopscope clipboard';

/** The text that copies these records; null: nothing of them can be copied. It is a project of its own. */
export function clipboardText(ids: Iterable<string>, existing: RecordMap): string | null {
  const records = copiedAlong(ids, existing);
  if (records.length === 0) return null;
  return writeDocument({ format: 'hopscope', version: CURRENT_VERSION, title: TITLE, seed: 0, records });
}

/**
 * The records that pasting a text brings into a drawing: those of a copy, or of a whole project. `at`: where their middle
 * comes; null: where they were copied from, or a step aside when that place is taken.
 * Problems: the text is something else, or a project this build cannot read.
 */
export function pasted(
  text: string,
  at: Placement | null,
  existing: RecordMap,
): { records: DocumentRecord[] } | Problem {
  // Whatever else a clipboard may hold, it is told in one sentence; a project with a fault is told that fault.
  if (text.length > LIMITS.fileSize || !/^\s*\{[^]*"format"\s*:\s*"hopscope"/.test(text.slice(0, 400)))
    return problem('nothing-to-paste');
  const read = readDocument(text.trim());
  if ('problems' in read) return read.problems[0]!;
  const records = copiedAlong(
    read.document.records.map(({ id }) => id),
    new Map(read.document.records.map((record) => [record.id, record])),
  );
  if (records.length === 0) return problem('nothing-to-paste');
  return { records: copiesOf(records, at ? towards(records, at) : aside(records, existing), existing) };
}

/** From the middle of all places to a point. */
function towards(records: readonly DocumentRecord[], at: Placement): Placement {
  const placed = records.filter((record) => 'x' in record);
  const middle = (numbers: number[]): number => (Math.min(...numbers) + Math.max(...numbers)) / 2;
  return { x: at.x - middle(placed.map(({ x }) => x)), y: at.y - middle(placed.map(({ y }) => y)) };
}

/** How far a copy stands from what is there already. */
const STEP: Placement = { x: 40, y: 60 };

/** The fewest steps after which no copy lies exactly on something drawn. */
function aside(records: readonly DocumentRecord[], existing: RecordMap): Placement {
  const taken = new Set<string>();
  for (const record of existing.values()) if ('x' in record) taken.add(`${record.x} ${record.y}`);
  const placed = records.filter((record) => 'x' in record);
  let steps = 0;
  while (placed.some(({ x, y }) => taken.has(`${x + STEP.x * steps} ${y + STEP.y * steps}`))) steps++;
  return { x: STEP.x * steps, y: STEP.y * steps };
}
