import { describe, expect, it } from 'vitest';
import { rowGrid, rowHeight } from '#renderer/events/columns.ts';
import { COLUMNS, type Column } from '#renderer/stores/eventColumns.ts';

const USUAL = new Set<Column>(['number', 'time', 'device', 'event', 'packet']);

describe('the columns of the event list', () => {
  it('stand in their order, the sentence and the packet taking what is left', () => {
    const grid = rowGrid(USUAL, 1200);
    expect(grid).toMatchObject({ twoLines: false, signOnly: false });
    expect(grid.places).toEqual({ number: 1, time: 2, device: 3, event: 4, packet: 5 });
    expect(grid.template).toBe('44px 128px 84px minmax(200px, 2fr) minmax(0, 1fr)');
  });

  it('have the device under the time where the panel is narrow, and only the sign of a packet', () => {
    const grid = rowGrid(USUAL, 680);
    expect(grid).toMatchObject({ twoLines: true, signOnly: true });
    expect(grid.places).toEqual({ number: 1, time: 2, device: 2, event: 3, packet: 4 });
  });

  it('have the device in a column of its own where there is no time above it', () => {
    expect(rowGrid(new Set<Column>(['device', 'event']), 680).places).toEqual({ device: 1, event: 2 });
  });

  it('leave the sentence in a very narrow panel', () => {
    expect(Object.keys(rowGrid(USUAL, 400).places).sort()).toEqual(['device', 'event', 'time']);
  });

  it('never take the sentence’s room: a panel too narrow for all is scrolled sideways', () => {
    const all = new Set<Column>(COLUMNS);
    expect(rowGrid(all, 680).least).toBeGreaterThan(680);
    expect(rowGrid(USUAL, 680).least).toBeLessThan(680);
    expect(rowGrid(all, 680).template).toContain('minmax(180px');
  });

  it('fit without scrolling into the narrowest panel of a small window with a large interface', () => {
    expect(rowGrid(USUAL, 339).least).toBeLessThan(339);
  });

  it('stand closer where the person likes it compact, on one line and on two', () => {
    for (const twoLines of [false, true])
      expect(rowHeight('compact', twoLines)).toBeLessThan(rowHeight('comfortable', twoLines));
  });
});
