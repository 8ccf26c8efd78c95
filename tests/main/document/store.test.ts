import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { doings, perform } from '#support/drawings.ts';
import { newCable, newDevice, newNote } from '#document/edits.ts';
import { readDocument } from '#document/read.ts';
import type { CableRecord, DeviceRecord, NoteRecord } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { DocumentStore, HISTORY_STEPS } from '#document/store.ts';
import { writeDocument } from '#document/write.ts';

const seed = 20261121;
const at = { x: 0, y: 0 };
const draw = (store: DocumentStore, kind: DeviceRecord['kind']): DeviceRecord => {
  const device = newDevice(kind, at, store.records);
  expect(store.change(`add ${kind}`, (draft) => draft.put(device))).toEqual([]);
  return device;
};
const put = (store: DocumentStore, record: NoteRecord) => store.change('note', (draft) => draft.put(record));

describe('undo and redo', () => {
  it(`are identity over any sequence of edits (seed ${seed})`, () => {
    fc.assert(
      fc.property(doings, (sequence) => {
        const store = new DocumentStore(starterDocument());
        const first = writeDocument(store.document());
        for (const doing of sequence) perform(store, doing);
        store.end();
        const last = writeDocument(store.document());
        while (store.canUndo !== null) store.undo();
        expect(writeDocument(store.document())).toBe(first);
        expect(store.unsaved).toBe(false);
        while (store.canRedo !== null) store.redo();
        expect(writeDocument(store.document())).toBe(last);
      }),
      { seed, numRuns: 200 },
    );
  });

  it(`pass through the same states in both directions (seed ${seed})`, () => {
    fc.assert(
      fc.property(doings, (sequence) => {
        const store = new DocumentStore(starterDocument());
        for (const doing of sequence) perform(store, doing);
        store.end();
        const down = [writeDocument(store.document())];
        while (store.undo() !== null) down.push(writeDocument(store.document()));
        const up = [writeDocument(store.document())];
        while (store.redo() !== null) up.push(writeDocument(store.document()));
        expect(up.reverse()).toEqual(down);
      }),
      { seed, numRuns: 50 },
    );
  });

  it('name the step they would take', () => {
    const store = new DocumentStore();
    expect([store.canUndo, store.canRedo]).toEqual([null, null]);
    draw(store, 'host');
    expect([store.canUndo, store.canRedo]).toEqual(['add host', null]);
    expect(store.undo()).toBe('add host');
    expect([store.canUndo, store.canRedo]).toEqual([null, 'add host']);
  });

  it('do nothing when there is nothing to do', () => {
    const store = new DocumentStore();
    expect([store.undo(), store.redo()]).toEqual([null, null]);
  });

  it('forget what was undone once something else is done', () => {
    const store = new DocumentStore();
    draw(store, 'host');
    store.undo();
    draw(store, 'hub');
    expect(store.canRedo).toBeNull();
  });

  it('forget the oldest steps when there are too many, and keep the document', () => {
    const store = new DocumentStore();
    for (let i = 0; i <= HISTORY_STEPS; i++) put(store, { ...newNote(`${i}`, at, new Map()), x: i });
    let steps = 0;
    while (store.undo() !== null) steps++;
    expect(steps).toBe(HISTORY_STEPS);
    expect(store.document().records).toMatchObject([{ text: '0' }]);
  });
});

describe('a drawing after any edits', () => {
  it(`can be written and read again as it is (seed ${seed})`, () => {
    fc.assert(
      fc.property(doings, (sequence) => {
        const store = new DocumentStore(starterDocument());
        for (const doing of sequence) perform(store, doing);
        const document = store.document();
        expect(readDocument(writeDocument(document))).toEqual({ document });
      }),
      { seed, numRuns: 200 },
    );
  });
});

describe('a change', () => {
  it('that leaves a cable without its device is refused whole', () => {
    const store = new DocumentStore(starterDocument());
    const before = writeDocument(store.document());
    const problems = store.change('remove', (draft) => {
      draft.remove('cable5');
      draft.remove('router1');
    });
    expect(problems.map(({ name }) => name)).toContain('unknown-device');
    expect(writeDocument(store.document())).toBe(before);
    expect(store.canUndo).toBeNull();
  });

  it('with an address that is none is refused with record and field', () => {
    const store = new DocumentStore(starterDocument());
    const pc1 = store.records.get('pc1') as DeviceRecord;
    const ports = [{ ...pc1.ports[0]!, address: '192.168.1.256' }];
    expect(store.change('address', (draft) => draft.put({ ...pc1, ports }))).toEqual([
      { name: 'bad-address', parameters: { record: 'pc1', field: 'ports[0].address', value: '192.168.1.256' } },
    ]);
  });

  it('that changes nothing is no step', () => {
    const store = new DocumentStore(starterDocument());
    const heard = vi.fn<Parameters<DocumentStore['listen']>[0]>();
    store.listen(heard);
    store.change('nothing', (draft) => draft.put({ ...store.records.get('pc1')! }));
    expect(store.canUndo).toBeNull();
    expect(heard).not.toHaveBeenCalled();
  });

  it('is told with its diff and its source', () => {
    const store = new DocumentStore();
    const heard = vi.fn<Parameters<DocumentStore['listen']>[0]>();
    const stop = store.listen(heard);
    const pc = draw(store, 'host');
    store.undo();
    store.redo();
    expect(
      heard.mock.calls.map(([diff, source]) => [source, Object.keys(diff.added), Object.keys(diff.removed)]),
    ).toEqual([
      ['edit', [pc.id], []],
      ['undo', [], [pc.id]],
      ['redo', [pc.id], []],
    ]);
    stop();
    draw(store, 'host');
    expect(heard).toHaveBeenCalledTimes(3);
  });

  it('gives records that nobody can change behind the store', () => {
    const store = new DocumentStore(starterDocument());
    const pc1 = store.records.get('pc1') as DeviceRecord;
    expect(() => pc1.ports.push(pc1.ports[0]!)).toThrow(TypeError);
  });

  it('sees in its draft what it did so far', () => {
    const store = new DocumentStore();
    store.change('two hosts and a cable', (draft) => {
      const records = () => new Map([...draft.records()].map((record) => [record.id, record]));
      const one = newDevice('host', at, records());
      draft.put(one);
      const other = newDevice('host', at, records());
      draft.put(other);
      draft.put(newCable({ device: one.id }, { device: other.id }, records()) as CableRecord);
      expect(draft.get(one.id)).toEqual(one);
    });
    expect([...store.records.keys()]).toEqual(['pc1', 'pc2', 'cable1']);
  });
});

