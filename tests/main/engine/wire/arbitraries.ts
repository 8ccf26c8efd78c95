import fc from 'fast-check';
import type { Ipv4Fields } from '#engine/wire/ipv4.ts';

const address = fc.integer({ min: 0, max: 2 ** 32 - 1 });

/** What a sender can choose about an IPv4 header. */
export const fields: fc.Arbitrary<Required<Ipv4Fields>> = fc.record({
  source: address,
  destination: address,
  ttl: fc.integer({ min: 1, max: 255 }),
  identification: fc.nat(0xffff),
  dontFragment: fc.boolean(),
  dscp: fc.nat(63),
  ecn: fc.nat(3),
});

/** A port number. */
export const port = fc.nat(0xffff);

/** A 32-bit number. */
export const word = address;
