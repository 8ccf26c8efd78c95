import { describe, expect, it } from 'vitest';
import { newDevice } from '#document/edits.ts';
import {
  newPool,
  readRanges,
  readReservations,
  writeRanges,
  writeReservations,
} from '#renderer/inspector/device/dhcpPool.ts';

describe('the fields of a DHCP pool', () => {
  it('read lists of ranges, and of MAC addresses with addresses', () => {
    const ranges = readRanges('10.0.0.1 - 10.0.0.9, 10.0.0.20');
    expect(ranges).toEqual([
      { first: '10.0.0.1', last: '10.0.0.9' },
      { first: '10.0.0.20', last: '10.0.0.20' },
    ]);
    expect(writeRanges(ranges!)).toBe('10.0.0.1-10.0.0.9, 10.0.0.20');
    expect(readRanges('10.0.0.1-')).toBeNull();
    const kept = readReservations('02-00-00-00-00-0A = 10.0.0.7');
    expect(kept).toEqual([{ mac: '02:00:00:00:00:0a', address: '10.0.0.7' }]);
    expect(writeReservations(kept!)).toBe('02:00:00:00:00:0a=10.0.0.7');
    expect(readReservations('10.0.0.7')).toBeNull();
  });

  it('start with the subnet of a port that has no pool yet', () => {
    const blank = newDevice('router', { x: 0, y: 0 }, new Map());
    const ports = blank.ports.map((port, at) => ({ ...port, address: ['192.168.5.1', '10.0.0.5'][at] ?? null }));
    const router = { ...blank, ports: ports.map((port, at) => (at === 1 ? { ...port, prefix: 29 } : port)) };
    const first = newPool(router);
    expect(first).toEqual({ first: '192.168.5.100', last: '192.168.5.199', prefix: 24, gateway: '192.168.5.1' });
    expect(newPool({ ...router, dhcp: { server: { pools: [first] } } })).toEqual({
      first: '10.0.0.1',
      last: '10.0.0.6',
      prefix: 29,
      excluded: [{ first: '10.0.0.5', last: '10.0.0.5' }],
      gateway: '10.0.0.5',
    });
  });
});
