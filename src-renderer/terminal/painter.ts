import type { TerminalView } from '#contract/shapes.ts';
import { type Line, textOf } from './lineEditor.ts';
import { endOf } from './width.ts';

/** What of an emulator the painter uses. */
export interface Emulator {
  readonly cols: number;
  /** Takes what is written in order, each when what came before is done. */
  write(data: string): void;
}

/** What stands before the line being typed: a prompt, or what a program has written of a line that goes on. */
export interface Rest {
  text: string;
  isPrompt: boolean;
}

const PROMPT = '\u001b[1;32m';
const PLAIN = '\u001b[0m';
/** RIS (ECMA-48 8.3.105): as new, with nothing to scroll back to. */
const RESET = '\u001bc';
const ERASE_BELOW = '\u001b[J';

/**
 * Keeps an emulator showing a terminal's lines and, below them, the line being typed. What was written stays; only the
 * line being typed is written anew, wherever it begins.
 */
export class Painter {
  readonly #emulator: Emulator;
  /** Row of the emulator's cursor, counted from the first row of the line being typed. */
  #row = 0;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  /** Everything anew. */
  repaint(lines: TerminalView['lines'], rest: Rest, line: Line): void {
    this.#row = 0;
    this.#emulator.write(RESET + lines.map(lineText).join('') + this.#typed(rest, line));
  }

  /** More lines, and the line being typed below them. `rest` stands before it: a prompt, or the start of an output line. */
  append(lines: TerminalView['lines'], rest: Rest, line: Line): void {
    this.#emulator.write(this.#erase() + lines.map(lineText).join('') + this.#typed(rest, line));
  }

  #erase(): string {
    const up = this.#row > 0 ? `\u001b[${this.#row}A` : '';
    this.#row = 0;
    return `\r${up}${ERASE_BELOW}`;
  }

  #typed(rest: Rest, line: Line): string {
    const { cols } = this.#emulator;
    const text = textOf(line);
    const whole = endOf(printable(rest.text) + text, cols);
    const cursor = endOf(printable(rest.text) + line.characters.slice(0, line.cursor).join(''), cols);
    // At the right edge an emulator waits before it goes on below; a blank taken back makes it go.
    const edge = whole.column === 0 && whole.row > 0 ? ' \b\u001b[K' : '';
    const up = whole.row > cursor.row ? `\u001b[${whole.row - cursor.row}A` : '';
    this.#row = cursor.row;
    const coloured = rest.isPrompt ? `${PROMPT}${printable(rest.text)}${PLAIN}` : printable(rest.text);
    return `${coloured}${text}${edge}${up}\u001b[${cursor.column + 1}G`;
  }
}

function lineText({ prompt, text }: TerminalView['lines'][number]): string {
  const before = prompt === null || prompt === '' ? '' : `${PROMPT}${printable(prompt)}${PLAIN}`;
  return `${before}${printable(text)}\r\n`;
}

/** A text without control characters: what a program prints must not steer the emulator. Tabs are kept as blanks. */
function printable(text: string): string {
  return text.replaceAll('\t', '        ').replace(/\p{Cc}/gu, '');
}
