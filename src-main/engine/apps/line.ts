import type { Misuse } from './misuse.ts';

/** What stands between two commands of a line: how the next is reached. */
export type Link = ';' | '&&' | '||' | '&';

/** One command of a line: its words, the filters its output goes through (`| grep LISTEN`), and what stands behind it. */
export interface LineCommand {
  words: string[];
  filters: string[][];
  /** Its standard input (`nc host 7 <<< 'two words'`), in place of what is typed. */
  input?: string;
  /** Null: nothing follows. `&`: the next does not wait for this one. */
  next: Link | null;
}

/** A word or an operator. */
interface Token {
  text: string;
  operator: boolean;
}

/**
 * Reads a line as a shell does (IEEE Std 1003.1, Shell Command Language, 2.2 and 2.9), as far as one is wanted here:
 * words with `'…'`, `"…"` and `\`, commands joined by `;`, `&&`, `||` and `&`, `|` into filters, and `<<< text` as
 * standard input (as bash has it).
 */
export function parseLine(line: string): LineCommand[] | Misuse {
  const tokens = tokensOf(line);
  if ('misuse' in tokens) return tokens;
  const commands: LineCommand[] = [];
  let words: string[] = [];
  let open: LineCommand | null = null;
  let input: string | undefined;
  let here = false;
  for (const { text, operator } of [...tokens, { text: '', operator: true }]) {
    if (!operator) {
      if (here) input = text;
      else words.push(text);
      here = false;
      continue;
    }
    if (here) return { misuse: text === '' ? 'unexpected end of line' : `unexpected ‘${text}’` };
    if (text === '<<<' && words.length > 0 && open === null) {
      here = true;
      continue;
    }
    if (words.length === 0 && (open !== null || text !== '' || lastNeedsMore(commands))) {
      return { misuse: text === '' ? 'unexpected end of line' : `unexpected ‘${text}’` };
    }
    if (words.length === 0) break;
    if (open === null) open = { words, filters: [], ...(input === undefined ? {} : { input }), next: null };
    else open.filters.push(words);
    words = [];
    input = undefined;
    if (text === '|') continue;
    open.next = text === '' ? null : (text as Link);
    commands.push(open);
    open = null;
  }
  return commands;
}

/** `a &&` needs something after it; `a ;` and `a &` do not. */
function lastNeedsMore(commands: LineCommand[]): boolean {
  const next = commands.at(-1)?.next;
  return next === '&&' || next === '||';
}

const OPERATORS = ['<<<', '&&', '||', ';', '&', '|'];

function tokensOf(line: string): Token[] | Misuse {
  const tokens: Token[] = [];
  let word: string | null = null;
  const finish = () => {
    if (word !== null) tokens.push({ text: word, operator: false });
    word = null;
  };
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!;
    const operator = OPERATORS.find((one) => line.startsWith(one, at));
    if (character === ' ' || character === '\t') {
      finish();
    } else if (operator !== undefined) {
      finish();
      tokens.push({ text: operator, operator: true });
      at += operator.length - 1;
    } else if (character === '#' && word === null) {
      break;
    } else if (character === "'" || character === '"') {
      const quoted = quotedText(line, at, character);
      if (quoted === null) return { misuse: `the quotation mark ${character} is not closed` };
      word = (word ?? '') + quoted.text;
      at = quoted.end;
    } else if (character === '\\' && at + 1 < line.length) {
      word = (word ?? '') + line[++at]!;
    } else {
      word = (word ?? '') + character;
    }
  }
  finish();
  return tokens;
}

/** The text between the mark at `from` and the next one; `\` keeps the next character only within `"`. */
function quotedText(line: string, from: number, mark: string): { text: string; end: number } | null {
  let text = '';
  for (let at = from + 1; at < line.length; at++) {
    const character = line[at]!;
    if (character === mark) return { text, end: at };
    if (character === '\\' && mark === '"' && (line[at + 1] === '"' || line[at + 1] === '\\')) text += line[++at]!;
    else text += character;
  }
  return null;
}
