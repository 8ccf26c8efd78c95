import { describe, expect, it } from 'vitest';
import { fits, gapTime, transmissionTime } from '#engine/link/cable.ts';
import { Frame } from '#engine/wire/frame.ts';
import { lab } from '#support/lab.ts';

const fast = { bandwidth: 100e6, delay: 10_000, mtu: 1500, queue: 100 };
const frame = (length: number) => new Frame(1, 1, new Uint8Array(length), new Uint8Array(0));

describe('a cable', () => {
  it('needs the time of preamble, frame and FCS to send a frame', () => {
    // 8 + 60 + 4 bytes at 100 Mbit/s.
    expect(transmissionTime(fast, frame(60))).toBe(5_760);
    expect(gapTime(fast)).toBe(960);
  });

  it('carries no frame longer than its MTU and an Ethernet header', () => {
    expect(fits(fast, frame(1514))).toBe(true);
    expect(fits(fast, frame(1515))).toBe(false);
  });

  it('delivers the last bit one transmission and one delay after the first bit left', () => {
    const network = lab('pc1 -- pc2');
    network.ping('pc1', '10.0.0.2');
    network.run('1ms');
    const [sent] = network.facts('frame.sent');
    const [arrived] = network.facts('frame.arrived');
    expect(arrived!.time - sent!.time).toBe(5_760 + 10_000);
    expect(arrived!.cause).toBe(sent!.seq);
  });

  it('makes a frame wait until the one before has left, and throws away what finds its queue full', () => {
    const network = lab('pc1 -- switch1 -- pc2', { cable: { queue: 2, bandwidth: 1e6 } });
    for (let at = 0; at < 4; at++)
      network.timeline.act({ kind: 'inject', device: 'switch1', port: 'port1', bytes: bytes(at) });
    network.run('10ms');
    const toPc2 = network.facts('frame.sent').filter(({ device }) => device === 'switch1');
    expect(toPc2).toHaveLength(3);
    expect(network.facts('frame.queued')).toHaveLength(2);
    const full = network.facts('frame.dropped').find(({ reason }) => reason === 'queue-full');
    expect(full!.detail).toEqual({ found: '2', expected: '2' });
    // 72 bytes at 1 Mbit/s, then the gap of 12 bytes.
    expect(toPc2[1]!.time - toPc2[0]!.time).toBe(576_000 + 96_000);
  });

  it('drops, at the adapter, what a host sends without a cable', () => {
    const network = lab('pc1 -- pc2');
    network.timeline.act({ kind: 'change', change: { devices: [], cables: [], programs: [], remove: ['pc1-pc2'] } });
    network.ping('pc1', '10.0.0.2');
    network.run('1ms');
    expect(network.facts('frame.dropped')).toMatchObject([{ device: 'pc1', reason: 'no-cable' }]);
  });

  it('loses, on record, the frame that is on it when it is pulled out', () => {
    const network = lab('pc1 -- pc2');
    network.ping('pc1', '10.0.0.2');
    network.run('8us');
    expect(network.timeline.flights()).toHaveLength(1);
    network.timeline.act({ kind: 'change', change: { devices: [], cables: [], programs: [], remove: ['pc1-pc2'] } });
    expect(network.timeline.flights()).toHaveLength(0);
    expect(network.facts('frame.dropped')).toMatchObject([{ device: 'pc2', reason: 'cable-removed' }]);
  });
});

function bytes(sequence: number): Uint8Array {
  const all = new Uint8Array(60).fill(0xff, 0, 6);
  all[7] = sequence;
  return all;
}
