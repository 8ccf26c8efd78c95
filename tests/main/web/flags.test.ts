import { describe, expect, it } from 'vitest';
import { readFlags } from '#web/flags.ts';

describe('the flags of the web door', () => {
  it('have their defaults', () => {
    const none = {
      open: true,
      port: 0,
      renderer: null,
      printAddress: false,
      waitFirst: null,
      waitLast: null,
      file: null,
    };
    expect(readFlags([])).toEqual(none);
  });

  it('are read in any order, with their values after a blank or an equals sign', () => {
    const words = [
      '--port',
      '8080',
      'a.hop',
      '--no-open',
      '--renderer=out/r=1',
      '--print-address',
      '--wait-last=0.5',
      '--wait-first',
      'forever',
    ];
    expect(readFlags(words)).toEqual({
      open: false,
      port: 8080,
      renderer: 'out/r=1',
      printAddress: true,
      waitFirst: Infinity,
      waitLast: 500,
      file: 'a.hop',
    });
  });

  it.each([
    [['--fly'], 'there is no flag --fly'],
    [['--port'], '--port needs a value'],
    [['--port='], '--port needs a value'],
    [['--port', '70000'], '--port needs a number from 0 to 65535'],
    [['--port', 'forever'], '--port needs a number from 0 to 65535'],
    [['--wait-last', 'soon'], '--wait-last needs a number of seconds, or "forever"'],
    [['a.hop', 'b.hop'], 'only one project can be opened at a time'],
  ])('%o are refused: %s', (words, sentence) => {
    expect(readFlags(words)).toBe(sentence);
  });
});
