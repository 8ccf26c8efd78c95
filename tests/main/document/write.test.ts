import { describe, expect, it } from 'vitest';
import { readDocument } from '#document/read.ts';
import type { HopDocument } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';

describe('a written document', () => {
  it('is the same text however its records and their fields are ordered', () => {
    const { records, ...heading } = starterDocument();
    const turned = records.map((record) => Object.fromEntries(Object.entries(record).reverse())).reverse();
    const shuffled = { records: turned, ...heading } as unknown as HopDocument;
    expect(writeDocument(shuffled)).toBe(writeDocument(starterDocument()));
  });

  it('differs in one line when one field does', () => {
    const document = starterDocument();
    const changed = {
      ...document,
      records: document.records.map((one) => (one.id === 'cable1' ? { ...one, mtu: 1400 } : one)),
    };
    const [before, after] = [writeDocument(document), writeDocument(changed)].map((text) => text.split('\n'));
    expect(after!.filter((line, index) => line !== before![index])).toEqual(['      "mtu": 1400,']);
  });

  it('has no line a person would have to scroll for', () => {
    const longest = Math.max(
      ...writeDocument(starterDocument())
        .split('\n')
        .map((line) => line.length),
    );
    expect(longest).toBeLessThanOrEqual(120);
  });

  it('ends with a line end and holds each record once', () => {
    const text = writeDocument(starterDocument());
    expect(text.endsWith('}\n')).toBe(true);
    expect(text.match(/"id": "pc1"/g)).toHaveLength(1);
  });

  it('keeps text of every language and sign', () => {
    const text = '핑 "quoted" \\ \u2028 \u{1f600} <b>';
    const note = { type: 'note', id: 'n', text, x: 0.5, y: -1 } as const;
    const document: HopDocument = { format: 'hopscope', version: 1, title: text, seed: 0, records: [note] };
    expect(readDocument(writeDocument(document))).toEqual({ document });
  });
});
