import { describe, expect, it } from 'vitest';
import { layInRows, phasesOf } from '#renderer/timeline/lanes.ts';

describe('stretches in a lane', () => {
  it('never cover each other, and take the first row in which they fit', () => {
    const { laid, rows } = layInRows(
      [
        { left: 0, right: 0.5 },
        { left: 0.1, right: 0.3 },
        { left: 0.4, right: 0.8 },
        { left: 0.6, right: 0.9 },
      ],
      3,
      0.01,
    );
    expect(laid.map(({ row }) => row)).toEqual([0, 1, 1, 0]);
    expect(rows).toBe(2);
  });

  it('that find no row are left out and counted', () => {
    const whole = { left: 0, right: 1 };
    expect(layInRows([whole, whole, whole], 2, 0.01)).toMatchObject({ laid: [{ row: 0 }, { row: 1 }], left: 1 });
  });

  it('keep a least width, and are cut where they are out of sight', () => {
    const { laid } = layInRows(
      [
        { left: -2, right: 0.1 },
        { left: 0.5, right: 0.5 },
        { left: 0.7, right: 9 },
      ],
      1,
      0.02,
    );
    expect(laid.map(({ left, width }) => [left, Math.round(width * 100) / 100])).toEqual([
      [0, 0.1],
      [0.5, 0.02],
      [0.7, 0.3],
    ]);
  });

  it('that lie outside take no room', () => {
    expect(
      layInRows(
        [
          { left: -1, right: -0.5 },
          { left: 1.5, right: 2 },
        ],
        1,
        0.01,
      ),
    ).toEqual({ laid: [], rows: 0, left: 0 });
  });
});

describe('the phases of a connection', () => {
  const at = (time: number, end: 'client' | 'server', state: string) => ({ time, end, state });

  it('are opening, established, closing and TIME-WAIT, each from its first moment on', () => {
    const phases = phasesOf([
      at(0, 'client', 'SYN-SENT'),
      at(2, 'server', 'SYN-RECEIVED'),
      at(4, 'client', 'ESTABLISHED'),
      at(6, 'server', 'ESTABLISHED'),
      at(10, 'client', 'FIN-WAIT-1'),
      at(12, 'server', 'CLOSE-WAIT'),
      at(12, 'server', 'LAST-ACK'),
      at(14, 'client', 'TIME-WAIT'),
      at(16, 'server', 'CLOSED'),
      at(99, 'client', 'CLOSED'),
    ]);
    expect(phases).toEqual([
      { time: 0, phase: 'opening' },
      { time: 4, phase: 'open' },
      { time: 10, phase: 'closing' },
      { time: 16, phase: 'waiting' },
    ]);
  });

  it('of one that was refused are only opening', () => {
    expect(phasesOf([at(0, 'client', 'SYN-SENT'), at(3, 'client', 'CLOSED')])).toEqual([{ time: 0, phase: 'opening' }]);
  });
});
