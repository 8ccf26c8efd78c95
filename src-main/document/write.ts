import { Place } from './check.ts';
import { ordered } from './order.ts';
import { CURRENT_VERSION, type HopDocument } from './records.ts';
import { SHAPES } from './shapes.ts';

/** Longest line that is not broken further, characters. */
const WIDTH = 110;

/**
 * The text of a project file: JSON that a person can read and a version control system can compare. Records and fields
 * always come in the same order, and what fits on a line stands on one. Reading it gives the same document again.
 */
export function writeDocument(document: HopDocument): string {
  const { title, seed, records } = document;
  const heading = { format: 'hopscope', version: CURRENT_VERSION, title, seed };
  return `${layout({ ...heading, records: ordered(records).map(inOrder) }, '')}\n`;
}

/** A record with its fields in the order of its shape. One that has no valid shape is written as it is: nothing is lost. */
function inOrder(record: HopDocument['records'][number]): unknown {
  return SHAPES[record.type](record, new Place(record.id, '', [])) ?? record;
}

function layout(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const deeper = `${indent}  `;
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((one) => layout(one, deeper))
    : Object.entries(value).flatMap(([key, one]) =>
        one === undefined ? [] : [`${JSON.stringify(key)}: ${layout(one, deeper)}`],
      );
  const [left, right] = isList ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return `${left}${right}`;
  const isTop = indent === '';
  const room = WIDTH - indent.length;
  const length = parts.reduce((sum, part) => sum + part.length + 2, 2);
  if (!isTop && length <= room && !parts.some((part) => part.includes('\n'))) {
    return isList ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`;
  }
  return `${left}\n${parts.map((part) => `${deeper}${part}`).join(',\n')}\n${indent}${right}`;
}
