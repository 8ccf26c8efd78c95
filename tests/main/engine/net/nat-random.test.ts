import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Datagram } from '#engine/wire/datagram.ts';
import { encapsulate, ETHERTYPE_IPV4 } from '#engine/wire/ethernet.ts';
import { isFault } from '#engine/wire/fault.ts';
import { emitIcmp } from '#engine/wire/icmp.ts';
import { parseIpv4 } from '#engine/wire/ipv4.ts';
import { emitTcp } from '#engine/wire/tcp.ts';
import { emitUdp } from '#engine/wire/udp.ts';
import { lab } from '#support/lab.ts';

const INSIDE = [0x0a000001, 0x0a000002, 0x0a0000fe];
const OUTSIDE = [0xcb007101, 0xcb007150, 0xcb007151];
const ROUTER_MACS = { eth0: 0x020000000003, eth1: 0x020000000004 };

const one = fc.record({
  from: fc.constantFrom('eth0' as const, 'eth1' as const),
  source: fc.constantFrom(...INSIDE, ...OUTSIDE),
  destination: fc.constantFrom(...INSIDE, ...OUTSIDE),
  kind: fc.constantFrom('udp' as const, 'tcp' as const, 'echo' as const, 'error' as const, 'noise' as const),
  ports: fc.tuple(fc.integer({ min: 1023, max: 1027 }), fc.integer({ min: 1023, max: 1027 })),
  flags: fc.constantFrom(2, 16, 18, 17, 4, 20),
  data: fc.uint8Array({ maxLength: 60 }),
});
type Sample = typeof one extends fc.Arbitrary<infer T> ? T : never;

function datagramOf({ source, destination, kind, ports, flags, data }: Sample): Datagram {
  const fields = { source, destination, ttl: 9, identification: 0 };
  const [sourcePort, destinationPort] = ports;
  switch (kind) {
    case 'udp':
      return emitUdp({ sourcePort, destinationPort, payload: data }, fields);
    case 'tcp': {
      const rest = { sequence: 1, acknowledgment: 1, window: 9, payload: data };
      return emitTcp({ sourcePort, destinationPort, flags, ...rest }, fields);
    }
    case 'echo':
      return emitIcmp({ kind: 'echo-request', identifier: sourcePort, sequence: 1, data }, fields);
    case 'error': {
      // What it quotes went the other way.
      const about = emitUdp(
        { sourcePort: destinationPort, destinationPort: sourcePort, payload: data },
        { ...fields, source: destination, destination: source },
      );
      const quoted = new Uint8Array([...about.head.subarray(14), ...about.body]);
      return emitIcmp({ kind: 'unreachable', code: 3, mtu: 0, quoted }, fields);
    }
    case 'noise':
      return emitIcmp({ kind: 'other', type: flags, code: 0, data: new Uint8Array([...data, 0, 0, 0, 0]) }, fields);
  }
}

describe('a translator under whatever comes', () => {
  it('never fails, and lets no address of a host inside out (seed 4787)', () => {
    fc.assert(
      fc.property(fc.array(one, { minLength: 5, maxLength: 40 }), (samples) => {
        const network = lab('pc1 -- router1 -- server1', {
          addresses: { pc1: '10.0.0.1/24', router1: ['10.0.0.254/24', '203.0.113.1/24'], server1: '203.0.113.80/24' },
          settings: {
            router1: {
              nat: { outside: 'eth1', forwards: [{ protocol: 'udp', port: 1025, address: '10.0.0.2', to: 1026 }] },
              filter: {
                rules: [
                  {
                    action: 'reject',
                    direction: 'forward',
                    destinationPorts: { first: 1027, last: 1027 },
                    protocol: 'tcp',
                  },
                  { action: 'accept', direction: 'forward', established: true },
                ],
              },
            },
          },
        });
        for (const given of samples) {
          // Who is outside has an outside address: what claims otherwise was never inside.
          const source = given.from === 'eth1' && given.source >>> 24 === 10 ? OUTSIDE[1]! : given.source;
          const sample = { ...given, source };
          const mac = sample.from === 'eth0' ? ROUTER_MACS.eth0 : ROUTER_MACS.eth1;
          const frame = encapsulate(datagramOf(sample), {
            destination: mac,
            source: 0x02aa00000001,
            type: ETHERTYPE_IPV4,
          });
          const bytes = new Uint8Array([...frame.head, ...frame.body]);
          network.timeline.act({ kind: 'inject', device: 'router1', port: sample.from, bytes });
          network.run('1ms');
        }
        network.run('10s');
        for (const { frame, port, device } of network.facts('frame.sent')) {
          if (device !== 'router1' || port !== 'eth1') continue;
          const ip = parseIpv4(network.timeline.trace.frameOf(frame)!);
          // The router itself answers from the address it was asked at.
          if (!isFault(ip)) expect([0x0a000001, 0x0a000002]).not.toContain(ip.source);
        }
      }),
      { seed: 4787, numRuns: 60 },
    );
  });
});
