import { describe, expect, it } from 'vitest';
import {
  apply,
  diffBetween,
  diffOf,
  emptyDiff,
  isEmpty,
  reverse,
  sameRecord,
  squash,
  touched,
} from '#document/diff.ts';
import type { DocumentRecord, NoteRecord } from '#document/records.ts';

const note = (id: string, text = ''): NoteRecord => ({ type: 'note', id, text, x: 0, y: 0 });
const mapOf = (...records: DocumentRecord[]) => new Map(records.map((record) => [record.id, record]));

describe('a diff', () => {
  it('that adds, changes and removes is taken back by its reverse', () => {
    const before = mapOf(note('a'), note('b'));
    const after = mapOf(note('b', 'changed'), note('c'));
    const diff = diffBetween(before, after);
    const records = new Map(before);
    apply(records, diff);
    expect(records).toEqual(after);
    apply(records, reverse(diff));
    expect(records).toEqual(before);
  });

  it('between equal records is empty, whatever the order of their fields', () => {
    const before = mapOf(note('a', 'text'));
    const diff = diffOf(before, [{ y: 0, x: 0, text: 'text', id: 'a', type: 'note' }]);
    expect(isEmpty(diff)).toBe(true);
  });

  it('does not mention a record that is removed without having been there', () => {
    expect(isEmpty(diffOf(new Map(), [], ['ghost']))).toBe(true);
  });

  it('names every record it touches once', () => {
    const diff = diffOf(mapOf(note('a'), note('b')), [note('a', 'new'), note('c')], ['b']);
    expect(touched(diff).sort()).toEqual(['a', 'b', 'c']);
  });

  it('takes ids that every object inherits for what they are: ids', () => {
    const diff = diffOf(new Map(), [note('constructor'), note('__proto__')]);
    expect(touched(diff).sort()).toEqual(['__proto__', 'constructor']);
    expect(touched(squash(diff, emptyDiff())).sort()).toEqual(['__proto__', 'constructor']);
    expect(isEmpty(squash(diff, reverse(diff)))).toBe(true);
  });
});

describe('two diffs squashed', () => {
  const states: (NoteRecord | undefined)[] = [undefined, note('a', '1'), note('a', '2')];
  for (const first of states) {
    for (const second of states) {
      for (const third of states) {
        const named = [first, second, third].map((state) => state?.text ?? 'nothing').join(' → ');
        it(`do what both did one after the other: ${named}`, () => {
          const records = (state: NoteRecord | undefined) => (state ? mapOf(state) : mapOf());
          const one = diffBetween(records(first), records(second));
          const other = diffBetween(records(second), records(third));
          expect(squash(one, other)).toEqual(diffBetween(records(first), records(third)));
        });
      }
    }
  }
});

describe('two records', () => {
  it('say the same when a field is undefined in one and left out in the other', () => {
    expect(sameRecord({ a: 1, b: undefined }, { a: 1 })).toBe(true);
  });
  it('differ by the order of a list', () => {
    expect(sameRecord({ list: [1, 2] }, { list: [2, 1] })).toBe(false);
  });
  it('differ when a list stands where an object stood', () => {
    expect(sameRecord({ list: [1] }, { list: { 0: 1 } })).toBe(false);
  });
});
