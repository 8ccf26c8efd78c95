import { describe, expect, it } from 'vitest';
import type { DocumentRecord } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { Drawing } from '#worker/drawing.ts';

const { records } = starterDocument();
const record = (id: string): DocumentRecord => records.find((one) => one.id === id)!;
const renamed = (id: string, name: string) => ({ ...record(id), name }) as DocumentRecord;

/** Applies a change, and returns ids put in place and taken away in the world. */
function tell(drawing: Drawing, put: unknown[], remove: string[], cursor: number) {
  const answer = drawing.change({ put, remove }, cursor);
  if ('problems' in answer) throw new Error(answer.problems[0]!.name);
  const { change } = answer;
  if (change !== null) drawing.forgetFuture(cursor);
  answer.told();
  if (change === null) return null;
  const named = [...change.devices, ...change.cables, ...change.programs].map((one) =>
    'name' in one ? `${one.id} ${one.name}` : one.id,
  );
  return { put: named.toSorted(), remove: change.remove.toSorted() };
}

describe('the drawing, as the world knows it', () => {
  it('passes a change on', () => {
    expect(tell(new Drawing(records), [renamed('pc1', 'ann')], [], 0)).toEqual({ put: ['pc1 ann'], remove: [] });
  });

  it('has nothing to say of notes', () => {
    const note = { type: 'note', id: 'n1', text: 'hello', x: 0, y: 0 };
    const drawing = new Drawing(records);
    expect(tell(drawing, [note], [], 0)).toBeNull();
    expect(tell(drawing, [], ['n1'], 0)).toBeNull();
  });

  it('brings along what the world at the cursor has not heard yet', () => {
    const drawing = new Drawing(records);
    tell(drawing, [renamed('pc1', 'ann')], [], 10);
    tell(drawing, [renamed('pc1', 'bob'), renamed('pc2', 'eve')], [], 20);
    tell(drawing, [], ['ping'], 30);
    // Back at fact 15 the world knows of ann only.
    expect(tell(drawing, [renamed('tcp-client', 'exchange')], [], 15)).toEqual({
      put: ['pc1 bob', 'pc2 eve', 'tcp-client exchange'],
      remove: ['ping'],
    });
    // That was a new future: now it knows.
    expect(tell(drawing, [renamed('tcp-client', 'again')], [], 16)).toEqual({ put: ['tcp-client again'], remove: [] });
  });

  it('takes away what the world has and the drawing has not, and says nothing of what neither has', () => {
    const drawing = new Drawing(records);
    const another = { ...record('ping'), id: 'another', name: 'another' };
    tell(drawing, [another], [], 10);
    tell(drawing, [], ['another', 'ping'], 20);
    expect(tell(drawing, [], [], 5)).toEqual({ put: [], remove: ['ping'] });
  });

  it('knows a change at the very cursor as told', () => {
    const drawing = new Drawing(records);
    tell(drawing, [renamed('pc1', 'ann')], [], 10);
    expect(tell(drawing, [], [], 11)).toBeNull();
    expect(tell(drawing, [], [], 10)).toEqual({ put: ['pc1 ann'], remove: [] });
  });

  it('forgets with a future what was drawn and taken back in it', () => {
    const drawing = new Drawing(records);
    const another = { ...record('ping'), id: 'another', name: 'another' };
    tell(drawing, [another], [], 10);
    tell(drawing, [], ['another'], 20);
    expect(tell(drawing, [], [], 5)).toBeNull();
    // Something else begins a new future at fact 5, which goes on to fact 15.
    drawing.forgetFuture(5);
    expect(tell(drawing, [], [], 15)).toBeNull();
  });

  it('refuses a cable to a device that is not there, and stays as it was', () => {
    const drawing = new Drawing(records);
    const answer = drawing.change({ put: [], remove: ['pc1'] }, 0);
    expect('problems' in answer && answer.problems.length).toBeGreaterThan(0);
    expect(drawing.record('pc1')).toEqual(record('pc1'));
  });
});
