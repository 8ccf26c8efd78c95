import { describe, expect, it } from 'vitest';
import { lab } from '#support/lab.ts';

const STAR = `pc1 -- hub1
pc2 -- hub1
pc3 -- hub1`;

describe('a hub', () => {
  it('repeats a frame to every port but the one it came in by, the very same bytes', () => {
    const network = lab(STAR);
    network.ping('pc1', '10.0.0.2');
    network.run('24us');
    const fromHub = network.facts('frame.sent').filter(({ device }) => device === 'hub1');
    expect(fromHub.map(({ port }) => port)).toEqual(['port2', 'port3']);
    const [original] = network.facts('frame.sent');
    expect(fromHub.every(({ frame }) => frame === original!.frame)).toBe(true);
  });

  it('lets everybody hear a conversation, and those it is not for throw the frames away', () => {
    const network = lab(STAR);
    const output = network.ping('pc1', '10.0.0.2');
    network.run('1s');
    expect(output().join('\n')).toContain('1 packets transmitted, 1 received, 0% packet loss');
    const dropped = network.facts('frame.dropped');
    expect(dropped.length).toBeGreaterThan(0);
    expect(dropped.every(({ device, reason }) => device === 'pc3' && reason === 'not-for-this-adapter')).toBe(true);
  });

  it('repeats a damaged frame too: only the adapters notice', () => {
    const network = lab('pc1 -- hub1 -- pc2');
    const bytes = new Uint8Array(60).fill(0xff, 0, 6);
    network.timeline.act({ kind: 'inject', device: 'hub1', port: 'port1', bytes, fcs: 0x12345678 });
    network.run('1ms');
    expect(network.facts('hub.repeated')).toHaveLength(1);
    expect(network.facts('frame.dropped')).toMatchObject([{ device: 'pc2', reason: 'ethernet.bad-fcs' }]);
  });
});

describe('an ideal hub', () => {
  it('repeats whole frames, on full-duplex cables, and nothing collides', () => {
    const network = lab(STAR);
    const hub = network.topology.devices.find(({ id }) => id === 'hub1')!;
    network.change({ devices: [{ ...hub, medium: 'ideal' }] });
    for (const host of ['pc1', 'pc2']) network.ping(host, '10.0.0.99');
    network.run('200us');
    expect(network.facts('csma.collision', 'hub.collision')).toEqual([]);
    const fromHub = network.facts('frame.sent').filter(({ device }) => device === 'hub1');
    expect(fromHub).toHaveLength(4);
    const [repeated] = network.facts('hub.repeated');
    expect(network.facts('frame.arrived')[0]).toMatchObject({ seq: repeated!.cause, device: 'hub1', time: 15_760 });
  });
});
