import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BRIDGE_GROUP, emitBpdu, formatBpduFlags, parseBpdu, type Bpdu } from '#engine/wire/bpdu.ts';
import { explain } from '#engine/wire/explain.ts';
import { Frame } from '#engine/wire/frame.ts';
import { summarize } from '#engine/wire/summary.ts';

const bpdu: Bpdu = {
  role: 3,
  proposal: true,
  agreement: false,
  learning: false,
  forwarding: false,
  topologyChange: false,
  rootPriority: 4096,
  rootMac: 0x020000000100,
  rootCost: 200_000,
  bridgePriority: 32_768,
  bridgeMac: 0x020000000200,
  port: 0x8001,
  messageAge: 1e9,
  maxAge: 20e9,
  helloTime: 2e9,
  forwardDelay: 15e9,
};
const frameOf = (one: Bpdu): Frame => {
  const { head, body } = emitBpdu(one, 0x020000000201);
  return new Frame(1, 1, head, body);
};

describe('a BPDU', () => {
  it('has the bytes of IEEE 802.1D-2004 §9.3.3, behind a length and LLC', () => {
    const bytes = frameOf(bpdu).bytes();
    expect(bytes).toHaveLength(60);
    expect(hex(bytes.subarray(0, 53))).toBe(
      [
        '0180c2000000 020000000201 0027 424203',
        '0000 02 02 0e',
        '1000020000000100 00030d40 8000020000000200 8001',
        '0100 1400 0200 0f00 00',
      ]
        .join('')
        .replaceAll(' ', ''),
    );
  });

  it('reads as it was written, whatever it says', () => {
    const times = fc.integer({ min: 0, max: 255 }).map((seconds) => seconds * 1e9);
    const bridge = { priority: fc.integer({ min: 0, max: 15 }).map((one) => one * 4096), mac: fc.nat(2 ** 48 - 1) };
    const any: fc.Arbitrary<Bpdu> = fc.record({
      role: fc.constantFrom(0, 1, 2, 3),
      proposal: fc.boolean(),
      agreement: fc.boolean(),
      learning: fc.boolean(),
      forwarding: fc.boolean(),
      topologyChange: fc.boolean(),
      rootPriority: bridge.priority,
      rootMac: bridge.mac,
      rootCost: fc.nat(2 ** 31 - 1),
      bridgePriority: bridge.priority,
      bridgeMac: bridge.mac,
      port: fc.nat(0xffff),
      messageAge: times,
      maxAge: times,
      helloTime: times,
      forwardDelay: times,
    });
    fc.assert(
      fc.property(any, (one) => {
        expect(parseBpdu(frameOf(one))).toEqual(one);
      }),
      { seed: 17, numRuns: 200 },
    );
  });

  it('is explained field by field, and summed up in one line', () => {
    const bytes = frameOf(bpdu).bytes();
    const layers = explain(bytes);
    expect(layers.map(({ protocol, from, to }) => [protocol, from, to])).toEqual([
      ['ethernet', 0, 14],
      ['llc', 14, 17],
      ['stp', 17, 53],
      ['padding', 53, 60],
    ]);
    const text = (key: string) => layers[2]!.fields.find((field) => field.key === key)!.text;
    expect(text('stp.root.hw')).toBe('02:00:00:00:01:00');
    expect(text('stp.version')).toBe('2 (RSTP)');
    expect(summarize(bytes)).toMatchObject({
      protocol: 'stp',
      info: 'RST. Root=4096/02:00:00:00:01:00 Cost=200000 Port=0x8001 [Designated, Proposal]',
    });
    expect(formatBpduFlags({ ...bpdu, role: 2, proposal: false, agreement: true })).toBe('Root, Agreement');
  });

  it('of the first protocol, cut short, or not a BPDU at all is a fault and never a meaning', () => {
    const bytes = frameOf(bpdu).bytes();
    const faultOf = (at: number, value: number, length = 60) => {
      const changed = bytes.slice(0, length);
      changed[at] = value;
      return parseBpdu(new Frame(1, 1, changed, new Uint8Array(0)));
    };
    expect(faultOf(20, 0)).toMatchObject({ fault: 'bpdu.not-rapid' });
    expect(faultOf(14, 0xaa)).toMatchObject({ fault: 'bpdu.not-rapid' });
    expect(faultOf(0, 1, 40)).toMatchObject({ fault: 'bpdu.truncated' });
    expect(faultOf(0, 1, 15)).toMatchObject({ fault: 'bpdu.truncated' });
    expect(BRIDGE_GROUP).toBe(0x0180c2000000);
    for (let length = 0; length <= 60; length++) expect(() => explain(bytes.subarray(0, length))).not.toThrow();
  });
});

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
