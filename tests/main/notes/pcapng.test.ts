import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folders } from '#support/folder.ts';
import { tshark } from '#support/tshark.ts';
import { crc32 } from '#engine/wire/crc32.ts';
import { captureChunks, type CapturedPacket } from '#notes/pcapng.ts';
import { writeCapture } from '#support/capture.ts';

const folder = folders();

/** Every block of a capture: its type and its whole bytes. Throws where lengths do not fit together. */
function blocksOf(capture: Uint8Array): { type: number; bytes: Uint8Array }[] {
  const view = new DataView(capture.buffer, capture.byteOffset, capture.length);
  const blocks = [];
  for (let at = 0; at < capture.length;) {
    const length = view.getUint32(at + 4, true);
    if (length % 4 !== 0) throw new Error(`a block of ${length} bytes at ${at} is not aligned`);
    if (view.getUint32(at + length - 4, true) !== length) throw new Error(`the lengths of the block at ${at} differ`);
    blocks.push({ type: view.getUint32(at, true), bytes: capture.subarray(at, at + length) });
    at += length;
  }
  return blocks;
}

/** A frame of an experimental EtherType with its FCS. */
function frame(length: number): Uint8Array {
  const bytes = new Uint8Array(length + 4);
  bytes.set([2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x88, 0xb5]);
  new DataView(bytes.buffer).setUint32(length, crc32(bytes.subarray(0, length)), true);
  return bytes;
}

describe('a capture', () => {
  it('is one section header, an interface description each, a packet each', () => {
    const packets = [{ interface: 1, time: 5, bytes: frame(60) }];
    const types = blocksOf(writeCapture([{ name: 'a' }, { name: 'b' }], packets)).map(({ type }) => type);
    expect(types).toEqual([0x0a0d0d0a, 1, 1, 6]);
  });

  it('without packets is a capture all the same', async (context) => {
    const file = join(await folder(), 'empty.pcapng');
    await writeFile(file, writeCapture([{ name: 'pc1.eth0' }], []));
    expect(tshark(context, '-r', file)).toBe('');
  });

  it('is aligned whatever the length of frames, names and comments', () => {
    for (let length = 14; length < 22; length++) {
      const packet = { interface: 0, time: 0, bytes: frame(length), comment: 'c'.repeat(length) };
      expect(blocksOf(writeCapture([{ name: 'n'.repeat(length) }], [packet]))).toHaveLength(3);
    }
  });

  it('has the same bytes whether a frame comes whole or in parts', () => {
    const whole = frame(64);
    const parts = [whole.subarray(0, 14), whole.subarray(14, 14), whole.subarray(14)];
    const capture = (bytes: CapturedPacket['bytes']) =>
      writeCapture([{ name: 'a' }], [{ interface: 0, time: 1, bytes }]);
    expect(capture(parts)).toEqual(capture(whole));
  });

  it('of many packets comes in pieces of about a megabyte, together the whole', () => {
    const bytes = frame(1514);
    const packets = Array.from({ length: 3000 }, (_, time) => ({ interface: 0, time, bytes }));
    const chunks = [...captureChunks([{ name: 'a' }], packets)];
    expect(chunks.length).toBeGreaterThan(3);
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThan(1.1 * 2 ** 20);
    expect(Buffer.concat(chunks).equals(writeCapture([{ name: 'a' }], packets))).toBe(true);
  });

  it('takes a frame longer than a piece', () => {
    const bytes = new Uint8Array(3 << 20);
    expect(
      blocksOf(writeCapture([{ name: 'a' }], [{ interface: 0, time: 0, bytes }]))[2]!.bytes.length,
    ).toBeGreaterThan(3 << 20);
  });

  it('is read by Wireshark with names, times, directions, comments and frame check sequences', async (context) => {
    const file = join(await folder(), 'x.pcapng');
    const damaged = frame(60);
    damaged[20]! ^= 1;
    const times = [0, 1, 2 ** 32 + 7, 86_400_000_000_001];
    const packets: CapturedPacket[] = [
      { interface: 0, time: times[0]!, bytes: frame(60), direction: 'out', packet: 1, comment: '버려짐: why' },
      { interface: 1, time: times[1]!, bytes: frame(60), direction: 'in', packet: 1 },
      { interface: 1, time: times[2]!, bytes: damaged, direction: 'in', packet: 2 ** 40 },
      { interface: 0, time: times[3]!, bytes: frame(1514), direction: 'out' },
    ];
    await writeFile(
      file,
      writeCapture([{ name: '컴퓨터.eth0', description: 'cable1' }, { name: 'switch1.port1' }], packets),
    );
    const fields = [
      'frame.interface_name',
      'frame.time_epoch',
      'frame.packet_flags_direction',
      'frame.comment',
      'eth.fcs.status',
    ];
    const shown = tshark(
      context,
      '-r',
      file,
      '-o',
      'eth.check_fcs:TRUE',
      '-T',
      'fields',
      ...fields.flatMap((field) => ['-e', field]),
    );
    expect(
      shown
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t')),
    ).toEqual([
      ['컴퓨터.eth0', '0.000000000', '0x00000002', '버려짐: why', '1'],
      ['switch1.port1', '0.000000001', '0x00000001', '', '1'],
      ['switch1.port1', '4.294967303', '0x00000001', '', '0'],
      ['컴퓨터.eth0', '86400.000000001', '0x00000002', '', '1'],
    ]);
  });
});
