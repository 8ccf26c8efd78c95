import { describe, expect, it } from 'vitest';
import type { DocumentRecord } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { Drawing } from '#worker/drawing/drawing.ts';
import { Told } from '#worker/drawing/told.ts';

const { records } = starterDocument();
const record = (id: string): DocumentRecord => records.find((one) => one.id === id)!;
const renamed = (id: string, name: string) => ({ ...record(id), name }) as DocumentRecord;

interface Drawn {
  drawing: Drawing;
  world: Told;
}

/** A drawing, and a world that was built from it. */
function drawn(): Drawn {
  const drawing = new Drawing(records);
  return { drawing, world: new Told(drawing.records) };
}

/** Applies a change, and returns ids put in place and taken away in the world. */
function tell({ drawing, world }: Drawn, put: unknown[], remove: string[], cursor: number) {
  const answer = drawing.change({ put, remove }, world, cursor);
  if ('problems' in answer) throw new Error(answer.problems[0]!.name);
  const { change } = answer;
  if (change !== null) world.forgetFuture(cursor);
  answer.told();
  if (change === null) return null;
  const named = [...change.devices, ...change.cables, ...change.programs].map((one) =>
    'name' in one ? `${one.id} ${one.name}` : one.id,
  );
  return { put: named.toSorted(), remove: change.remove.toSorted() };
}

describe('the drawing, as the world knows it', () => {
  it('passes a change on', () => {
    expect(tell(drawn(), [renamed('pc1', 'ann')], [], 0)).toEqual({ put: ['pc1 ann'], remove: [] });
  });

  it('has nothing to say of notes and bookmarks', () => {
    const note = { type: 'note', id: 'n1', text: 'hello', x: 0, y: 0 };
    const bookmark = { type: 'bookmark', id: 'b1', name: 'here', time: 5 };
    const drawing = drawn();
    expect(tell(drawing, [note, bookmark], [], 0)).toBeNull();
    expect(tell(drawing, [], ['n1', 'b1'], 0)).toBeNull();
  });

  it('brings along what the world at the cursor has not heard yet', () => {
    const drawing = drawn();
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
    const drawing = drawn();
    const another = { ...record('ping'), id: 'another', name: 'another' };
    tell(drawing, [another], [], 10);
    tell(drawing, [], ['another', 'ping'], 20);
    expect(tell(drawing, [], [], 5)).toEqual({ put: [], remove: ['ping'] });
  });

  it('knows a change at the very cursor as told', () => {
    const drawing = drawn();
    tell(drawing, [renamed('pc1', 'ann')], [], 10);
    expect(tell(drawing, [], [], 11)).toBeNull();
    expect(tell(drawing, [], [], 10)).toEqual({ put: ['pc1 ann'], remove: [] });
  });

  it('forgets with a future what was drawn and taken back in it', () => {
    const drawing = drawn();
    const another = { ...record('ping'), id: 'another', name: 'another' };
    tell(drawing, [another], [], 10);
    tell(drawing, [], ['another'], 20);
    expect(tell(drawing, [], [], 5)).toBeNull();
    // Something else begins a new future at fact 5, which goes on to fact 15.
    drawing.world.forgetFuture(5);
    expect(tell(drawing, [], [], 15)).toBeNull();
  });

  it('tells a world on another branch all that it has not heard, and each world once', () => {
    const here = drawn();
    tell(here, [renamed('pc1', 'ann')], [], 10);
    const there = { drawing: here.drawing, world: here.world.fork() };
    tell(here, [renamed('pc2', 'eve')], ['ping'], 20);
    expect(tell(there, [renamed('tcp-client', 'exchange')], [], 30)).toEqual({
      put: ['pc2 eve', 'tcp-client exchange'],
      remove: ['ping'],
    });
    expect(tell(here, [], [], 40)).toEqual({ put: ['tcp-client exchange'], remove: [] });
    expect(tell(here, [], [], 50)).toBeNull();
    expect(tell(there, [], [], 31)).toBeNull();
    // Back before they parted, each lacks everything since.
    expect(tell(there, [], [], 5)).toEqual({ put: ['pc1 ann', 'pc2 eve', 'tcp-client exchange'], remove: ['ping'] });
  });

  it('says nothing to a world that knows a record as it is again', () => {
    const here = drawn();
    const there = { drawing: here.drawing, world: here.world.fork() };
    tell(here, [renamed('pc1', 'ann')], [], 10);
    tell(here, [{ ...record('pc1') }], [], 20);
    expect(tell(there, [], [], 0)).toBeNull();
  });

  it('refuses a cable to a device that is not there, and stays as it was', () => {
    const { drawing, world } = drawn();
    const answer = drawing.change({ put: [], remove: ['pc1'] }, world, 0);
    expect('problems' in answer && answer.problems.length).toBeGreaterThan(0);
    expect(drawing.record('pc1')).toEqual(record('pc1'));
  });
});
