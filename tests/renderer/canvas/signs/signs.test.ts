import { describe, expect, it } from 'vitest';
import { badgesOf, shortCount, SIGNS } from '#renderer/canvas/signs/signs.ts';
import { i18n } from '#renderer/locales/index.ts';

const IDLE = {
  off: 0,
  arpPending: 0,
  conflicts: 0,
  listening: 0,
  connections: 0,
  closeWait: 0,
  timeWait: 0,
  processes: 0,
  storm: 0,
};

describe('the badges of a device', () => {
  it('are none where it is idle, unknown or switched off', () => {
    expect(badgesOf(undefined)).toEqual([]);
    expect(badgesOf(IDLE)).toEqual([]);
    expect(badgesOf({ ...IDLE, off: 1, processes: 2 })).toEqual([]);
  });

  it('have what is most pressing first', () => {
    const signs = badgesOf({ ...IDLE, processes: 2, storm: 4000, arpPending: 1 }).map(({ sign }) => sign);
    expect(signs).toEqual(['storm', 'arpPending', 'processes']);
    const wrong = badgesOf({ ...IDLE, processes: 1, listening: 1, closeWait: 3, conflicts: 1 }).map(({ sign }) => sign);
    expect(wrong).toEqual(['conflicts', 'closeWait', 'listening', 'processes']);
  });

  it('have numbers of a few letters', () => {
    expect([1, 999, 1000, 1234, 12_345, 148_809, 1_488_095].map(shortCount)).toEqual([
      '1',
      '999',
      '1k',
      '1.2k',
      '12k',
      '149k',
      '1.5M',
    ]);
  });

  for (const locale of ['en', 'ko'] as const) {
    it(`are all explained in ${locale}`, () => {
      expect(SIGNS.filter((sign) => !i18n.global.te(`canvas.signs.${sign}`, locale))).toEqual([]);
    });
  }
});
