import { describe, expect, it } from 'vitest';
import { Reading } from '#renderer/terminal/reading.ts';

const lines = (count: number): string[] => Array.from({ length: count }, () => '');

describe('reading a terminal', () => {
  it('begins with everything, and goes on behind what it has', () => {
    const reading = new Reading();
    expect(reading.ask(10, 0)).toBe(0);
    expect(reading.take({ first: 0, cursor: 10, lines: lines(3) })).toBe('repaint');
    expect(reading.ask(12, 0)).toBe(3);
    expect(reading.take({ first: 3, cursor: 12, lines: lines(2) })).toBe('append');
    expect(reading.next).toBe(5);
  });

  it('reads everything anew when time went back, in another history, and when it is told to forget', () => {
    const reading = new Reading();
    reading.ask(10, 0);
    reading.take({ first: 0, cursor: 10, lines: lines(3) });
    expect(reading.ask(9, 0)).toBe(0);
    reading.take({ first: 0, cursor: 9, lines: lines(1) });
    expect(reading.ask(9, 1)).toBe(0);
    reading.take({ first: 0, cursor: 9, lines: lines(1) });
    reading.forget();
    expect(reading.ask(9, 1)).toBe(0);
  });

  it('asks again when time went back while the answer was on its way', () => {
    const reading = new Reading();
    reading.ask(10, 0);
    reading.take({ first: 0, cursor: 10, lines: lines(3) });
    expect(reading.ask(12, 0)).toBe(3);
    expect(reading.take({ first: 3, cursor: 2, lines: [] })).toBe('again');
    expect(reading.ask(2, 0)).toBe(0);
    expect(reading.take({ first: 0, cursor: 2, lines: [] })).toBe('repaint');
  });

  it('shows everything anew when lines between were forgotten', () => {
    const reading = new Reading();
    reading.ask(10, 0);
    reading.take({ first: 0, cursor: 10, lines: lines(3) });
    reading.ask(90, 0);
    expect(reading.take({ first: 7, cursor: 90, lines: lines(3) })).toBe('repaint');
  });
});
