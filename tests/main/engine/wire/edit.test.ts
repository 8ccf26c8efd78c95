import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, type TestContext } from 'vitest';
import { editableFields, editFrame } from '#engine/wire/edit.ts';
import { explain } from '#engine/wire/explain.ts';
import { Frame } from '#engine/wire/frame.ts';
import { writeCapture } from '#support/capture.ts';
import { folders } from '#support/folder.ts';
import { lab } from '#support/lab.ts';
import { tshark } from '#support/tshark.ts';

/** The first frame of each protocol that a small network sends. */
function frames(): Map<string, Uint8Array> {
  const network = lab('pc1 -- pc2');
  network.ping('pc1', '10.0.0.2', 1, { size: 57 });
  network.type('pc2', 'nc -l 80');
  network.type('pc1', 'nc 10.0.0.2 80');
  network.type('pc2', 'nc -u -l 81', 'tty2');
  network.type('pc1', 'nc -u 10.0.0.2 81', 'tty2');
  network.run('1s');
  network.type('pc1', 'hello', 'tty2');
  network.run('1s');
  const found = new Map<string, Uint8Array>();
  for (const { frame } of network.facts('frame.sent')) {
    const bytes = network.timeline.trace.frameOf(frame)!.bytes();
    const { protocol } = network.summary(frame);
    if (!found.has(protocol)) found.set(protocol, bytes);
  }
  return found;
}

const FRAMES = frames();
const frame = (protocol: string): Uint8Array => FRAMES.get(protocol)!;
const faults = (bytes: Uint8Array) => explain(bytes).flatMap(({ fault }) => (fault === null ? [] : [fault.fault]));
const valueOf = (bytes: Uint8Array, key: string) => editableFields(bytes).find((field) => field.key === key)?.text;

describe('a field of a frame', () => {
  it.each([
    ['tcp', 'ip.ttl', '3', '3'],
    ['tcp', 'ip.src', '192.0.2.7', '192.0.2.7'],
    ['tcp', 'eth.dst', 'ff:ff:ff:ff:ff:ff', 'ff:ff:ff:ff:ff:ff'],
    ['tcp', 'tcp.flags', 'fin, ack', 'FIN, ACK'],
    ['tcp', 'tcp.flags.syn', '0', '0'],
    ['tcp', 'tcp.seq', '0xffffffff', '4294967295'],
    ['tcp', 'ip.dsfield.dscp', 'EF', '46 (EF)'],
    ['tcp', 'ip.flags.df', 'false', '0'],
    ['icmp', 'icmp.type', '0 (Echo (ping) reply)', '0 (Echo (ping) reply)'],
    ['icmp', 'icmp.seq', '513', '513'],
    ['udp', 'udp.dstport', '53', '53'],
    ['arp', 'arp.opcode', '2', '2 (reply)'],
    ['tcp', 'tcp.options.mss_val', '536', '536'],
  ])('of %s is set by its filter name: %s = %s', (protocol, key, text, printed) => {
    const edited = editFrame(frame(protocol), { [key]: text }, 'recompute');
    expect(edited).toBeInstanceOf(Uint8Array);
    expect(valueOf(edited as Uint8Array, key)?.toLowerCase()).toBe(printed.toLowerCase());
    expect(faults(edited as Uint8Array).filter((fault) => fault.includes('checksum'))).toEqual([]);
  });

  it('changes no bit but its own and those of checksums', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FRAMES.keys()), fc.nat(), fc.nat(), (protocol, which, number) => {
        const bytes = frame(protocol);
        const fields = editableFields(bytes);
        const field = fields[which % fields.length]!;
        const value = (number % (Math.floor(field.most / field.step) + 1)) * field.step;
        const text = field.format === 'mac' || field.format === 'ipv4' ? field.text : `${value}`;
        const edited = editFrame(bytes, { [field.key]: text }, 'keep') as Uint8Array;
        expect(edited).toHaveLength(bytes.length);
        const back = editFrame(edited, { [field.key]: valueOf(bytes, field.key)! }, 'keep');
        // Where the field says what comes behind it, it may not be found there any more.
        if (back instanceof Uint8Array) expect(back).toEqual(bytes);
      }),
      { seed: 4107, numRuns: 300 },
    );
  });

  it('is found and edited in any bytes, cut or mixed up, without a throw (seed 4108)', () => {
    const mixed = fc.record({
      protocol: fc.constantFrom(...FRAMES.keys()),
      end: fc.nat(120),
      flips: fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 6 }),
      which: fc.nat(),
      value: fc.nat(2 ** 31),
    });
    fc.assert(
      fc.property(mixed, ({ protocol, end, flips, which, value }) => {
        const bytes = frame(protocol).slice(0, end);
        for (const [at, byte] of flips) if (at < bytes.length) bytes[at] = byte;
        const fields = editableFields(bytes);
        if (fields.length === 0) return;
        const { key } = fields[which % fields.length]!;
        const edited = editFrame(bytes, { [key]: `${value}` }, 'recompute');
        if (edited instanceof Uint8Array) expect(edited).toHaveLength(bytes.length);
        else expect(edited.parameters).toMatchObject({ field: key });
      }),
      { seed: 4108, numRuns: 1000 },
    );
  });

  it('is written as it is printed, every one of them', () => {
    for (const bytes of FRAMES.values()) {
      for (const { key, text } of editableFields(bytes)) {
        expect([key, editFrame(bytes, { [key]: text }, 'keep')]).toEqual([key, bytes]);
      }
    }
  });

  it.each([
    ['tcp', 'ip.ttl', '256', 'value-out-of-range'],
    ['tcp', 'ip.hdr_len', '21', 'not-a-step'],
    ['tcp', 'ip.src', '10.0.0.256', 'bad-value'],
    ['tcp', 'ip.ttl', '-1', 'bad-value'],
    ['tcp', 'ip.ttl', '', 'bad-value'],
    ['tcp', 'tcp.flags', 'SYN, BOLD', 'bad-value'],
    ['tcp', 'udp.dstport', '1', 'field-not-there'],
    ['tcp', 'data.data', '00', 'unknown-field'],
    ['tcp', '__proto__', '1', 'unknown-field'],
  ])('of %s is refused by name: %s = %s', (protocol, key, text, fault) => {
    expect(editFrame(frame(protocol), { [key]: text }, 'recompute')).toMatchObject({
      fault,
      parameters: { field: key },
    });
  });
});

