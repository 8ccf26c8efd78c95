import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '#engine/wire/address.ts';
import { checksumOf, sum } from '#engine/wire/checksum.ts';
import { encapsulate, ETHERTYPE_IPV4 } from '#engine/wire/ethernet.ts';
import { isFault } from '#engine/wire/fault.ts';
import { emitIcmp } from '#engine/wire/icmp.ts';
import { parseIpv4 } from '#engine/wire/ipv4.ts';
import { walkIpOptions } from '#engine/wire/ipv4-options.ts';
import { writeCapture } from '#support/capture.ts';
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
    // Three times there, four times back.
    expect(shown.map((row) => row.split('\t')[0])).toEqual(Array(7).fill('1'));
    expect(shown.map((row) => row.split('\t')[2] ?? '')).toEqual(Array(7).fill(''));
    expect(shown.at(-1)).toContain('10.0.2.1,10.0.3.1,10.0.4.254');
  });

  it('goes into the answer of an echo, so that ping -R tells the way there and back (RFC 1122 §3.2.2.6)', () => {
    const network = line();
    const printed = network.command('pc1', 'ping -R -c 2 10.0.4.1');
    network.run('5s');
    const there = ['10.0.1.1', '10.0.2.1', '10.0.3.1', '10.0.4.254'];
    const back = ['10.0.4.1', '10.0.3.2', '10.0.2.2', '10.0.1.254'];
    const [heading, first, ...more] = printed();
    expect(heading).toBe('PING 10.0.4.1 (10.0.4.1) 56(124) bytes of data.');
    expect(first).toMatch(/^64 bytes from 10\.0\.4\.1: icmp_seq=1 ttl=61 time=0\.\d+ ms$/);
    const route = [...there, ...back].map((address) => `\t${address}`);
    expect(more.slice(0, 9)).toEqual([`RR: ${route[0]}`, ...route.slice(1), '']);
    expect(more[9]).toMatch(/icmp_seq=2 .* ms\t\(same route\)$/);
  });

  it('of a packet in fragments stands in the first of them only', () => {
    const network = line();
    const printed = network.command('pc1', 'ping -R -s 3000 -c 1 10.0.4.1');
    network.run('5s');
    expect(printed().join('\n')).toMatch(/3008 bytes from .*\nRR: \t10\.0\.1\.1\n/);
  });
});

const SEED = 20_294;
/** Options of known and unknown types, more or less sensible; what is left of the last word is filled. */
const anyOptions = fc
  .array(
    fc.record({
      type: fc.constantFrom(0, 1, 7, 7, 68, 68, 131, 137, 148, 200),
      length: fc.constantFrom(0, 2, 3, 4, 7, 8, 11, 12, 15, 20),
      pointer: fc.constantFrom(0, 4, 5, 8, 9, 12, 13, 16, 255),
      rest: fc.uint8Array({ minLength: 17, maxLength: 17 }),
    }),
    { maxLength: 4 },
  )
  .map((options) => {
    const bytes = options.flatMap(({ type, length, pointer, rest }) =>
      type < 2 ? [type] : [type, length, pointer, ...rest].slice(0, Math.max(length, 2)),
    );
    const words = Math.min(10, Math.ceil(bytes.length / 4));
    return Array.from({ length: words * 4 }, (_, at) => bytes[at] ?? 0);
  });

describe('whatever options a request carries', () => {
  it(`what leaves for it is a good packet, and its options make sense (seed ${SEED})`, () => {
    fc.assert(
      fc.property(anyOptions, (options) => {
        const network = line();
        send(network, options);
        for (const { frame } of network.facts('frame.sent')) {
          const sent = network.timeline.trace.frameOf(frame)!;
          const ip = parseIpv4(sent);
          if (network.summary(frame).protocol === 'arp') continue;
          if (isFault(ip)) throw new Error(`${ip.fault}: ${[...sent.bytes()].join(' ')}`);
          const header = sent.slice(IP, ip.headerLength);
          const { spans, wrong } = walkIpOptions(header, 20, ip.headerLength);
          // A list of times may come to have less room left than a time takes: then it is wrong (RFC 791 §3.1).
          if (!spans.some(({ type }) => type === 68) && header[wrong - 2] !== 68) expect(wrong).toBe(-1);
        }
        const answers = network.facts('icmp.echo.answered').length + network.facts('frame.dropped').length;
        expect(answers).toBeGreaterThan(0);
      }),
      { seed: SEED, numRuns: 100 },
    );
  });
});

