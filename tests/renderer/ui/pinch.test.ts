import { expect, it } from 'vitest';
import { closerBy } from '#renderer/ui/pinch.ts';

const turns = (deltas: readonly number[]): number =>
  deltas.reduce((zoom, deltaY) => zoom * closerBy({ deltaY, deltaMode: 0 }), 1);

it('looks as much closer as the fingers part, in however many turns it is told', () => {
  const twice = -100 * Math.log(2);
  expect(turns(Array.from({ length: 40 }, () => twice / 40))).toBeCloseTo(2);
  expect(turns(Array.from({ length: 7 }, () => twice / 7))).toBeCloseTo(2);
  expect(turns([-12.5, 3, 9.5])).toBeCloseTo(1);
});

it('makes no leap of a notch of a wheel, whichever way and in whatever unit it is told', () => {
  expect(closerBy({ deltaY: -120, deltaMode: 0 })).toBe(1.5);
  expect(closerBy({ deltaY: 120, deltaMode: 0 })).toBe(1 / 1.5);
  expect(closerBy({ deltaY: -3, deltaMode: 1 })).toBe(1.5);
});