describe('checksums of an edited frame', () => {
  it('stay as they were when they are to be kept', () => {
    const edited = editFrame(frame('tcp'), { 'ip.ttl': '3', 'tcp.dstport': '8080' }, 'keep') as Uint8Array;
    expect(faults(edited)).toContain('ipv4.bad-checksum');
  });

  it('are as written where one is edited itself, and the others fit', () => {
    const edited = editFrame(frame('tcp'), { 'tcp.checksum': '0x1234', 'ip.ttl': '3' }, 'recompute') as Uint8Array;
    expect(valueOf(edited, 'tcp.checksum')).toBe('0x1234');
    expect(faults(edited)).toEqual(['tcp.bad-checksum']);
  });

  it('of UDP stay away where the sender made none', () => {
    const without = editFrame(frame('udp'), { 'udp.checksum': '0' }, 'recompute') as Uint8Array;
    const edited = editFrame(without, { 'udp.dstport': '9' }, 'recompute') as Uint8Array;
    expect(valueOf(edited, 'udp.checksum')).toBe('0x0000');
  });
});

describe('an independent reader', () => {
  const PROTOCOLS = ['tcp', 'udp', 'icmp'];
  const fields = { 'ip.ttl': '3', 'ip.src': '192.0.2.7' };
  const temporary = folders();

  /** What tshark says of the checksums of edited frames, a line each: of IPv4 and of what that carries (1: good, 0: bad). */
  async function judged(context: TestContext, all: Uint8Array[]): Promise<string[]> {
    const file = join(await temporary(), 'edited.pcapng');
    const packets = all.map((bytes) => {
      const { fcs } = new Frame(1, 1, bytes, new Uint8Array(0));
      const tail = [fcs & 0xff, (fcs >>> 8) & 0xff, (fcs >>> 16) & 0xff, fcs >>> 24];
      return { interface: 0, time: 0, bytes: Uint8Array.from([...bytes, ...tail]) };
    });
    await writeFile(file, writeCapture([{ name: 'cable' }], packets));
    const asked = ['ip', 'tcp', 'udp'].flatMap((name) => ['-o', `${name}.check_checksum:TRUE`]);
    const shown = ['eth.fcs', 'ip.checksum', 'tcp.checksum', 'udp.checksum', 'icmp.checksum'].flatMap((name) => [
      '-e',
      `${name}.status`,
    ]);
    const words = ['-r', file, '-o', 'eth.check_fcs:TRUE', ...asked, '-T', 'fields', '-E', 'separator=,', ...shown];
    return tshark(context, ...words)
      .trim()
      .split('\n')
      .map((line) => line.replace(/,+/g, ' ').trim());
  }

  it('finds every checksum of an edited packet right when they were recomputed', async (context) => {
    const edited = PROTOCOLS.map((protocol) => editFrame(frame(protocol), fields, 'recompute') as Uint8Array);
    expect(await judged(context, edited)).toEqual(['1 1 1', '1 1 1', '1 1 1']);
  });

  it('finds them wrong when they were kept: ICMP alone covers no address', async (context) => {
    const edited = PROTOCOLS.map((protocol) => editFrame(frame(protocol), fields, 'keep') as Uint8Array);
    expect(await judged(context, edited)).toEqual(['1 0 0', '1 0 0', '1 0 1']);
  });
});
