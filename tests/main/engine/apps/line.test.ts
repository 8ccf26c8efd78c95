import { describe, expect, it } from 'vitest';
import { parseLine } from '#engine/apps/line.ts';

const words = (line: string) => {
  const read = parseLine(line);
  return 'misuse' in read ? read.misuse : read.map((one) => one.words);
};

describe('a line of commands', () => {
  it.each([
    ['ping  10.0.0.1 ', [['ping', '10.0.0.1']]],
    [`say 'a b' "c \\"d\\"" e\\ f ""`, [['say', 'a b', 'c "d"', 'e f', '']]],
    [`say one'two'"three"`, [['say', 'onetwothree']]],
    ['a; b && c || d & e', [['a'], ['b'], ['c'], ['d'], ['e']]],
    ['a # b', [['a']]],
    ['a;', [['a']]],
    ['curl http://h/?a#b', [['curl', 'http://h/?a#b']]],
    ['', []],
    ['# nothing', []],
  ])('reads %j', (line, expected) => expect(words(line)).toEqual(expected));

  it.each([
    ['say "a', 'the quotation mark " is not closed'],
    ['a &&', 'unexpected end of line'],
    ['&& a', 'unexpected ‘&&’'],
    ['a | | b', 'unexpected ‘|’'],
    ['a |', 'unexpected end of line'],
    ['a ; ; b', 'unexpected ‘;’'],
  ])('refuses %j', (line, misuse) => expect(words(line)).toBe(misuse));

  it('keeps the text a command is given to read', () => {
    expect(parseLine("nc -N host 7 <<< 'two words' | wc; a")).toEqual([
      { words: ['nc', '-N', 'host', '7'], filters: [['wc']], input: 'two words', next: ';' },
      { words: ['a'], filters: [], next: null },
    ]);
    expect(words('a <<<')).toBe('unexpected end of line');
    expect(words('a <<< ; b')).toBe('unexpected ‘;’');
    expect(words('<<< a')).toBe('unexpected ‘<<<’');
  });

  it('keeps filters with their command, and how the next is reached', () => {
    expect(parseLine('netstat -an | grep LISTEN | wc -l && echo yes')).toEqual([
      {
        words: ['netstat', '-an'],
        filters: [
          ['grep', 'LISTEN'],
          ['wc', '-l'],
        ],
        next: '&&',
      },
      { words: ['echo', 'yes'], filters: [], next: null },
    ]);
  });
});
