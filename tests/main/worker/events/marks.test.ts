import { describe, expect, it } from 'vitest';
import { Marks } from '#worker/events/marks.ts';
import { traceOf, write } from '#support/trace-of.ts';

const trace = () =>
  traceOf(['frame.sent', 1, 'a'], ['frame.dropped', 2, 'b', { reason: 'no-route' }], ['frame.sent', 3, 'b']);
const drawing = () => ({ records: new Map(), names: (id: string) => (id === 'a' ? ['Anna'] : []) });

describe('marks', () => {
  it('name for each fact the first filter that it passes', () => {
    const marks = new Marks(trace(), drawing());
    const filters = ['hop.kind == frame.dropped', 'hop.device == b', ' ', 'hop.device == Anna'];
    expect(marks.of([1, 2, 3], filters)).toEqual([4, 1, 2]);
    expect(marks.of([3, 3, 1], filters.slice(0, 1))).toEqual([0, 0, 0]);
    expect(marks.of([], filters)).toEqual([]);
  });

  it('follow a device that is called otherwise', () => {
    const names = { ...drawing() };
    const marks = new Marks(trace(), names);
    expect(marks.of([3], ['hop.device == Berta'])).toEqual([0]);
    names.records = new Map();
    names.names = () => ['Berta'];
    expect(marks.of([3], ['hop.device == Berta'])).toEqual([1]);
  });

  it('of a future that was cut off are not remembered', () => {
    const one = trace();
    const marks = new Marks(one, drawing());
    expect(marks.of([3], ['hop.device == b'])).toEqual([1]);
    marks.cut();
    one.cut(2, 0);
    write(one, ['frame.sent', 3, 'a']);
    expect(marks.of([3], ['hop.device == b'])).toEqual([0]);
  });

  it('cannot be asked by a text that is no filter', () => {
    expect(() => new Marks(trace(), drawing()).of([1], ['nonsense'])).toThrow(
      expect.objectContaining({ name: 'filter.wrong' }),
    );
  });
});
