import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFilter } from '#engine/wire/filter/filter.ts';
import { FILTER_FAULTS } from '#engine/wire/filter/faults.ts';
import { FILTER_FIELDS } from '#engine/wire/filter/fields.ts';
import { LONGEST_FILTER } from '#engine/wire/filter/words.ts';

const seed = 20261121;

/** The fault of a text as the characters it points at. */
function fault(text: string): [name: string, pointed: string, parameters: object] {
  const compiled = compileFilter(text);
  if ('filter' in compiled) throw new Error(`${text} is a filter`);
  const { name, at, length, parameters } = compiled.fault;
  return [name, text.slice(at, at + length), parameters];
}

/** One text for each fault: a test below says that none is left out. */
const EXAMPLES: readonly [text: string, name: string, pointed: string][] = [
  ['ip.srcc == 10.0.0.1', 'filter.unknown-field', 'ip.srcc'],
  ['tcp.flags.syn == 1 && ip.dts == 10.0.0.2', 'filter.unknown-field', 'ip.dts'],
  ['ip.src == 10.0.0', 'filter.wrong-type', '10.0.0'],
  ['ip.src == 10.0.0.0/33', 'filter.wrong-type', '10.0.0.0/33'],
  ['tcp.port == http', 'filter.wrong-type', 'http'],
  ['tcp.port == 70000', 'filter.out-of-range', '70000'],
  ['arp.opcode == requst', 'filter.unknown-value', 'requst'],
  ['hop.kind == frame.droped', 'filter.unknown-value', 'frame.droped'],
  ['tcp.flags.syn ==', 'filter.unexpected-end', ''],
  ['', 'filter.unexpected-end', ''],
  ['   ', 'filter.unexpected-end', ''],
  ['tcp and', 'filter.unexpected-end', ''],
  ['tcp udp', 'filter.unexpected', 'udp'],
  ['tcp == == 2', 'filter.unexpected', '=='],
  ['(tcp', 'filter.unclosed', '('],
  ['tcp)', 'filter.unexpected', ')'],
  ['tcp.port in {80', 'filter.unclosed', '{'],
  ['tcp.port in 80', 'filter.unexpected', '80'],
  ['ip.src = 10.0.0.1', 'filter.unexpected-character', '='],
  ['tcp ; udp', 'filter.unexpected-character', ';'],
  ['tcp 😀', 'filter.unexpected-character', '😀'],
  ['hop.device == "pc', 'filter.unclosed-text', '"pc'],
  ['tcp.port contains 8', 'filter.wrong-operator', 'contains'],
  ['ip.ttl[0:1] == 40', 'filter.wrong-operator', '[0:1]'],
  ['eth.src[a] == 40', 'filter.bad-slice', '[a]'],
  ['eth.src[] == 40', 'filter.bad-slice', '[]'],
  ['eth.src[3-1] == 40', 'filter.bad-slice', '[3-1]'],
  ['tcp.port in {90..80}', 'filter.reversed-range', '90..80'],
  ['80 == 80', 'filter.no-field', '80'],
  ['"tcp"', 'filter.no-field', '"tcp"'],
  ['ip.src == tcp.port', 'filter.not-comparable', 'tcp.port'],
  ['(' + 'x'.repeat(LONGEST_FILTER), 'filter.too-long', 'x'],
  ['('.repeat(200), 'filter.too-deep', '('],
];

describe('A text that is no filter', () => {
  it.each(EXAMPLES)('%s: %s at “%s”', (text, name, pointed) => {
    expect(fault(text).slice(0, 2)).toEqual([name, pointed]);
  });

  it('has an example for every fault there is', () => {
    expect([...new Set(EXAMPLES.map(([, name]) => name))].sort()).toEqual([...FILTER_FAULTS].sort());
  });

  it('is told what was probably meant', () => {
    expect(fault('ip.dts == 10.0.0.2')[2]).toMatchObject({ suggestion: 'ip.dst' });
    expect(fault('tcp.flag.syn == 1')[2]).toMatchObject({ suggestion: 'tcp.flags.syn' });
    expect(fault('dhpc')[2]).toMatchObject({ suggestion: 'dhcp' });
    expect(fault('device == pc1')[2]).toMatchObject({ suggestion: 'hop.device' });
    expect(fault('zzzzzzzzzzzz')[2]).toMatchObject({ suggestion: '' });
    expect(fault('hop.reason == noroute')[2]).toMatchObject({ suggestion: 'no-route' });
    expect(fault('ip.src = 1')[2]).toMatchObject({ found: '=', suggestion: '==' });
  });

  const pieces = fc.constantFrom(
    ...[...FILTER_FIELDS.keys()],
    ...[
      '==',
      '!=',
      '&&',
      'or',
      'not',
      '(',
      ')',
      '{',
      '}',
      'in',
      '..',
      ',',
      '[0:3]',
      '[',
      ']',
      '"',
      '\\',
      '&',
      '1',
      '0x10',
    ],
    ...['10.0.0.1', '10.0.0.0/8', '00:11:22:33:44:55', 'frame.sent', '"a"', '1.5s', 'contains', '한글', '\u{1F600}'],
  );

  it(`is never more than a fault within the text, whatever it is (seed ${seed})`, () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(pieces, { maxLength: 12 }).map((words) => words.join(' ')),
      fc.array(pieces, { maxLength: 8 }).map((words) => words.join('')),
    );
    fc.assert(
      fc.property(text, (written) => {
        const compiled = compileFilter(written);
        if ('filter' in compiled) {
          expect(typeof compiled.filter.matches({ frame: null, fact: () => null })).toBe('boolean');
          return;
        }
        const { at, length, name } = compiled.fault;
        expect(FILTER_FAULTS).toContain(name);
        expect(at).toBeGreaterThanOrEqual(0);
        expect(length).toBeGreaterThanOrEqual(1);
        expect(at === written.length ? length : at + length - written.length).toBeLessThanOrEqual(1);
      }),
      { seed, numRuns: 3000 },
    );
  });
});
