import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TUNNEL_OUTSIDE } from '#engine/devices/tunnel-settings.ts';
import { lab, type Lab, type LabOptions } from '#support/lab.ts';

const SEED = 4096;
const DRAWING = `pc1 -- switch1 -- tunnel1`;

/** A frame to everybody of so many bytes, from an address of its own. */
function broadcast(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  bytes.set([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02, 0, 0, 0, 0, 0x99, 0x88, 0xb5].slice(0, length));
  return bytes;
}

function inject(network: Lab, bytes: Uint8Array): void {
  network.timeline.act({ kind: 'inject', device: 'tunnel1', port: TUNNEL_OUTSIDE, bytes });
}

/** A lab whose tunnel is switched on; `out` gets what leaves. */
function joined(drawing = DRAWING, options: LabOptions = {}): { network: Lab; out: Uint8Array[]; part: () => void } {
  const network = lab(drawing, options);
  const out: Uint8Array[] = [];
  const part = network.timeline.join('tunnel1', TUNNEL_OUTSIDE, (bytes) => out.push(bytes));
  return { network, out, part };
}

describe('a tunnel', () => {
  it('hands out what comes along its cable, whoever it is for, without the FCS', () => {
    const { network, out } = joined();
    network.ping('pc1', '10.0.0.77');
    network.run('1ms');
    expect(out).toHaveLength(1);
    const request = network.timeline.trace.frameOf(network.facts('frame.outside')[0]!.frame)!;
    expect(out[0]).toEqual(request.bytes());
    expect(network.table('tunnel1', 'tunnel')).toEqual([
      ['in', 0, 0, 0],
      ['out', 1, 60, null],
    ]);
  });

  it('puts what comes from outside on its cable, with the right FCS', () => {
    const { network } = joined();
    inject(network, broadcast(100));
    network.run('1ms');
    const sent = network.facts('frame.sent').find(({ device }) => device === 'tunnel1')!;
    const frame = network.timeline.trace.frameOf(sent.frame)!;
    expect(frame.bytes()).toEqual(broadcast(100));
    expect(frame.intact).toBe(true);
    expect(network.facts('frame.arrived').map(({ device, port }) => `${device} ${port}`)).toEqual([
      'tunnel1 udp',
      'switch1 port2',
      'pc1 eth0',
    ]);
  });

  it.each([14, 15, 42, 59])('pads a frame of %d bytes to the shortest that Ethernet knows, and says so', (length) => {
    const { network } = joined();
    inject(network, broadcast(length));
    network.run('1ms');
    const [padded] = network.facts('tunnel.padded');
    expect(padded).toMatchObject({ device: 'tunnel1', detail: { length, padding: 60 - length } });
    const bytes = network.timeline.trace.frameOf(padded!.frame)!.bytes();
    expect(bytes.subarray(0, length)).toEqual(broadcast(length));
    expect(bytes.subarray(length)).toEqual(new Uint8Array(60 - length));
    expect(network.facts('frame.sent')[0]).toMatchObject({ frame: padded!.frame, packet: padded!.packet });
    expect(network.facts('switch.flooded')).toHaveLength(1);
    expect(network.table('tunnel1', 'tunnel')[0]).toEqual(['in', 1, length, 1]);
  });

  it.each([60, 61, 1514])('leaves a frame of %d bytes as it is', (length) => {
    const { network } = joined();
    inject(network, broadcast(length));
    network.run('1ms');
    expect(network.facts('tunnel.padded')).toEqual([]);
    expect(network.facts('switch.flooded')).toHaveLength(1);
  });

  it('drops a frame longer than its cable carries, saying by how much; a cable with a larger MTU takes it', () => {
    const { network } = joined();
    inject(network, broadcast(9014));
    network.run('1ms');
    expect(network.facts('frame.dropped')).toMatchObject([
      { device: 'tunnel1', reason: 'frame-too-long', detail: { found: '9000', expected: '1500' } },
    ]);
    network.setCable('switch1-tunnel1', { mtu: 9000 });
    inject(network, broadcast(9014));
    network.run('2ms');
    expect(network.facts('switch.flooded')).toHaveLength(1);
  });

  it.each([0, 1, 13])('drops %d bytes, which are no frame', (length) => {
    const { network } = joined();
    inject(network, broadcast(length));
    network.run('1ms');
    expect(network.facts('frame.dropped')).toMatchObject([{ device: 'tunnel1', reason: 'ethernet.truncated' }]);
  });

  it('passes on what only bridges keep among themselves: it is a wire', () => {
    const network = lab(DRAWING, { settings: { switch1: { spanningTree: {} } } });
    const out: Uint8Array[] = [];
    network.timeline.join('tunnel1', TUNNEL_OUTSIDE, (bytes) => out.push(bytes));
    network.run('3s');
    expect(out.length).toBeGreaterThan(0);
    expect([...out[0]!.subarray(0, 6)]).toEqual([0x01, 0x80, 0xc2, 0, 0, 0]);
  });

  it('lets no damaged frame out', () => {
    const { network, out } = joined();
    network.impair('switch1-tunnel1', { damage: [1] });
    network.ping('pc1', '10.0.0.77');
    network.run('1ms');
    expect(out).toEqual([]);
    expect(network.facts('frame.dropped').at(-1)).toMatchObject({ device: 'tunnel1', reason: 'ethernet.bad-fcs' });
  });

  it('drops what comes along its cable while nobody has switched it on, and after it was parted', () => {
    const { network, out, part } = joined();
    part();
    network.ping('pc1', '10.0.0.77');
    network.run('1ms');
    expect(out).toEqual([]);
    expect(network.facts('frame.dropped').at(-1)).toMatchObject({ device: 'tunnel1', reason: 'tunnel-off' });
  });

  it('drops what comes from outside while it has no power, or no cable', () => {
    const { network } = joined();
    const tunnel = network.topology.devices.find(({ id }) => id === 'tunnel1')!;
    network.change({ devices: [{ ...tunnel, powered: false }] });
    inject(network, broadcast(60));
    network.run('1ms');
    network.change({ devices: [tunnel], remove: ['switch1-tunnel1'] });
    inject(network, broadcast(60));
    network.run('1ms');
    expect(network.facts('frame.dropped').map(({ device, reason }) => `${device} ${reason}`)).toEqual([
      'tunnel1 device-off',
      'tunnel1 no-cable',
    ]);
  });

  it('takes its turn on the shared medium of a hub like any adapter', () => {
    const { network, out } = joined('pc1 -- hub1 -- tunnel1', { cable: { bandwidth: 10e6, delay: 1000 } });
    inject(network, broadcast(60));
    network.ping('pc1', '10.0.0.77');
    network.run('100ms');
    expect(out.length).toBeGreaterThan(0);
    expect(network.facts('frame.arrived').some(({ device }) => device === 'pc1')).toBe(true);
  });

  it(`replays whatever came to the same history, handing nothing out twice (seed ${SEED})`, () => {
    const frames = fc.array(fc.tuple(fc.uint8Array({ maxLength: 1600, size: 'max' }), fc.nat(20_000_000)), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(frames, (all) => {
        const { network, out } = joined();
        network.ping('pc1', '10.0.0.77', 3, { interval: '10ms' });
        for (const [bytes, wait] of all) {
          inject(network, bytes);
          network.run(wait);
        }
        const [history, left, { now }] = [network.history(), out.length, network.timeline];
        for (const part of [0, 0.5]) {
          network.timeline.seek(now * part);
          network.timeline.seekStep(0);
          network.timeline.seek(now);
          expect(network.history()).toBe(history);
        }
        expect(out).toHaveLength(left);
      }),
      { seed: SEED, numRuns: 40 },
    );
  });
});
