/** Calls about the terminals of drawn devices and what may be typed there. The contract only says what crosses; it runs nothing. */
import * as v from 'valibot';
import { count, future, id, now, terminalAction, terminalPlace, terminalView } from './shapes.ts';

/** Characters of a command line, at most. */
const LONGEST_LINE = 1000;

/** A command that there is not, as it was written, and those it may be meant for: the likeliest first. */
const unknownCommand = v.object({ name: v.string(), near: v.array(v.string()) });
export type UnknownCommand = v.InferOutput<typeof unknownCommand>;

export const TERMINAL_CALLS = {
  /** A terminal as it stands at the cursor; `from`: the number of the first line wanted. */
  'terminals.read': {
    parameters: v.object({ ...terminalPlace.entries, from: count, branch: v.optional(id) }),
    result: terminalView,
  },
  /** Does something at a terminal at the cursor, as an input. */
  'terminals.type': {
    parameters: v.object({ ...terminalPlace.entries, action: terminalAction, future }),
    result: now,
  },
  /** The commands a terminal knows, each with how it is called. */
  'terminals.commands': {
    parameters: v.object({}),
    result: v.object({ commands: v.array(v.object({ name: v.string(), synopsis: v.string() })) }),
  },
  /** The first command of a line that there is not; null: there are all, or the line cannot be read. It runs nothing. */
  'terminals.check': {
    parameters: v.object({ line: v.pipe(v.string(), v.maxLength(LONGEST_LINE)) }),
    result: v.object({ unknown: v.nullable(unknownCommand) }),
  },
} as const;
