import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '#engine/wire/address.ts';
import { checksumOf, sum } from '#engine/wire/checksum.ts';
import { encapsulate, ETHERTYPE_IPV4 } from '#engine/wire/ethernet.ts';
import { emitIcmp } from '#engine/wire/icmp.ts';
import { writeCapture } from '#notes/pcapng.ts';
import { folders } from '#support/folder.ts';
import { lab, type Lab } from '#support/lab.ts';
import { tshark } from '#support/tshark.ts';

const temporary = folders();
/** Where the IPv4 header is in a frame, and its options. */
const IP = 14;
const OPTIONS = IP + 20;
/** The MAC address of the first port of router1: hosts have the ones before. */
const ROUTER1 = 0x020000000003;

function line(): Lab {
  return lab('pc1 -- router1 -- router2 -- router3 -- pc2', {
    addresses: {
      pc1: '10.0.1.1/24 via 10.0.1.254',
      router1: ['10.0.1.254/24', '10.0.2.1/24'],
      router2: ['10.0.2.2/24', '10.0.3.1/24'],
      router3: ['10.0.3.2/24', '10.0.4.254/24'],
      pc2: '10.0.4.1/24 via 10.0.4.254',
    },
    routes: {
      router1: [{ destination: '10.0.4.0', prefix: 24, via: '10.0.2.2' }],
      router2: [
        { destination: '10.0.4.0', prefix: 24, via: '10.0.3.2' },
        { destination: '10.0.1.0', prefix: 24, via: '10.0.2.1' },
      ],
      router3: [{ destination: '10.0.1.0', prefix: 24, via: '10.0.3.1' }],
    },
  });
}

/** An echo request with these options in its header (RFC 791 §3.1), put into router1 as pc1 would send it. */
function send(network: Lab, options: readonly number[]): void {
  const datagram = emitIcmp(
    { kind: 'echo-request', identifier: 1, sequence: 1, data: new Uint8Array(8) },
    { source: parseAddress('10.0.1.1')!, destination: parseAddress('10.0.4.1')!, ttl: 64, identification: 1 },
  );
  const plain = encapsulate(datagram, { destination: ROUTER1, source: 0x020000000001, type: ETHERTYPE_IPV4 });
  const before = [...plain.head, ...plain.body];
  const bytes = Uint8Array.from([...before.slice(0, OPTIONS), ...options, ...before.slice(OPTIONS)]);
  bytes[IP] = 0x40 | (5 + options.length / 4);
  bytes[IP + 3] = bytes[IP + 3]! + options.length;
  bytes.set([0, 0], IP + 10);
  const check = checksumOf(sum(bytes, IP, OPTIONS + options.length));
  bytes.set([check >> 8, check & 255], IP + 10);
  network.timeline.act({ kind: 'inject', device: 'router1', port: 'eth0', bytes });
  network.run('100ms');
}

/** The header with its options as each router sent the request on. */
function passedOn(network: Lab, length: number): number[][] {
  return network
    .facts('frame.sent')
    .filter(({ device, frame }) => device!.startsWith('router') && network.summary(frame).info.includes('request'))
    .map(({ frame }) => [
      ...network.timeline.trace
        .frameOf(frame)!
        .bytes()
        .slice(OPTIONS, OPTIONS + length),
    ]);
}

describe('the record route option', () => {
  it('is filled in by every router with the address it sends on by, until it is full', () => {
    const network = line();
    const empty = [7, 11, 4, ...Array<number>(8).fill(0), 0];
    send(network, empty);
    const first = [10, 0, 2, 1];
    const second = [10, 0, 3, 1];
    expect(passedOn(network, 12)).toEqual([
      [7, 11, 8, ...first, 0, 0, 0, 0, 0],
      [7, 11, 12, ...first, ...second, 0],
      // No room is left: "the datagram is forwarded without inserting the address".
      [7, 11, 12, ...first, ...second, 0],
    ]);
    expect(network.facts('icmp.echo.answered')).toHaveLength(1);
  });

  it('is found behind other options, and those are left as they are', () => {
    const network = line();
    send(network, [1, 7, 7, 4, 0, 0, 0, 0]);
    expect(passedOn(network, 8)[0]).toEqual([1, 7, 7, 8, 10, 0, 2, 1]);
  });

  it('that points into the middle of an address makes no sense, and its sender is told where', () => {
    const network = line();
    send(network, [7, 7, 5, 0, 0, 0, 0, 0]);
    const [wrong] = network.facts('frame.dropped');
    expect(wrong).toMatchObject({ device: 'router1', reason: 'ipv4.bad-option', detail: { found: '22' } });
    expect(network.facts('icmp.error.sent')).toMatchObject([{ detail: { error: 'parameter-problem' } }]);
  });

  it('is read by tshark with the route, and every checksum is right', async (context) => {
    const network = line();
    send(network, [7, 15, 4, ...Array<number>(12).fill(0), 0]);
    const file = join(await temporary(), 'route.pcapng');
    const packets = network.facts('frame.sent').map(({ time, frame }) => {
      const bytes = network.timeline.trace.frameOf(frame)!.bytes();
      return { interface: 0, time, bytes: Uint8Array.from([...bytes, 0, 0, 0, 0]), direction: 'out' as const };
    });
    await writeFile(file, writeCapture([{ name: 'cable', description: '' }], packets));
    const words = ['-o', 'ip.check_checksum:TRUE', '-Y', 'ip.opt.type == 7', '-T', 'fields'];
    const fields = ['ip.checksum.status', 'ip.rec_rt', '_ws.malformed'].flatMap((field) => ['-e', field]);
    const shown = tshark(context, '-r', file, ...words, ...fields)
      .split('\n')
      .slice(0, -1);
    expect(shown.map((row) => row.split('\t')[0])).toEqual(['1', '1', '1']);
    expect(shown.map((row) => row.split('\t')[2] ?? '')).toEqual(['', '', '']);
    expect(shown.at(-1)).toContain('10.0.2.1,10.0.3.1,10.0.4.254');
  });
});
