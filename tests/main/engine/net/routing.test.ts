import { describe, expect, it } from 'vitest';
import { lookUp, newRoutingTable, type RouteToAdd } from '#engine/net/routing.ts';
import { parseAddress } from '#engine/wire/address.ts';

const route = (network: string, prefix: number, port: number): RouteToAdd => ({
  network: parseAddress(network)!,
  prefix,
  via: null,
  port,
  kind: 'static',
});
const table = newRoutingTable(
  [route('0.0.0.0', 0, 0), route('10.0.0.0', 8, 1), route('10.1.0.0', 16, 2), route('10.1.2.3', 32, 3)],
  ['eth0', 'eth1', 'eth2', 'eth3'],
);
const portTo = (address: string) => lookUp(table, parseAddress(address)!)?.port;

describe('a routing table', () => {
  it('takes the row with the longest prefix', () => {
    expect([portTo('10.1.2.3'), portTo('10.1.2.4'), portTo('10.2.0.1'), portTo('192.168.0.1')]).toEqual([3, 2, 1, 0]);
  });

  it('has no answer where no row holds the address', () => {
    expect(lookUp(newRoutingTable([route('10.0.0.0', 8, 0)], ['eth0']), parseAddress('11.0.0.1')!)).toBeUndefined();
  });

  it('keeps the first of two rows for one network', () => {
    const twice = newRoutingTable([route('10.0.0.0', 8, 0), route('10.0.0.0', 8, 1)], ['eth0', 'eth1']);
    expect(lookUp(twice, parseAddress('10.0.0.1')!)!.port).toBe(0);
  });

  it('holds addresses with the highest bit set as unsigned numbers', () => {
    const high = newRoutingTable([route('192.168.0.0', 16, 1)], ['eth0', 'eth1']);
    expect(lookUp(high, parseAddress('192.168.255.255')!)!.detail.route).toBe('192.168.0.0/16');
  });
});
