import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '#engine/wire/explain.ts';
import { itemAt, treeItems } from '#renderer/packets/items.ts';

const all = { has: (id: string) => id.includes('.') } as ReadonlySet<string>;

describe('the header tree', () => {
  it('has an item for every byte of any frame, and that item holds the byte (seed 7)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 120 }), (bytes) => {
        const layers = explain(bytes, 0);
        const items = new Map(treeItems(layers, all).map((item) => [item.id, item]));
        for (let offset = 0; offset < bytes.length + 4; offset++) {
          const item = items.get(itemAt(layers, offset) ?? '');
          if (!item || offset < item.from || offset >= item.to) return false;
        }
        return true;
      }),
      { seed: 7 },
    );
  });

  it('hides what is inside a closed layer', () => {
    const layers = explain(new Uint8Array(60));
    const open = treeItems(layers, new Set());
    const closed = treeItems(layers, new Set(['0']));
    expect(closed.length).toBe(open.length - layers[0]!.fields.length);
    expect(closed[0]).toMatchObject({ id: '0', open: false });
  });

  it('knows no item behind the last byte', () => expect(itemAt(explain(new Uint8Array(60)), 60)).toBeNull());
});
