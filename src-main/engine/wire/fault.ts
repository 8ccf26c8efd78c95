import type { Reason } from '../trace/reasons.ts';

/** Why bytes mean nothing. Data, never an exception: what arrives from a wire is not our bug. */
export interface Fault {
  readonly fault: Reason;
  /** Byte offset in the frame of the field that is wrong, or at which the bytes end too early. */
  readonly at: number;
  /** Numbers and texts for the sentence, such as what was found and what was expected. */
  readonly parameters?: Readonly<Record<string, number | string>>;
}

/** Whether a parse function found a fault rather than a meaning. */
export function isFault(parsed: object): parsed is Fault {
  return 'fault' in parsed;
}

/** What a check found and expected, as texts for the fact about it; undefined: the fault does not tell. */
export function checkOf({ parameters }: Fault): { found: string; expected: string } | undefined {
  const found = parameters?.found ?? parameters?.available;
  const expected = parameters?.expected ?? parameters?.needed;
  return found === undefined || expected === undefined
    ? undefined
    : { found: String(found), expected: String(expected) };
}

/** The fault of bytes that end at `end` where `needed` bytes from `at` were expected. */
export function truncated(fault: Reason, at: number, needed: number, end: number): Fault {
  return { fault, at: end, parameters: { needed, available: Math.max(0, end - at) } };
}

/** The fault of a checksum that does not fit. `sum` is what the checksum gives over the bytes as they are. */
export function badChecksum(fault: Reason, at: number, found: number, total: number): Fault {
  // What would have been right: the sum without the field. RFC 1071: adding the complement takes a word away.
  const without = (~total & 0xffff) + (~found & 0xffff);
  const folded = (without & 0xffff) + (without >>> 16);
  return { fault, at, parameters: { found: hex(found), expected: hex(~folded & 0xffff) } };
}

function hex(word: number): string {
  return `0x${word.toString(16).padStart(4, '0')}`;
}
