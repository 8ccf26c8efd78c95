import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonFault } from '#document/json-fault.ts';

const seed = 20261123;

describe('the fault of a JSON text', () => {
  it.each([
    ['', 1, 1],
    ['{"a": 1,}', 1, 9],
    ['{"a" 1}', 1, 6],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ['[1, 2', 1, 6],
    ['[1 2]', 1, 4],
    ['[,]', 1, 2],
    ['{"a": tru}', 1, 7],
    ['[01]', 1, 3],
    ['{} {}', 1, 4],
    ['"a\nb"', 1, 1],
    ["{'a': 1}", 1, 2],
    ['[1]]', 1, 4],
    ['{"a": 1]', 1, 8],
  ])('of %j stands in line %i, column %i', (text, line, column) => {
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(jsonFault(text)).toEqual({ line, column });
  });

  it(`is found nowhere but at the end where JSON.parse finds none (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('', ' ', '\n'), (text, end) => {
        expect(jsonFault(text + end).column).toBe((text + end).length - (text + end).lastIndexOf('\n'));
      }),
      { seed },
    );
  });

  it(`lies inside every text cut short (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, at) => {
        const whole = `[${text}]`;
        const cut = whole.slice(0, at % whole.length);
        expect(jsonFault(cut).column).toBeLessThanOrEqual(cut.length + 1);
      }),
      { seed },
    );
  });
});
