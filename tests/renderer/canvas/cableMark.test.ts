import { describe, expect, it } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import type { CableRecord, DeviceRecord } from '#document/records.ts';
import { cableMark, DASHES, PATTERNS } from '#renderer/canvas/cableMark.ts';
import { i18n } from '#renderer/locales/index.ts';
import { markWords } from '#renderer/canvas/markWords.ts';

const { records } = starterDocument();
const device = (id: string): DeviceRecord => records.find((record) => record.id === id) as DeviceRecord;
const plain = records.find((record): record is CableRecord => record.type === 'cable')!;
const [left, right] = [
  { ...device('pc1'), x: 0, y: 0 },
  { ...device('switch1'), x: 300, y: 20 },
];

function markOf(settings: Partial<CableRecord>, rules = 0, from: DeviceRecord = left, to: DeviceRecord = right) {
  return cableMark({ ...plain, ...settings }, from, to, { rules, words: markWords });
}

const both = (impairment: NonNullable<CableRecord['directions']>[0]): Partial<CableRecord> => ({
  directions: [impairment, impairment],
});

describe('the mark of a cable', () => {
  it('is nothing for a sound one', () => {
    expect(markOf({})).toEqual({ pattern: 'sound', impaired: false, lines: [] });
  });

  it('says a loss, and a delay with its spread, once where both directions are alike', () => {
    expect(markOf(both({ loss: 0.05, delay: 20e6, jitter: 3e6 })).lines).toEqual(['5 % loss, 20 ms ± 3']);
    expect(markOf(both({ delay: 1e6, jitter: 500e3 })).lines).toEqual(['1 ms ± 500 µs']);
  });

  it('points with an arrow into the direction that is worse, as the cable lies', () => {
    const one: Partial<CableRecord> = { directions: [{ loss: 0.5 }, {}] };
    expect(markOf(one).lines).toEqual(['→ 50 % loss']);
    expect(markOf(one, 0, right, left).lines).toEqual(['← 50 % loss']);
    expect(markOf(one, 0, left, { ...right, x: 10, y: 400 }).lines).toEqual(['↓ 50 % loss']);
    expect(markOf({ directions: [{}, { duplication: 0.1 }] }).lines).toEqual(['← 10 % twice']);
  });

  it('has another pattern for frames that are missing than for frames that come at other times', () => {
    expect(markOf(both({ loss: 0.1, jitter: 5 })).pattern).toBe('losing');
    expect(markOf(both({ drop: [3] })).pattern).toBe('losing');
    expect(markOf(both({ bitErrors: { per: 'bit', probability: 1e-6 } })).pattern).toBe('losing');
    expect(markOf(both({ reordering: { probability: 0.1, delay: 5 } })).pattern).toBe('unsteady');
    expect(markOf(both({ duplication: 0.1 })).pattern).toBe('unsteady');
    expect(new Set(PATTERNS.map((pattern) => DASHES[pattern].join())).size).toBe(PATTERNS.length);
  });

  it('says an unusual MTU, a delay that is felt, rules, and that only one may speak', () => {
    expect(markOf({ mtu: 600 })).toEqual({ pattern: 'sound', impaired: false, lines: ['MTU 600'] });
    expect(markOf({ delay: 2e6 }).lines).toEqual(['2 ms']);
    expect(markOf({}, 2)).toEqual({ pattern: 'ruled', impaired: true, lines: ['2 rules'] });
    expect(markOf({}, 1).lines).toEqual(['1 rule']);
    expect(markOf({}, 0, left, device('hub1'))).toEqual({ pattern: 'half', impaired: false, lines: ['half duplex'] });
    expect(markOf({}, 0, left, { ...device('hub1'), medium: 'ideal' }).lines).toEqual([]);
  });

  it('says nothing but that it is unplugged when it is', () => {
    expect(markOf({ ...both({ loss: 1 }), plugged: false }, 3).lines).toEqual(['unplugged']);
  });

  it('keeps to three lines', () => {
    const everything = { loss: 0.1, drop: [1, 2, 3, 4], damage: [7], jitter: 4, duplication: 0.1, bandwidth: 5000 };
    const { lines } = markOf({ directions: [everything, {}], mtu: 600 }, 4);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatch(/ …$/);
  });

  it('speaks Korean', () => {
    i18n.global.locale.value = 'ko';
    expect(markOf(both({ loss: 0.05 }), 1).lines).toEqual(['손실 5 %', '규칙 1개']);
    i18n.global.locale.value = 'en';
  });
});
