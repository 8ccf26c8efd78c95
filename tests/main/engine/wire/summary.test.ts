import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Frame } from '#engine/wire/frame.ts';
import { summarize, summarizeFrame } from '#engine/wire/summary.ts';
import * as samples from './samples.ts';

const seed = 20261113;
const frames = Object.values(samples).filter((sample) => sample instanceof Uint8Array);

describe('The summary of a frame', () => {
  it.each([
    ['ARP_REQUEST_FRAME', 'arp', 'Who has 192.168.0.1? Tell 192.168.0.10'],
    ['ARP_REPLY_FRAME', 'arp', '192.168.0.1 is at 02:00:00:00:00:02'],
    ['ECHO_REQUEST_FRAME', 'icmp', 'Echo (ping) request id=1 seq=1 ttl=64'],
    ['ECHO_REPLY_FRAME', 'icmp', 'Echo (ping) reply id=1 seq=1 ttl=63'],
    ['TIME_EXCEEDED_FRAME', 'icmp', 'Time-to-live exceeded (Time to live exceeded in transit)'],
    ['FRAGMENTATION_NEEDED_FRAME', 'icmp', 'Destination unreachable (Fragmentation needed) MTU=1400'],
    ['IP_OPTIONS_FRAME', 'udp', '1 → 2 Len=5'],
    ['UDP_FRAME', 'dns', 'Query 0x1234 A www.example.com'],
    ['SYN_FRAME', 'tcp', '49152 → 80 [SYN] Seq=1000 Win=65535 Len=0 MSS=1460 WS=128 SACK_PERM TSval=1000 TSecr=0'],
    ['TCP_DATA_FRAME', 'tcp', '49152 → 80 [PSH, ACK] Seq=1001 Ack=2001 Win=65535 Len=18, GET / HTTP/1.0'],
    ['SACK_FRAME', 'tcp', '49152 → 80 [ACK] Seq=1301 Ack=2001 Win=512 Len=0 SLE=3001 SRE=3997 SLE=6001 SRE=6101'],
  ] as const)('of %s is that of %s: %s', (name, protocol, info) => {
    expect(summarize(samples[name])).toMatchObject({ protocol, info, length: samples[name].length });
  });

  it('shows IPv4 addresses where there are any, else MAC addresses', () => {
    expect(summarize(samples.SYN_FRAME)).toMatchObject({ source: '192.168.0.10', destination: '10.0.0.5' });
    expect(summarize(samples.ARP_REQUEST_FRAME)).toMatchObject({
      source: '02:00:00:00:00:01',
      destination: 'ff:ff:ff:ff:ff:ff',
    });
  });

  it('names the fault of a damaged frame', () => {
    const bytes = samples.SYN_FRAME.slice();
    bytes[60]! ^= 1;
    expect(summarize(bytes)).toMatchObject({ protocol: 'ipv4', info: '6 (TCP) [tcp.bad-checksum]' });
    expect(summarize(bytes.subarray(0, 9))).toMatchObject({ protocol: 'ethernet', info: '[ethernet.truncated]' });
  });

  it(`can be made of any bytes, and is the same for a frame in two pieces (seed ${seed})`, () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 200, size: 'max' }),
      fc.tuple(fc.constantFrom(...frames), fc.nat(), fc.nat(255)).map(([sample, at, value]) => {
        const bytes = sample.slice();
        bytes[at % bytes.length] = value;
        return bytes;
      }),
    );
    fc.assert(
      fc.property(anything, fc.nat(200), (bytes, cut) => {
        const summary = summarize(bytes);
        expect(summary.length).toBe(bytes.length);
        expect(summarizeFrame(new Frame(1, 1, bytes.subarray(0, cut), bytes.subarray(cut), 0))).toEqual(summary);
      }),
      { seed, numRuns: 1000 },
    );
  });
});
