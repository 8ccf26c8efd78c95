import { describe, expect, it } from 'vitest';
import type { HopRow } from '#contract/shapes.ts';
import { HOP_COLUMNS, hopCell, hopChanged } from '#renderer/packets/hops.ts';

const column = (name: string) => HOP_COLUMNS.find((each) => each.name === name)!;
const hop = (fields: Record<string, string>, changed: string[] = []): HopRow => ({
  seq: 1,
  departure: 0,
  arrival: 1,
  from: 'a',
  fromPort: 'eth0',
  to: 'b',
  toPort: 'eth0',
  cable: 'c',
  frame: 1,
  reason: null,
  fields,
  changed,
});

describe('a cell of the hop table', () => {
  it('joins both ports of whichever transport there is', () => {
    expect(hopCell(hop({ 'udp.srcport': '53', 'udp.dstport': '1024' }), column('ports'))).toBe('53 → 1024');
  });

  it('takes the addresses of an ARP message where there is no IP header', () => {
    expect(hopCell(hop({ 'arp.src.proto_ipv4': '10.0.0.1' }), column('ipSource'))).toBe('10.0.0.1');
  });

  it('is a dash where the frame has no such field', () => {
    expect(hopCell(hop({}), column('ttl'))).toBe('–');
  });

  it('is marked when any field behind it has changed', () => {
    const changed = hop({ 'tcp.srcport': '1', 'tcp.dstport': '2' }, ['tcp.dstport']);
    expect([hopChanged(changed, column('ports')), hopChanged(changed, column('ttl'))]).toEqual([true, false]);
  });
});
