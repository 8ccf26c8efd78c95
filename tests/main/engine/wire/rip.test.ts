import { describe, expect, it } from 'vitest';
import {
  asksForAll,
  emitRip,
  explainRip,
  parseRip,
  ripEntry,
  ripInfo,
  WHOLE_TABLE,
  type RipMessage,
} from '#engine/wire/rip.ts';

const ROUTES = [ripEntry(0x0a000100, 24, 1), ripEntry(0, 0, 16)];

describe('a RIP message', () => {
  it('stands in bytes where RFC 2453 has its fields', () => {
    const bytes = emitRip('response', [ripEntry(0x0a000100, 24, 3)]);
    expect([...bytes]).toEqual([2, 2, 0, 0, 0, 2, 0, 0, 10, 0, 1, 0, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 3]);
  });

  it('comes back as it was written', () => {
    expect(parseRip(emitRip('response', ROUTES))).toEqual({ command: 'response', version: 2, entries: ROUTES });
  });

  it('asks for the whole table with one entry of no family', () => {
    const asked = parseRip(emitRip('request', [WHOLE_TABLE])) as RipMessage;
    expect(asksForAll(asked)).toBe(true);
    expect(ripInfo(asked)).toBe('Request (whole table)');
    expect(asksForAll({ ...asked, entries: ROUTES })).toBe(false);
  });

  it('is refused by name when it means nothing', () => {
    const bytes = emitRip('response', ROUTES);
    expect(parseRip(bytes.subarray(0, 3))).toMatchObject({ fault: 'rip.truncated' });
    expect(parseRip(bytes.subarray(0, 30))).toMatchObject({ fault: 'rip.bad-length', at: 24 });
    expect(parseRip(Uint8Array.of(9, 2, 0, 0))).toMatchObject({ fault: 'rip.bad-command' });
    expect(parseRip(Uint8Array.of(2, 1, 0, 0))).toMatchObject({ fault: 'rip.bad-version', parameters: { found: 1 } });
  });

  it('is explained entry by entry and summed up in one line', () => {
    const bytes = emitRip('response', ROUTES);
    const { fields, fault } = explainRip(bytes, 0, bytes.length);
    expect(fault).toBeNull();
    expect(fields.slice(3).map(({ text }) => text)).toEqual(['10.0.1.0/24 metric 1', '0.0.0.0/0 metric 16']);
    expect(ripInfo(parseRip(bytes) as RipMessage)).toBe('Response 10.0.1.0/24=1, 0.0.0.0/0=16');
  });
});
