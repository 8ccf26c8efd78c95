import { describe, expect, it } from 'vitest';
import { explain } from '#engine/wire/explain.ts';
import { encapsulate, ETHERTYPE_IPV4 } from '#engine/wire/ethernet.ts';
import { Frame } from '#engine/wire/frame.ts';
import { ACK, emitTcp, SYN } from '#engine/wire/tcp.ts';
import { bitLayout, ROW_BITS, shortName, type BitCell } from '#renderer/packets/bitLayout.ts';
import { treeItems } from '#renderer/packets/items.ts';

/** A segment in a frame. */
function layersOf(payload: number) {
  const datagram = emitTcp(
    {
      sourcePort: 50_000,
      destinationPort: 80,
      sequence: 1,
      acknowledgment: 2,
      flags: SYN | ACK,
      window: 1000,
      options: { maximumSegmentSize: 1460 },
      payload: new Uint8Array(payload),
    },
    { source: 0x0a000001, destination: 0x0a000002, ttl: 64, identification: 7, dontFragment: true },
  );
  const { head, body } = encapsulate(datagram, { destination: 2, source: 1, type: ETHERTYPE_IPV4 });
  return explain(new Frame(1, 1, head, body).bytes());
}

const at = (cell: BitCell | undefined) => cell!.pieces.map(({ row, bit, bits }) => [row, bit, bits]);

describe('the diagram of a header', () => {
  const blocks = bitLayout(layersOf(10));
  const cell = (key: string) => blocks.flatMap(({ cells }) => cells).find(({ field }) => field.key === key);

  it('puts the TCP header where RFC 9293 §3.1 draws it', () => {
    expect(at(cell('tcp.srcport'))).toEqual([[0, 0, 16]]);
    expect(at(cell('tcp.dstport'))).toEqual([[0, 16, 16]]);
    expect(at(cell('tcp.seq'))).toEqual([[1, 0, 32]]);
    expect(at(cell('tcp.hdr_len'))).toEqual([[3, 0, 4]]);
    expect(at(cell('tcp.flags.syn'))).toEqual([[3, 14, 1]]);
    expect(at(cell('tcp.flags.fin'))).toEqual([[3, 15, 1]]);
    expect(at(cell('tcp.window_size_value'))).toEqual([[3, 16, 16]]);
    expect(at(cell('tcp.urgent_pointer'))).toEqual([[4, 16, 16]]);
  });

  it('breaks a MAC address over rows, and names it where it is widest', () => {
    expect(at(cell('eth.dst'))).toEqual([
      [0, 0, 32],
      [1, 0, 16],
    ]);
    expect(at(cell('eth.src'))).toEqual([
      [1, 16, 16],
      [2, 0, 32],
    ]);
    expect(cell('eth.dst')!.named).toBe(0);
    expect(cell('eth.src')!.named).toBe(1);
  });

  it('covers each header without gap or overlap', () => {
    for (const { layer, cells } of blocks) {
      const seen = cells.flatMap(({ pieces }) =>
        pieces.map(({ row, bit, bits }) => [row * ROW_BITS + bit, bits] as const),
      );
      let next = 0;
      for (const [from, bits] of seen.sort(([one], [other]) => one - other)) {
        expect(from, layer.protocol).toBe(next);
        next = from + bits;
      }
      expect(next, layer.protocol).toBe((layer.to - layer.from) * 8);
    }
  });

  it('has for every cell the line of the header tree that says the same', () => {
    const layers = layersOf(10);
    const items = treeItems(layers, { has: (id: string) => id.includes('.') } as ReadonlySet<string>);
    for (const { cells } of bitLayout(layers)) {
      for (const { id, field } of cells) expect(items.find((item) => item.id === id)?.field?.key).toBe(field.key);
    }
  });

  it('cuts long data, and says how much of it', () => {
    const data = bitLayout(layersOf(1000)).find(({ layer }) => layer.protocol === 'data')!;
    expect(data.rows).toBe(3);
    expect(data.cells[0]!.omitted).toBe(1000 - 3 * 4);
  });

  it('has short names for single bits', () => {
    expect(['tcp.flags.syn', 'tcp.flags.push', 'ip.flags.df'].map(shortName)).toEqual(['SYN', 'PSH', 'DF']);
  });
});
