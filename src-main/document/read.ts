import { object, Place, type Check } from './check.ts';
import { jsonFault } from './json-fault.ts';
import { LIMITS } from './limits.ts';
import { migrate, type OldProject } from './migrations.ts';
import { ordered } from './order.ts';
import { problem, type Problem } from './problem.ts';
import { CURRENT_VERSION, type HopDocument } from './records.ts';
import { HEADING } from './shapes.ts';
import { capped, validateRecords } from './validate.ts';

export type Reading = { document: HopDocument } | { problems: Problem[] };

const anything: Check<unknown> = (value) => value;
const project = object<HopDocument>({
  format: anything,
  version: anything,
  ...HEADING,
  records: (value, place) => (Array.isArray(value) ? value : place.report('wrong-type', { expected: 'array' })),
});

/**
 * Reads the text of a project file. A newer file is refused by its version before anything else is looked at; an older
 * one is lifted to this version; whatever is wrong is named, with the record and the field. Never throws, whatever the
 * text, and takes time in proportion to its length.
 */
export function readDocument(text: string): Reading {
  const size = sizeOf(text);
  if (size > LIMITS.fileSize) return refuse(problem('too-large', { size, most: LIMITS.fileSize }));
  // Some editors on Windows put a byte order mark in front.
  const json = text.startsWith('\ufeff') ? text.slice(1) : text;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return refuse(problem('not-json', jsonFault(json)));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(problem('not-a-project'));
  const given = value as OldProject;
  const { format, version } = given;
  if (format !== 'hopscope') return refuse(problem('not-a-project'));
  const problems: Problem[] = [];
  const place = new Place('project', '', problems);
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    place.at('version').report('wrong-type', { expected: 'integer' });
    return { problems };
  }
  if (version > CURRENT_VERSION) return refuse(problem('newer-version', { version, known: CURRENT_VERSION }));

  const whole = project(migrate(given, version), place);
  if (!whole) return { problems: capped(problems) };
  const checked = validateRecords(whole.records, { together: true });
  if ('problems' in checked) return checked;
  return { document: { ...whole, records: ordered(checked.records) } };
}

function refuse(one: Problem): Reading {
  return { problems: [one] };
}

/** Bytes of text in UTF-8, or its number of characters where that alone is too much. */
function sizeOf(text: string): number {
  if (text.length > LIMITS.fileSize || text.length * 3 <= LIMITS.fileSize) return text.length;
  let size = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // Half of a pair of surrogates counts two of the pair's four bytes.
    size += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return size;
}
