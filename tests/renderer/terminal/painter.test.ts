// @vitest-environment happy-dom
import { Terminal } from '@xterm/xterm';
import { describe, expect, it } from 'vitest';
import { EMPTY_LINE, lineOf } from '#renderer/terminal/lineEditor.ts';
import { Painter } from '#renderer/terminal/painter.ts';
import { endOf, widthOf } from '#renderer/terminal/width.ts';

const PROMPT = { text: 'pc1$ ', isPrompt: true };
const printed = (text: string) => ({ prompt: null, text });

/** A real emulator, twenty cells wide, and the rows it shows with the place of its cursor. */
function screen() {
  const emulator = new Terminal({ cols: 20, rows: 10, allowProposedApi: true });
  const painter = new Painter(emulator);
  return {
    painter,
    async shown() {
      await new Promise<void>((done) => emulator.write('', done));
      const { active } = emulator.buffer;
      const rows = Array.from({ length: active.length }, (_, at) => active.getLine(at)!.translateToString(true));
      while (rows.at(-1) === '') rows.pop();
      return { rows, cursor: [active.baseY + active.cursorY, active.cursorX] };
    },
  };
}

describe('the screen of a terminal', () => {
  it('shows lines, and the line being typed below them', async () => {
    const { painter, shown } = screen();
    painter.repaint([{ prompt: 'pc1$ ', text: 'echo a' }, printed('a')], PROMPT, lineOf('ls'));
    expect(await shown()).toEqual({ rows: ['pc1$ echo a', 'a', 'pc1$ ls'], cursor: [2, 7] });
  });

  it('puts new lines above the line being typed, which stays as it is', async () => {
    const { painter, shown } = screen();
    painter.repaint([], PROMPT, lineOf('abc'));
    painter.append([printed('one'), printed('two')], PROMPT, { characters: [...'abc'], cursor: 1 });
    expect(await shown()).toEqual({ rows: ['one', 'two', 'pc1$ abc'], cursor: [2, 6] });
  });

  it.each([15, 16, 34, 35, 36])('keeps a line of %i characters over several rows in one piece', async (length) => {
    const { painter, shown } = screen();
    const line = lineOf('x'.repeat(length));
    painter.repaint([printed('above')], PROMPT, EMPTY_LINE);
    for (let at = 0; at <= length; at++) painter.append([], PROMPT, { ...line, cursor: at });
    for (let at = length; at >= 0; at -= 3) painter.append([], PROMPT, { ...line, cursor: at });
    painter.append([printed('more')], PROMPT, line);
    const { rows, cursor } = await shown();
    expect(rows.slice(0, 2)).toEqual(['above', 'more']);
    expect(rows.slice(2).join('')).toBe(`pc1$ ${line.characters.join('')}`);
    expect(cursor).toEqual([2 + Math.floor((length + 5) / 20), (length + 5) % 20]);
  });

  it('gives wide characters two cells and never cuts one', async () => {
    const { painter, shown } = screen();
    painter.repaint([], { text: '호스트$ ', isPrompt: true }, lineOf('가나다라마바사'));
    painter.append([printed('위')], { text: '호스트$ ', isPrompt: true }, lineOf('가나다라마바'));
    expect(await shown()).toEqual({ rows: ['위', '호스트$ 가나다라마바'], cursor: [2, 0] });
    expect([widthOf('가a'), endOf('가'.repeat(3), 5)]).toEqual([3, { row: 1, column: 2 }]);
  });

  it('shows the beginning of a line that a program goes on writing, and no control characters of its own', async () => {
    const { painter, shown } = screen();
    painter.repaint([printed('a\u001b[2Jb\tc')], { text: ' 1  ', isPrompt: false }, EMPTY_LINE);
    painter.append([], { text: ' 1  0.1 ms', isPrompt: false }, EMPTY_LINE);
    expect(await shown()).toEqual({ rows: ['a[2Jb        c', ' 1  0.1 ms'], cursor: [1, 10] });
  });
});
