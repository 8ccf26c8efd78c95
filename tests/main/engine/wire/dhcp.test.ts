import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emitDhcp, parseDhcp, relayedDhcp, type DhcpMessage } from '#engine/wire/dhcp.ts';
import { DHCP_TYPES } from '#engine/wire/dhcp-options.ts';
import { dhcpInfo, explainDhcp } from '#engine/wire/dhcp-text.ts';
import { isFault } from '#engine/wire/fault.ts';

const DISCOVER: DhcpMessage = {
  request: true,
  type: 'DISCOVER',
  hops: 0,
  id: 0x3903f326,
  seconds: 0,
  broadcast: true,
  clientAddress: 0,
  yourAddress: 0,
  serverAddress: 0,
  relayAddress: 0,
  hardware: 0x020000000001,
  options: { parameters: [1, 3, 6], clientIdentifier: Uint8Array.of(1, 2, 0, 0, 0, 0, 1), hostName: 'pc1' },
};
const OFFER: DhcpMessage = {
  ...DISCOVER,
  request: false,
  type: 'OFFER',
  yourAddress: 0x0a000064,
  options: {
    serverIdentifier: 0x0a000001,
    leaseTime: 3600,
    renewalTime: 1800,
    rebindingTime: 3150,
    subnetMask: 0xffffff00,
    routers: [0x0a000001, 0x0a000002],
    nameServers: [0x0a000035],
  },
};

describe('a DHCP message', () => {
  it('stands in bytes where RFC 2131 has its fields', () => {
    const bytes = emitDhcp(DISCOVER);
    expect([...bytes.subarray(0, 12)]).toEqual([1, 1, 6, 0, 0x39, 0x03, 0xf3, 0x26, 0, 0, 0x80, 0]);
    expect([...bytes.subarray(28, 34)]).toEqual([2, 0, 0, 0, 0, 1]);
    expect([...bytes.subarray(236, 243)]).toEqual([99, 130, 83, 99, 53, 1, 1]);
    expect(bytes).toHaveLength(300);
  });

  it('comes back as it was written', () => {
    for (const message of [DISCOVER, OFFER]) expect(parseDhcp(emitDhcp(message))).toEqual(message);
  });

  it('comes back whatever it says (seed 2131)', () => {
    const word = fc.integer({ min: 0, max: 0xffffffff });
    const message = fc.record({
      request: fc.boolean(),
      type: fc.constantFrom(...DHCP_TYPES),
      hops: fc.integer({ min: 0, max: 16 }),
      id: word,
      seconds: fc.integer({ min: 0, max: 0xffff }),
      broadcast: fc.boolean(),
      ...{ clientAddress: word, yourAddress: word, serverAddress: word, relayAddress: word },
      hardware: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
      options: fc.record(
        {
          ...{ subnetMask: word, leaseTime: word, serverIdentifier: word, requestedAddress: word },
          routers: fc.array(word, { minLength: 1, maxLength: 5 }),
          message: fc.string({ minLength: 1, maxLength: 40 }),
          clientIdentifier: fc.uint8Array({ minLength: 2, maxLength: 20 }),
        },
        { requiredKeys: [] },
      ),
    });
    fc.assert(
      fc.property(message, (given) => {
        const parsed = parseDhcp(emitDhcp(given as DhcpMessage));
        expect({ ...parsed, options: { ...(parsed as DhcpMessage).options } }).toEqual(given);
      }),
      { seed: 2131, numRuns: 300 },
    );
  });

  it('goes through a relay agent changed in two fields only', () => {
    const bytes = emitDhcp(DISCOVER);
    expect(parseDhcp(relayedDhcp(bytes, 1, 0x0a000201))).toEqual({ ...DISCOVER, hops: 1, relayAddress: 0x0a000201 });
    expect(parseDhcp(bytes)).toEqual(DISCOVER);
  });

  it('is refused by name when it means nothing', () => {
    const spoilt = (at: number, value: number): string => {
      const bytes = emitDhcp(OFFER);
      bytes[at] = value;
      const parsed = parseDhcp(bytes);
      return isFault(parsed) ? parsed.fault : 'fine';
    };
    expect(spoilt(0, 7)).toBe('dhcp.bad-operation');
    expect(spoilt(2, 8)).toBe('dhcp.not-ethernet');
    expect(spoilt(236, 0)).toBe('dhcp.bad-cookie');
    expect(spoilt(240, 61)).toBe('dhcp.bad-option');
    expect(spoilt(240, 200)).toBe('dhcp.no-type');
    expect(parseDhcp(emitDhcp(OFFER).subarray(0, 200))).toMatchObject({ fault: 'dhcp.truncated' });
  });

  it('is explained down to each option', () => {
    const bytes = emitDhcp(OFFER);
    const { fields, fault } = explainDhcp(bytes, 0, bytes.length);
    expect(fault).toBeNull();
    const options = fields.filter(({ key }) => key === 'dhcp.option').map(({ text }) => text);
    expect(options).toEqual([
      '53 (DHCP Message Type): 2 (OFFER)',
      '54 (DHCP Server Identifier): 10.0.0.1',
      '51 (IP Address Lease Time): 3600',
      '58 (Renewal Time Value): 1800',
      '59 (Rebinding Time Value): 3150',
      '1 (Subnet Mask): 255.255.255.0',
      '3 (Router): 10.0.0.1, 10.0.0.2',
      '6 (Domain Name Server): 10.0.0.53',
    ]);
    // Every byte is explained once.
    let at = 0;
    for (const field of fields) {
      expect(field.from).toBe(at);
      at = field.to;
    }
    expect(at).toBe(bytes.length);
  });

  it('is explained as far as it goes, whatever the bytes (seed 2132)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (noise, real) => {
        const bytes = real ? emitDhcp(OFFER) : noise;
        if (real) bytes.set(noise.subarray(0, 60), 240);
        const { fields } = explainDhcp(bytes, 0, bytes.length);
        expect(fields.at(-1)?.to ?? 0).toBe(bytes.length);
        expect(() => parseDhcp(bytes)).not.toThrow();
      }),
      { seed: 2132, numRuns: 300 },
    );
  });

  it('is summed up in one line', () => {
    expect(dhcpInfo(DISCOVER)).toBe('Discover 0x3903f326');
    expect(dhcpInfo({ ...OFFER, relayAddress: 0x0a000201 })).toBe(
      'Offer 0x3903f326 10.0.0.100 from 10.0.0.1 via 10.0.2.1',
    );
  });
});
