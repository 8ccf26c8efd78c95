import { describe, expect, it } from 'vitest';
import { TCP_STATES } from '#contract/shapes.ts';
import type { Transition } from '#contract/conversation.ts';
import { BOX, EDGES, MAP, STATE_PLACES, stateAt, takenOf } from '#renderer/conversations/stateMap.ts';

const step = (seq: number, from: string, to: string): Transition => ({
  ...{ seq, time: seq, from, to, clause: '', cause: null },
});
const opening = [
  step(1, 'CLOSED', 'SYN-SENT'),
  step(5, 'SYN-SENT', 'ESTABLISHED'),
  step(9, 'ESTABLISHED', 'FIN-WAIT-1'),
];

describe('the map of states', () => {
  it('has a place for each of the eleven, apart from each other and within the figure', () => {
    expect(Object.keys(STATE_PLACES).toSorted()).toEqual([...TCP_STATES].toSorted());
    const places = Object.values(STATE_PLACES);
    for (const [index, one] of places.entries()) {
      expect(one.x + BOX.width / 2).toBeLessThan(MAP.width);
      expect(one.y + BOX.height / 2).toBeLessThan(MAP.height);
      for (const other of places.slice(index + 1)) {
        expect(Math.abs(one.x - other.x) > BOX.width || Math.abs(one.y - other.y) > BOX.height).toBe(true);
      }
    }
  });

  it('has every transition of figure 5 once, from box to box', () => {
    const names = EDGES.map(({ from, to }) => `${from} ${to}`);
    expect(new Set(names).size).toBe(EDGES.length);
    const near = ({ x, y }: { x: number; y: number }, at: { x: number; y: number }): boolean =>
      Math.abs(x - at.x) <= BOX.width / 2 && Math.abs(y - at.y) <= BOX.height / 2;
    for (const { from, to, path } of EDGES) {
      let at = { x: NaN, y: NaN };
      const points = [...path.matchAll(/([MHV])(-?[\d.]+)(?: (-?[\d.]+))?/g)].map(([, letter, one, other]) => {
        if (letter === 'M') at = { x: Number(one), y: Number(other) };
        else at = letter === 'H' ? { ...at, x: Number(one) } : { ...at, y: Number(one) };
        return at;
      });
      expect(near(points[0]!, STATE_PLACES[from]), `${from} to ${to} begins at its box`).toBe(true);
      expect(near(points.at(-1)!, STATE_PLACES[to]), `${from} to ${to} ends at its box`).toBe(true);
    }
  });
});

describe('the way an end took', () => {
  it('is marked with the numbers of its steps; what lies behind the cursor is ahead', () => {
    const taken = takenOf(opening, 5).filter(({ steps }) => steps.length > 0);
    expect(
      taken.map(({ edge, steps }) => [edge.to, ...steps.map(({ number, ahead }) => `${number} ${ahead}`)]),
    ).toEqual([
      ['SYN-SENT', '1 false'],
      ['ESTABLISHED', '2 false'],
      ['FIN-WAIT-1', '3 true'],
    ]);
  });

  it('has a line of its own where the figure has none: a reset', () => {
    const taken = takenOf([...opening, step(12, 'FIN-WAIT-1', 'CLOSED')], 20);
    expect(taken).toHaveLength(EDGES.length + 1);
    expect(taken.at(-1)!.edge).toMatchObject({ from: 'FIN-WAIT-1', to: 'CLOSED', event: '' });
  });

  it('leads to the state at the cursor', () => {
    expect(stateAt(opening, 0)).toBe('CLOSED');
    expect(stateAt(opening, 5)).toBe('ESTABLISHED');
    expect(stateAt([], 5)).toBe('');
  });
});
