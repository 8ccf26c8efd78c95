import { describe, expect, it } from 'vitest';
import { EMPTY_LINE, keysOf, press, textOf, type Line } from '#renderer/terminal/lineEditor.ts';

/** A line after some keys, with `|` where the cursor stands, and what was asked for last. */
function typed(data: string, from: Line = EMPTY_LINE) {
  let line = from;
  let asked: string | null = null;
  for (const key of keysOf(data)) {
    const outcome = press(line, key);
    line = outcome.line;
    asked = outcome.asked;
  }
  const shown = `${line.characters.slice(0, line.cursor).join('')}|${line.characters.slice(line.cursor).join('')}`;
  return asked === null ? shown : `${shown} ${asked}`;
}

const ESC = '\u001b';

describe('the line being typed', () => {
  it.each([
    ['letters', 'abc', 'abc|'],
    ['Hangul and emoji, each one character', `안녕🙂${ESC}[D${ESC}[D`, '안|녕🙂'],
    ['backspace', 'abc\u007f', 'ab|'],
    ['backspace at the beginning', '\u007f', '|'],
    ['left, right and insertion', `ac${ESC}[Db${ESC}[Cd`, 'abcd|'],
    ['delete under the cursor', `abc${ESC}[D${ESC}[3~`, 'ab|'],
    ['delete by Ctrl+D while something is typed', `abc${ESC}[D\u0004`, 'ab|'],
    ['home and end', `bc${ESC}[Ha${ESC}[Fd`, 'abcd|'],
    ['Ctrl+A and Ctrl+E', 'bc\u0001a\u0005d', 'abcd|'],
    ['Ctrl+U', `ab cd${ESC}[D\u0015`, '|d'],
    ['Ctrl+K', `ab cd${ESC}[D\u000b`, 'ab c|'],
    ['Ctrl+W', 'ping  10.0.0.1\u0017', 'ping  |'],
    ['Ctrl+W after a blank', 'ping \u0017', '|'],
    ['Ctrl and an arrow: by words', `one two${ESC}[1;5D${ESC}[1;5Dx`, 'x|one two'],
    ['keys that mean nothing', `a${ESC}[15~${ESC}x\u0007b`, 'ab|'],
    ['a Tab, which completes', 'ab\t', 'ab| complete'],
    ['Enter', 'ab\r', 'ab| enter'],
    ['Ctrl+C', 'ab\u0003', 'ab| interrupt'],
    ['Ctrl+D on an empty line', '\u0004', '| end'],
    ['arrow up', `${ESC}[A`, '| older'],
    ['arrow down', `${ESC}[B`, '| newer'],
    ['Ctrl+L', '\u000c', '| clear'],
  ])('takes %s', (_, data, expected) => expect(typed(data)).toBe(expected));

  it('is typed line by line when lines are pasted, whatever ends them', () => {
    expect(keysOf('a\r\nb\r')).toEqual(['a', '\r', 'b', '\r']);
    expect(textOf(press(EMPTY_LINE, 'x').line)).toBe('x');
  });
});
