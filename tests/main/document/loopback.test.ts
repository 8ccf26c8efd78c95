import { describe, expect, it } from 'vitest';
import { newDevice } from '#document/edits.ts';
import { readDocument } from '#document/read.ts';
import type { DeviceRecord } from '#document/records.ts';
import { writeDocument } from '#document/write.ts';

function reading(device: DeviceRecord) {
  return readDocument(writeDocument({ format: 'hopscope', version: 1, title: '', seed: 1, records: [device] }));
}
const gateway = (loopback: DeviceRecord['loopback'], kind: DeviceRecord['kind'] = 'gateway'): DeviceRecord => ({
  ...newDevice(kind, { x: 0, y: 0 }, new Map()),
  ...(loopback === undefined ? {} : { loopback }),
});
const inward = { protocol: 'tcp', port: 8080, address: '10.0.0.2', to: 80 } as const;

describe('a gateway in a file', () => {
  it('keeps its ways in and out', () => {
    const device = gateway({ inward: [inward, { ...inward, protocol: 'udp' }], outward: [{ port: 5000, to: 3000 }] });
    expect(reading(device)).toMatchObject({ document: { records: [{ loopback: device.loopback }] } });
  });

  it('may have none', () => {
    expect(reading(gateway(undefined))).toHaveProperty('document');
  });

  it.each([
    ['a port only an administrator may open', { ...inward, port: 80 }, 'out-of-range'],
    ['no drawn address', { ...inward, address: 'server' }, 'bad-address'],
    ['another protocol', { ...inward, protocol: 'icmp' }, 'unknown-choice'],
  ])('is refused with %s', (_, line, name) => {
    const device = gateway({ inward: [line as typeof inward], outward: [] });
    expect(reading(device)).toMatchObject({ problems: [{ name }] });
  });

  it('leads one port to one place only', () => {
    expect(reading(gateway({ inward: [inward, { ...inward, to: 81 }], outward: [] }))).toMatchObject({
      problems: [{ name: 'port-forwarded-twice', parameters: { port: 8080 } }],
    });
  });

  it('is the only device with such ways', () => {
    expect(reading(gateway({ inward: [inward], outward: [] }, 'router'))).toMatchObject({
      problems: [{ name: 'not-for-this-kind' }],
    });
  });
});