describe('a gesture', () => {
  const drag = (store: DocumentStore, ...xs: number[]): void => {
    for (const x of xs) put(store, { ...(store.records.get('note1') as NoteRecord), x });
  };
  const withNote = (): DocumentStore => {
    const store = new DocumentStore();
    put(store, newNote('here', at, store.records));
    return store;
  };

  it('of many moves is one step', () => {
    const store = withNote();
    store.begin('move');
    drag(store, 1, 2, 3);
    store.end();
    expect(store.canUndo).toBe('move');
    store.undo();
    expect(store.records.get('note1')).toMatchObject({ x: 0 });
    store.redo();
    expect(store.records.get('note1')).toMatchObject({ x: 3 });
  });

  it('that is cancelled leaves nothing behind', () => {
    const store = withNote();
    store.saved();
    store.begin('move');
    drag(store, 1, 2);
    store.cancel();
    expect(store.records.get('note1')).toMatchObject({ x: 0 });
    expect(store.canUndo).toBe('note');
    expect(store.unsaved).toBe(false);
  });

  it('that ends where it began is no step', () => {
    const store = withNote();
    store.saved();
    store.begin('move');
    drag(store, 1, 0);
    store.end();
    expect(store.canUndo).toBe('note');
    expect(store.unsaved).toBe(false);
  });

  it('that did nothing yet is not what undo would take back', () => {
    const store = withNote();
    store.begin('move');
    expect(store.canUndo).toBe('note');
    drag(store, 1);
    expect(store.canUndo).toBe('move');
  });

  it('is ended by undo, which takes all of it back', () => {
    const store = withNote();
    store.begin('move');
    drag(store, 5, 6);
    expect(store.undo()).toBe('move');
    expect(store.records.get('note1')).toMatchObject({ x: 0 });
  });
});

describe('a document', () => {
  it('is unsaved from its first change until it is saved or that change undone', () => {
    const store = new DocumentStore(starterDocument());
    expect(store.unsaved).toBe(false);
    draw(store, 'host');
    expect(store.unsaved).toBe(true);
    store.undo();
    expect(store.unsaved).toBe(false);
    store.redo();
    store.saved();
    expect(store.unsaved).toBe(false);
    store.undo();
    expect(store.unsaved).toBe(true);
  });

  it('takes back another title and another seed like any edit, each as one step', () => {
    const store = new DocumentStore(starterDocument());
    const { title, seed } = store;
    draw(store, 'host');
    store.head({ title: 'Mine' });
    store.head({ seed: 7 });
    store.head({ title: 'Mine' });
    expect([store.title, store.seed, store.unsaved, store.canUndo]).toEqual(['Mine', 7, true, 'seed']);
    store.undo();
    expect([store.title, store.seed, store.canUndo, store.canRedo]).toEqual(['Mine', seed, 'title', 'seed']);
    store.undo();
    expect([store.title, store.seed, store.unsaved]).toEqual([title, seed, true]);
    store.undo();
    expect(store.unsaved).toBe(false);
    for (let steps = 0; steps < 3; steps++) store.redo();
    expect([store.title, store.seed, store.canRedo]).toEqual(['Mine', 7, null]);
    store.saved();
    store.undo();
    expect(store.unsaved).toBe(true);
    store.head({ title: 'Another' });
    expect(store.canRedo).toBe(null);
  });

  it('that is opened replaces all, and nothing of the old one can be undone', () => {
    const store = new DocumentStore(starterDocument());
    draw(store, 'host');
    const heard = vi.fn<Parameters<DocumentStore['listen']>[0]>();
    store.listen(heard);
    store.open({ format: 'hopscope', version: 1, title: 'Empty', seed: 3, records: [] });
    expect([store.records.size, store.title, store.canUndo, store.unsaved]).toEqual([0, 'Empty', null, false]);
    expect(heard.mock.calls[0]![1]).toBe('open');
  });
});
