import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFilter } from '#engine/wire/filter/filter.ts';
import { completeFilter, quoted, type KnownValues } from '#engine/wire/filter/completion.ts';

const seed = 20261123;

const known: KnownValues = ({ name }) => (name === 'hop.device' ? ['PC 1', 'pc2', '스위치'] : []);

/** Suggestions at the `|` of a text, and the characters they would replace. */
function at(text: string): { offered: string[]; replaces: string } {
  const caret = text.indexOf('|');
  const whole = text.replace('|', '');
  const { from, to, suggestions } = completeFilter(whole, caret, known);
  return { offered: suggestions.map(({ insert }) => insert), replaces: whole.slice(from, to) };
}

describe('Completing a filter', () => {
  it('begins with what is asked most', () => {
    expect(at('|').offered.slice(0, 3)).toEqual(['ip.addr', 'tcp.port', 'tcp.flags.syn']);
    expect(at('tcp && |').offered[0]).toBe('ip.addr');
    expect(at('!(|').offered[0]).toBe('ip.addr');
  });

  it('offers the fields whose name begins so, then those that have it within', () => {
    expect(at('ip.d|').offered.slice(0, 2)).toEqual(['ip.dst', 'ip.dsfield']);
    expect(at('tcp && syn|').offered).toContain('tcp.flags.syn');
    expect(at('tcp && ip.d|').replaces).toBe('ip.d');
    expect(at('ip.|dst == 1').replaces).toBe('ip.dst');
  });

  it('offers operators that fit the field, and the words that join', () => {
    expect(at('tcp.flags.syn |').offered).toEqual(['==', '!=', '&&', '||']);
    expect(at('hop.kind |').offered).toContain('contains');
    expect(at('tcp |').offered).toEqual(['contains', '&&', '||']);
    expect(at('tcp.port in |').offered).toEqual(['{']);
    expect(at('tcp.port == 80 |').offered).toEqual(['&&', '||']);
    expect(at('tcp.port in {80 |').offered).toEqual([',', '}']);
  });

  it('offers values: flags, names of numbers, kinds, reasons, and what the caller knows', () => {
    expect(at('tcp.flags.syn == |').offered).toEqual(['1', '0']);
    expect(at('arp.opcode == re|').offered).toEqual(['request', 'reply']);
    expect(at('icmp.type == |').offered).toContain('"Echo (ping) request"');
    expect(at('hop.kind == frame.dr|').offered).toEqual(['frame.dropped']);
    expect(at('hop.reason in {no-r|').offered).toContain('no-route');
    expect(at('hop.device == |').offered).toEqual(['"PC 1"', 'pc2', '스위치']);
    expect(at('hop.device == "PC |').offered).toEqual(['"PC 1"']);
    expect(at('hop.device == "PC|').replaces).toBe('"PC');
    expect(at('hop.device == "P|C" && tcp').replaces).toBe('"PC"');
  });

  it('offers nothing behind what is wrong', () => {
    expect(at('ip.src = |').offered).toEqual([]);
  });

  it('puts a value in quotes where it would be read as something else', () => {
    expect(['pc1', 'PC 1', 'and', 'a"b', '', 'x..y', '10.0.0.1'].map(quoted)).toEqual([
      'pc1',
      '"PC 1"',
      '"and"',
      '"a\\"b"',
      '""',
      '"x..y"',
      '10.0.0.1',
    ]);
  });

  it(`suggests only what can stand there, at any caret of any text (seed ${seed})`, () => {
    const pieces = fc.constantFrom(
      'tcp',
      'ip.addr',
      'hop.device',
      '==',
      '!=',
      '&&',
      'in',
      '{',
      '}',
      '(',
      '"',
      '"a b"',
      'arp.opcode',
      ' ',
      ',',
      '..',
      '[',
      '=',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 10 }), fc.nat(60), (words, caret) => {
        const text = words.join(' ');
        const { from, to, suggestions } = completeFilter(text, caret, known);
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeGreaterThanOrEqual(from);
        expect(to).toBeLessThanOrEqual(text.length);
        for (const { insert, kind } of suggestions.slice(0, 5)) {
          // As far as the suggestion itself nothing is wrong: only more may be missing.
          const compiled = compileFilter(text.slice(0, from) + insert);
          if ('filter' in compiled || kind === 'operator') continue;
          const { name, at: wrong } = compiled.fault;
          const later = ['filter.unexpected-end', 'filter.unclosed'].includes(name) || wrong < from;
          expect(`${text.slice(0, from)}${insert}: ${later ? 'fine' : name}`).toContain('fine');
        }
      }),
      { seed, numRuns: 2000 },
    );
  });
});