describe('a source route that was gone to its end', () => {
  it('is turned round in the answer of an echo (RFC 1122 §3.2.2.6), which nobody here follows', () => {
    const network = line();
    // Loose, by 10.0.2.2 and 10.0.3.2; the pointer is behind both.
    send(network, [131, 11, 12, 10, 0, 2, 2, 10, 0, 3, 2, 0]);
    const [answer] = network
      .facts('frame.sent')
      .filter(({ device }) => device === 'pc2')
      .slice(-1);
    const bytes = network.timeline.trace.frameOf(answer!.frame)!.bytes();
    expect([...bytes.slice(IP + 16, OPTIONS + 12)]).toEqual([10, 0, 3, 2, 131, 11, 4, 10, 0, 2, 2, 10, 0, 1, 1, 0]);
    expect(network.facts('frame.dropped')).toMatchObject([{ device: 'router3', reason: 'source-routed' }]);
  });
});

describe('the timestamp option', () => {
  const lines = (network: Lab, command: string): string[] => {
    const printed = network.command('pc1', command);
    network.run('5s');
    return printed();
  };

  it('tells with ping -T how long each part of the way took, ms', () => {
    const network = lab('pc1 -- router1 -- pc2', {
      addresses: {
        pc1: '10.0.1.1/24 via 10.0.1.254',
        router1: ['10.0.1.254/24', '10.0.2.254/24'],
        pc2: '10.0.2.1/24 via 10.0.2.254',
      },
      cable: { delay: 10e6 },
    });
    // The first asks for MAC addresses; of the second the times are those of the cables alone.
    const printed = lines(network, 'ping -T tsandaddr -c 2 10.0.2.1');
    const at = printed.findIndex((text) => text.includes('icmp_seq=2'));
    expect(printed.slice(at + 1, at + 6)).toEqual([
      'TS: \t10.0.1.1\t1000 absolute',
      '\t10.0.2.254\t10',
      '\t10.0.2.1\t10',
      '\t10.0.1.254\t10',
      '',
    ]);
  });

  it('counts who found no room, and can hold times alone', () => {
    const network = line();
    expect(lines(network, 'ping -T tsandaddr -c 1 10.0.4.1')).toContain('Unrecorded hops: 4');
    const times = lines(network, 'ping -T tsonly -c 1 10.0.4.1');
    expect(times.filter((text) => text.startsWith('\t'))).toHaveLength(7);
  });

  it('asks with tsprespec only those it names', () => {
    const printed = lines(line(), 'ping -T tsprespec 10.0.2.2 10.0.4.1 -c 1 10.0.4.1');
    const from = printed.findIndex((text) => text.startsWith('TS: '));
    expect(printed.slice(from, from + 3)).toEqual([
      expect.stringMatching(/^TS: \t10\.0\.2\.2\t\d+ absolute$/),
      expect.stringMatching(/^\t10\.0\.4\.1\t\d+$/),
      '',
    ]);
  });

  it('with less room left than a time takes makes no sense, and its sender is told where', () => {
    const network = line();
    send(network, [68, 12, 9, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(network.facts('frame.dropped')).toMatchObject([
      { device: 'router1', reason: 'ipv4.bad-option', detail: { found: '22' } },
    ]);
  });

  it('that is full counts fifteen who found no room; where a sixteenth would have to be counted it is in error (RFC 791 §3.1)', () => {
    // Times alone, one of them, taken; overflow 14 and then 15.
    const full = (overflow: number): number[] => [68, 8, 9, overflow << 4, 0, 0, 0, 1];
    const network = line();
    send(network, full(14));
    const [first] = network.facts('frame.dropped');
    // The first router counts itself as the fifteenth, and the second is one too many.
    expect(first).toMatchObject({ device: 'router2', reason: 'ipv4.bad-option', detail: { found: '23' } });
    const problem = network.facts('frame.arrived').find(({ device, frame }) => {
      return device === 'pc1' && network.summary(frame).info.includes('Parameter problem');
    });
    expect(problem).toBeDefined();
  });

  it('that names whom it asks counts nobody, however full it is', () => {
    const network = line();
    send(network, [68, 12, 13, 0xf3, 10, 9, 9, 9, 0, 0, 0, 1]);
    // The answer is back, to a program that is none.
    expect(network.facts('frame.dropped').map(({ device, reason }) => [device, reason])).toEqual([
      ['pc1', 'no-socket'],
    ]);
  });
});
