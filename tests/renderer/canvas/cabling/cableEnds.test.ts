import { describe, expect, it } from 'vitest';
import type { GroupRecord } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { portOffers } from '#renderer/canvas/cabling/cableEnds.ts';

const group = (id: string, members: string[]): GroupRecord => ({
  ...{ type: 'group', id, name: id, collapsed: true },
  members,
});
const records = new Map(
  [...starterDocument().records, group('inner', ['pc1']), group('outer', ['inner', 'switch1', 'note1'])].map((one) => [
    one.id,
    one,
  ]),
);

describe('the ports at which a cable can end', () => {
  it('are the free ones of a device', () => {
    const offers = portOffers('switch1', records);
    expect(offers.length).toBeGreaterThan(1);
    expect(offers.every(({ device, port }) => device === 'switch1' && port !== null)).toBe(true);
    expect(offers.map(({ port }) => port)).not.toContain('port1');
  });

  it('are one more where all of a device are taken', () => {
    expect(portOffers('pc1', records)).toEqual([{ device: 'pc1', port: null }]);
  });

  it('are of a group those of every device in it, however deep, in the order in which they were drawn', () => {
    const offers = portOffers('outer', records);
    expect(offers[0]).toEqual({ device: 'pc1', port: null });
    expect(offers.slice(1)).toEqual(portOffers('switch1', records));
  });
});
