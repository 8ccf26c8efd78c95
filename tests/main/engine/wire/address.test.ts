import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as address from '#engine/wire/address.ts';

const seed = 20261101;

describe('MAC addresses', () => {
  it('are read with colons or hyphens, in either case', () => {
    expect(address.parseMac('02:00:00:00:00:0a')).toBe(0x02000000000a);
    expect(address.parseMac('FF-FF-FF-FF-FF-FF')).toBe(address.BROADCAST_MAC);
  });

  it.each(['', '02:00:00:00:00', '02:00:00:00:00:0g', '02:00-00:00:00:00', '020000000000', ' 02:00:00:00:00:00'])(
    'are refused when written as "%s"',
    (text) => expect(address.parseMac(text)).toBeNull(),
  );

  it(`come back as they were written (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (mac) => {
        expect(address.parseMac(address.formatMac(mac))).toBe(mac);
      }),
      { seed },
    );
  });

  it('name a group when the first bit on the wire is set', () => {
    expect(address.isMulticastMac(address.BROADCAST_MAC)).toBe(true);
    expect(address.isMulticastMac(address.parseMac('01:00:5e:00:00:01')!)).toBe(true);
    expect(address.isMulticastMac(address.parseMac('02:ff:ff:ff:ff:ff')!)).toBe(false);
  });
});

describe('IPv4 addresses', () => {
  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '256.0.0.1',
    '01.2.3.4',
    '1.2.3.04',
    '1.2.3.-4',
    '1.2.3.4 ',
    '0x1.2.3.4',
    '1..2.3',
  ])('are refused when written as "%s"', (text) => expect(address.parseAddress(text)).toBeNull());

  it(`come back as they were written (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (value) => {
        expect(address.parseAddress(address.formatAddress(value))).toBe(value);
      }),
      { seed },
    );
  });

  it('tell their subnet from host bits at every prefix length', () => {
    const host = address.parseAddress('192.168.10.77')!;
    const shown = (prefix: number) => [
      address.formatAddress(address.networkOf(host, prefix)),
      address.formatAddress(address.broadcastOf(host, prefix)),
    ];
    expect(shown(0)).toEqual(['0.0.0.0', '255.255.255.255']);
    expect(shown(24)).toEqual(['192.168.10.0', '192.168.10.255']);
    expect(shown(26)).toEqual(['192.168.10.64', '192.168.10.127']);
    expect(shown(32)).toEqual(['192.168.10.77', '192.168.10.77']);
  });

  it('give a prefix for every mask with contiguous ones, and for no other', () => {
    for (let prefix = 0; prefix <= 32; prefix++) expect(address.prefixOfMask(address.maskOf(prefix))).toBe(prefix);
    for (const mask of ['255.0.255.0', '0.0.0.1', '255.255.255.253']) {
      expect(address.prefixOfMask(address.parseAddress(mask)!)).toBeNull();
    }
  });

  it('are known as multicast and loopback at the edges of their ranges', () => {
    const all = ['223.255.255.255', '224.0.0.0', '239.255.255.255', '240.0.0.0'].map((a) => address.parseAddress(a)!);
    expect(all.map(address.isMulticast)).toEqual([false, true, true, false]);
    const local = ['126.255.255.255', '127.0.0.0', '127.255.255.255', '128.0.0.0'].map((a) => address.parseAddress(a)!);
    expect(local.map(address.isLoopback)).toEqual([false, true, true, false]);
  });
});
