import { describe, expect, it } from 'vitest';
import { explain } from '#engine/wire/explain.ts';
import { Frame } from '#engine/wire/frame.ts';
import { protocolOf } from '#engine/wire/protocol.ts';
import { summarize } from '#engine/wire/summary.ts';
import { vlanTagOf, withoutTag, withTag } from '#engine/wire/vlan.ts';

const tag = { priority: 5, dropEligible: true, id: 0xabc };

/** An ARP request, padded to the least length. */
function request(): Frame {
  const bytes = new Uint8Array(60);
  bytes.set([255, 255, 255, 255, 255, 255, 2, 0, 0, 0, 0, 1, 8, 6, 0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1]);
  bytes.set([10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 10, 0, 0, 2], 28);
  return new Frame(1, 1, bytes.subarray(0, 42), bytes.subarray(42));
}

describe('a VLAN tag', () => {
  it('stands between the source address and the EtherType, and shares the payload', () => {
    const frame = request();
    const { head, body } = withTag(frame, tag);
    expect([...head.subarray(12, 18)]).toEqual([0x81, 0x00, 0xba, 0xbc, 0x08, 0x06]);
    expect(head).toHaveLength(46);
    expect(body).toBe(frame.body);
    expect(vlanTagOf(new Frame(2, 1, head, body))).toEqual(tag);
  });

  it('leaves the frame as it was when it is taken out, wherever head and body are cut', () => {
    const frame = request();
    const { head, body } = withTag(frame, tag);
    expect(new Frame(3, 1, ...parts(withoutTag(new Frame(2, 1, head, body)))).bytes()).toEqual(frame.bytes());
    const whole = new Uint8Array([...head, ...body]);
    for (const cut of [0, 7, 13, 15, 18, 30]) {
      const tagged = new Frame(2, 1, whole.subarray(0, cut), whole.subarray(cut));
      expect(vlanTagOf(tagged)).toEqual(tag);
      expect(new Frame(3, 1, ...parts(withoutTag(tagged))).bytes()).toEqual(frame.bytes());
    }
  });

  it('is padded away: what is too short without it gets zeros again', () => {
    const { head } = withTag({ head: new Uint8Array(56), body: new Uint8Array(0) }, tag);
    expect(new Frame(2, 1, ...parts(withoutTag(new Frame(1, 1, head, new Uint8Array(0))))).length).toBe(60);
  });

  it('is not seen in a frame that has none or ends inside it', () => {
    expect(vlanTagOf(request())).toBeNull();
    const { head } = withTag(request(), tag);
    expect(vlanTagOf(new Frame(1, 1, head.subarray(0, 17), new Uint8Array(0)))).toBeNull();
  });

  it('is explained as a layer of its own, and what is behind it as ever', () => {
    const { head, body } = withTag(request(), tag);
    const bytes = new Frame(1, 1, head, body).bytes();
    const layers = explain(bytes);
    expect(layers.map(({ protocol, from, to }) => [protocol, from, to])).toEqual([
      ['ethernet', 0, 14],
      ['vlan', 14, 18],
      ['arp', 18, 46],
      ['padding', 46, 64],
    ]);
    expect(layers[1]!.fields.map(({ key, text }) => `${key} ${text}`)).toEqual([
      'vlan.priority 5',
      'vlan.dei 1',
      'vlan.id 2748',
      'vlan.etype 0x0806 (ARP)',
    ]);
    expect(layers.every(({ fault }) => fault === null)).toBe(true);
    expect(summarize(bytes)).toMatchObject({
      protocol: 'arp',
      info: '[VLAN 2748] Who has 10.0.0.2? Tell 10.0.0.1',
      length: 64,
    });
    expect(protocolOf(new Frame(1, 1, head, body))).toBe(1);
  });
});

function parts({ head, body }: { head: Uint8Array; body: Uint8Array }): [Uint8Array, Uint8Array] {
  return [head, body];
}
