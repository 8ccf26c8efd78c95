import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ETHERTYPE_IPV4, parseEthernet, writeEthernet, type Ethernet } from '#engine/wire/ethernet.ts';
import { Frame } from '#engine/wire/frame.ts';
import { forwardedHead, ipv4Head, parseIpv4, type Ipv4 } from '#engine/wire/ipv4.ts';
import { isForOne, plainHeadingOf } from '#engine/wire/plain-ipv4.ts';

const SEED = 1624;
const mac = fc.maxSafeNat().map((number) => number % 2 ** 48);
/** Of one host: what is for several, or for none, routers look at closely. */
const address = fc.nat(0xffff_ffff).filter(isForOne);

it(`a packet that is passed on without bytes has the bytes it would have been given (seed ${SEED})`, () => {
  const fields = fc.record({
    source: address,
    destination: address,
    ttl: fc.integer({ min: 2, max: 255 }),
    identification: fc.nat(0xffff),
    dscp: fc.nat(63),
  });
  const addresses = fc.record({ destination: mac, source: mac });
  fc.assert(
    fc.property(
      fields,
      fc.nat(255),
      addresses,
      fc.array(addresses, { maxLength: 8 }),
      (given, protocol, first, way) => {
        const body = new Uint8Array(80).fill(protocol);
        const head = ipv4Head(given, protocol, 20, body.length + 20);
        writeEthernet(head, { ...first, type: ETHERTYPE_IPV4 });
        let written = new Frame(1, 1, head, body);
        let passed = written;
        for (const hop of way) {
          const heading = plainHeadingOf(passed)!;
          if (heading.ttl === 1) break;
          const ethernet: Ethernet = { ...hop, type: ETHERTYPE_IPV4 };
          written = new Frame(2, 1, forwardedHead(written, parseIpv4(written) as Ipv4, ethernet), body);
          passed = new Frame(2, 1, heading.passedOn(hop.destination, hop.source), body, undefined, passed);
          const next = plainHeadingOf(passed)!;
          expect([next.isFor(hop.destination), next.isFor(hop.destination + 1)]).toEqual([true, false]);
        }
        expect(passed.length).toBe(written.length);
        expect(passed.bytes()).toEqual(written.bytes());
        expect(passed.fcs).toBe(written.fcs);
        expect(parseEthernet(passed)).toEqual(parseEthernet(written));
        expect(parseIpv4(passed)).toEqual(parseIpv4(written));
      },
    ),
    { seed: SEED, numRuns: 300 },
  );
});
