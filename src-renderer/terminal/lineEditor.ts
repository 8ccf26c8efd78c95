/**
 * The terminal of a host on screen: an emulator that shows what the network says is on it, and a line being typed. It
 * never runs a command and never makes up output.
 */

/** A line being typed. `cursor` counts characters (code points) from its beginning. */
export interface Line {
  characters: string[];
  cursor: number;
}

/** What a piece of input asks for beyond changing the line. */
export type Asked = 'enter' | 'interrupt' | 'end' | 'complete' | 'clear' | 'older' | 'newer' | null;

export const EMPTY_LINE: Line = { characters: [], cursor: 0 };

export function lineOf(text: string): Line {
  const characters = [...text];
  return { characters, cursor: characters.length };
}

export function textOf({ characters }: Line): string {
  return characters.join('');
}

/** Cuts what came from the keyboard or the clipboard into keys: escape sequences whole, everything else by character. */
export function keysOf(data: string): string[] {
  // eslint-disable-next-line no-control-regex -- escape sequences begin with a control character
  return data.replaceAll('\r\n', '\r').match(/\u001b(?:\[[0-9;]*[A-Za-z~]|O[A-Z]|.)|[^]/gu) ?? [];
}

/** Does what a key means, by the usual bindings (Emacs style, as shells have them). */
export function press(line: Line, key: string): { line: Line; asked: Asked } {
  const asked = ASKS[key];
  if (asked !== undefined) {
    // Ctrl+D ends the input only where nothing is typed; else it deletes.
    if (asked === 'end' && line.characters.length > 0) return { line: without(line, line.cursor, 1), asked: null };
    return { line, asked };
  }
  const edit = EDITS[key];
  if (edit !== undefined) return { line: edit(line), asked: null };
  // Other escape sequences and control characters mean nothing here.
  if (key.length > 1 && key.startsWith('\u001b')) return { line, asked: null };
  if (/\p{Cc}/u.test(key)) return { line, asked: null };
  return { line: inserted(line, key), asked: null };
}

/** The line with a text put in at the cursor. */
export function inserted({ characters, cursor }: Line, text: string): Line {
  const more = [...text];
  return {
    characters: [...characters.slice(0, cursor), ...more, ...characters.slice(cursor)],
    cursor: cursor + more.length,
  };
}

function without({ characters, cursor }: Line, from: number, count: number): Line {
  const first = Math.max(0, from);
  const left = [...characters.slice(0, first), ...characters.slice(from + count)];
  return { characters: left, cursor: Math.min(cursor > first ? Math.max(first, cursor - count) : cursor, left.length) };
}

function moved({ characters }: Line, cursor: number): Line {
  return { characters, cursor: Math.min(Math.max(0, cursor), characters.length) };
}

/** Where the word before the cursor begins. */
function wordStart({ characters, cursor }: Line): number {
  let at = cursor;
  while (at > 0 && characters[at - 1] === ' ') at--;
  while (at > 0 && characters[at - 1] !== ' ') at--;
  return at;
}

function wordEnd({ characters, cursor }: Line): number {
  let at = cursor;
  while (at < characters.length && characters[at] === ' ') at++;
  while (at < characters.length && characters[at] !== ' ') at++;
  return at;
}

const ASKS: Readonly<Record<string, Asked>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'complete',
  '\u0003': 'interrupt',
  '\u0004': 'end',
  '\u000c': 'clear',
  '\u0010': 'older',
  '\u000e': 'newer',
  '\u001b[A': 'older',
  '\u001bOA': 'older',
  '\u001b[B': 'newer',
  '\u001bOB': 'newer',
};

const home = (line: Line): Line => moved(line, 0);
const end = (line: Line): Line => moved(line, line.characters.length);
const left = (line: Line): Line => moved(line, line.cursor - 1);
const right = (line: Line): Line => moved(line, line.cursor + 1);
const backspace = (line: Line): Line => (line.cursor === 0 ? line : without(line, line.cursor - 1, 1));
const wordLeft = (line: Line): Line => moved(line, wordStart(line));
const wordRight = (line: Line): Line => moved(line, wordEnd(line));

const EDITS: Readonly<Record<string, (line: Line) => Line>> = {
  '\u007f': backspace,
  '\b': backspace,
  '\u001b[3~': (line) => without(line, line.cursor, 1),
  '\u001b[D': left,
  '\u001bOD': left,
  '\u0002': left,
  '\u001b[C': right,
  '\u001bOC': right,
  '\u0006': right,
  '\u001b[H': home,
  '\u001bOH': home,
  '\u001b[1~': home,
  '\u0001': home,
  '\u001b[F': end,
  '\u001bOF': end,
  '\u001b[4~': end,
  '\u0005': end,
  '\u001b[1;5D': wordLeft,
  '\u001bb': wordLeft,
  '\u001b[1;5C': wordRight,
  '\u001bf': wordRight,
  // Ctrl+U, Ctrl+K, Ctrl+W: away with what stands before, behind, or the word before.
  '\u0015': (line) => without(line, 0, line.cursor),
  '\u000b': (line) => ({ ...line, characters: line.characters.slice(0, line.cursor) }),
  '\u0017': (line) => without(line, wordStart(line), line.cursor - wordStart(line)),
};
