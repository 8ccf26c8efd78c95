import { describe, expect, it } from 'vitest';
import { LIMITS } from '#document/limits.ts';
import { newBookmark, renamed } from '#document/edits.ts';
import { diffOf } from '#document/diff.ts';
import { readDocument } from '#document/read.ts';
import type { BookmarkRecord, DocumentRecord } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { DocumentStore } from '#document/store.ts';
import { changeOf, topologyOf } from '#document/topology.ts';
import { validateRecords } from '#document/validate.ts';
import { writeDocument } from '#document/write.ts';

const starter = starterDocument();
const records = new Map(starter.records.map((record): [string, DocumentRecord] => [record.id, record]));
const bookmark: BookmarkRecord = { type: 'bookmark', id: 'bookmark1', name: 'the handshake', time: 8_000_000_000 };
const whole = { ...starter, records: [...starter.records, bookmark] };

describe('a bookmark', () => {
  it('is saved with the project and comes back as it was', () => {
    expect(readDocument(writeDocument(whole))).toEqual({ document: whole });
  });

  it('is made at a moment, under an id that nothing has', () => {
    expect(newBookmark('the handshake', 8_000_000_000, records)).toEqual(bookmark);
    const second = newBookmark('later', 9e9, new Map([...records, [bookmark.id, bookmark]]));
    expect(second.id).toBe('bookmark2');
  });

  it('is nothing the network hears of: not when it comes, is renamed or goes', () => {
    const known = new Map([...records, [bookmark.id, bookmark as DocumentRecord]]);
    expect(changeOf(diffOf(records, [bookmark]))).toBeNull();
    expect(changeOf(diffOf(known, [renamed(bookmark, 'SYN')]))).toBeNull();
    expect(changeOf(diffOf(known, [], [bookmark.id]))).toBeNull();
    expect(topologyOf(whole)).toEqual(topologyOf(starter));
  });

  it('can be taken back and done again', () => {
    const store = new DocumentStore();
    store.open(starter);
    expect(store.change('bookmark', (draft) => draft.put(bookmark))).toEqual([]);
    store.undo();
    expect(store.records.has('bookmark1')).toBe(false);
    store.redo();
    expect(store.records.get('bookmark1')).toEqual(bookmark);
  });

  it.each([
    [{ time: -1 }, 'out-of-range', 'time'],
    [{ time: LIMITS.time + 1 }, 'out-of-range', 'time'],
    [{ time: 1.5 }, 'wrong-type', 'time'],
    [{ time: '8 s' }, 'wrong-type', 'time'],
    [{ name: '' }, 'bad-name', 'name'],
    [{ name: 'x'.repeat(LIMITS.name + 1) }, 'too-long', 'name'],
    [{ colour: 'red' }, 'unknown-field', 'colour'],
  ])('is refused with %o', (wrong, name, field) => {
    expect(validateRecords([{ ...bookmark, ...wrong }])).toMatchObject({
      problems: [{ name, parameters: { record: 'bookmark1', field } }],
    });
  });
});
