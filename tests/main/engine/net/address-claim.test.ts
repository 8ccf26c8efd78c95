import { describe, expect, it } from 'vitest';
import { BROADCAST_MAC, parseAddress } from '#engine/wire/address.ts';
import { ARP_REPLY, ARP_REQUEST, emitArp, type Arp } from '#engine/wire/arp.ts';
import { encapsulate, ETHERTYPE_ARP } from '#engine/wire/ethernet.ts';
import { kernelOf } from '#support/kernel.ts';
import { lab, type Lab } from '#support/lab.ts';

const at = (text: string): number => parseAddress(text)!;
const STRANGER = 0x0200_0000_00ee;

function set(network: Lab, device: string, settings: object): void {
  const found = network.topology.devices.find(({ id }) => id === device)!;
  const changed = { ...found, network: settings };
  network.timeline.act({ kind: 'change', change: { devices: [changed], cables: [], programs: [], remove: [] } });
}

function hear(network: Lab, arp: Partial<Arp>): void {
  const said = {
    operation: ARP_REQUEST,
    senderMac: STRANGER,
    senderAddress: 0,
    targetMac: 0,
    targetAddress: 0,
    ...arp,
  };
  const { head, body } = encapsulate(emitArp(said as Arp), {
    destination: BROADCAST_MAC,
    source: STRANGER,
    type: ETHERTYPE_ARP,
  });
  const bytes = Uint8Array.from([...head, ...body]);
  network.timeline.act({ kind: 'inject', device: 'pc1', port: 'eth0', bytes });
  network.run(0);
}

const conflicts = (network: Lab): string[] =>
  network.facts('arp.conflict').map(({ device, detail }) => `${device} ${detail.address} ${detail.outcome}`);

describe('an address that is set while the network runs', () => {
  it('is announced twice, two seconds apart, and brings the caches of its neighbours up to date', () => {
    const network = lab('pc1 -- switch1 -- pc2, pc3 -- switch1');
    network.ping('pc2', '10.0.0.1');
    network.run('1s');
    kernelOf(network, 'pc3').setAddress(0, at('10.0.0.9'), 24);
    kernelOf(network, 'pc1').setAddress(0, at('10.0.0.8'), 24);
    network.run('5s');
    expect(network.facts('arp.announced').map(({ device, time }) => `${device} ${time / 1e9}`)).toEqual([
      'pc3 1',
      'pc1 1',
      'pc3 3',
      'pc1 3',
    ]);
    kernelOf(network, 'pc3').setAddress(0, at('10.0.0.1'), 24);
    network.run('1s');
    // Who knew 10.0.0.1 as pc1's knows it as pc3's now, without having asked.
    expect(network.table('pc2', 'arp')[0]!.slice(0, 2)).toEqual(['10.0.0.1', '02:00:00:00:00:03']);
  });

  it('that another host has is noticed by both, and shown', () => {
    const network = lab('pc1 -- switch1 -- pc2');
    kernelOf(network, 'pc1').setAddress(0, at('10.0.0.2'), 24);
    network.run('1s');
    expect(conflicts(network)).toEqual(['pc2 10.0.0.2 defended', 'pc1 10.0.0.2 defended', 'pc2 10.0.0.2 kept']);
    expect(network.table('pc1', 'ports')[0]![3]).toBe('conflict');
    expect(network.table('pc2', 'ports')[0]![3]).toBe('conflict');
    expect(kernelOf(network, 'pc2').interfaces()[0]!.conflict).toMatchObject({ mac: 0x0200_0000_0001 });
  });
});

describe('an address that is probed first', () => {
  it('is asked for three times, then used and announced', () => {
    const network = lab('pc1 -- pc2');
    kernelOf(network, 'pc1').setAddress(0, at('10.0.0.9'), 24, true);
    expect(network.table('pc1', 'ports')[0]!.slice(2)).toEqual([null, 'probing']);
    expect(kernelOf(network, 'pc1').interfaces()[0]!.tentative).toEqual({ address: at('10.0.0.9'), prefix: 24 });
    network.run('10s');
    const probes = network.facts('arp.probed').map(({ time }) => time);
    expect(probes).toHaveLength(3);
    expect(probes[0]).toBeLessThan(1e9);
    for (const gap of [probes[1]! - probes[0]!, probes[2]! - probes[1]!]) {
      expect(gap).toBeGreaterThanOrEqual(1e9);
      expect(gap).toBeLessThan(2e9);
    }
    expect(network.facts('arp.announced')[0]!.time).toBe(probes[2]! + 2e9);
    expect(network.sent('pc1')[0]).toBe('pc1: arp Who has 10.0.0.9? (ARP Probe)');
    expect(network.table('pc1', 'ports')[0]!.slice(2)).toEqual(['10.0.0.9/24', 'up']);
    expect(network.facts('interface.address').map(({ detail }) => detail)).toEqual([
      { from: '10.0.0.1/24', to: '' },
      { from: '', to: '10.0.0.9/24' },
    ]);
  });

  it('is not used when somebody answers', () => {
    const network = lab('pc1 -- pc2');
    kernelOf(network, 'pc1').setAddress(0, at('10.0.0.2'), 24, true);
    network.run('10s');
    expect(conflicts(network)).toEqual(['pc1 10.0.0.2 given-up']);
    expect(network.table('pc1', 'ports')[0]!.slice(2)).toEqual([null, 'conflict']);
    expect(network.facts('arp.probed')).toHaveLength(1);
  });

  it('is not used when somebody else probes for it too', () => {
    const network = lab('pc1 -- pc2');
    kernelOf(network, 'pc1').setAddress(0, at('10.0.0.9'), 24, true);
    network.run('1s');
    hear(network, { targetAddress: at('10.0.0.9') });
    network.run('9s');
    expect(conflicts(network)).toEqual(['pc1 10.0.0.9 given-up']);
    expect(kernelOf(network, 'pc1').interfaces()[0]).toMatchObject({ address: null, tentative: null });
  });

  it('is probed anew when its interface was switched off meanwhile', () => {
    const network = lab('pc1 -- pc2');
    set(network, 'pc1', { addressConflictDetection: 'probe' });
    const kernel = kernelOf(network, 'pc1');
    kernel.setAddress(0, at('10.0.0.9'), 24);
    network.run('1500ms');
    kernel.setInterface(0, false);
    network.run('20s');
    kernel.setInterface(0, true);
    expect(network.table('pc1', 'ports')[0]!.slice(2)).toEqual([null, 'probing']);
    network.run('10s');
    expect(network.table('pc1', 'ports')[0]!.slice(2)).toEqual(['10.0.0.9/24', 'up']);
  });

  it('may be one that the drawing was given while the network runs', () => {
    const network = lab('pc1 -- pc2');
    const [pc1] = network.topology.devices;
    const settings = { ...pc1!, network: { addressConflictDetection: 'probe' as const } };
    const ports = [{ ...pc1!.ports[0]!, address: '10.0.0.2' }];
    for (const changed of [settings, { ...settings, ports }]) {
      network.timeline.act({ kind: 'change', change: { devices: [changed], cables: [], programs: [], remove: [] } });
    }
    network.run('10s');
    expect(conflicts(network)).toEqual(['pc1 10.0.0.2 given-up']);
    expect(network.table('pc1', 'routes')).toEqual([]);
  });

  it('may be that of a port which a running host is given', () => {
    const network = lab('pc1 -- pc2, pc3 -- switch1');
    set(network, 'pc1', { addressConflictDetection: 'always' });
    network.run('1s');
    const pc1 = { ...network.topology.devices[0]!, network: { addressConflictDetection: 'always' as const } };
    const port = { ...pc1.ports[0]!, name: 'eth1', mac: '02:00:00:00:00:11', address: '10.0.0.3' };
    const ends = { a: { device: 'pc1', port: 'eth1' }, b: { device: 'switch1', port: 'port2' } };
    const switch1 = network.topology.devices.find(({ id }) => id === 'switch1')!;
    const more = { ...switch1, ports: [...switch1.ports, { ...switch1.ports[0]!, name: 'port2' }] };
    const cables = [{ ...network.topology.cables[0]!, ...ends, id: 'new' }];
    network.change({ devices: [{ ...pc1, ports: [...pc1.ports, port] }, more], cables });
    network.run('10s');
    expect(conflicts(network)).toContain('pc1 10.0.0.3 given-up');
    expect(network.table('pc1', 'ports')[1]![2]).toBeNull();
  });

  it('may be one of the drawing, where a host is set so', () => {
    const network = lab('pc1 -- pc2');
    const devices = network.topology.devices.map((one) => ({
      ...one,
      network: { addressConflictDetection: 'always' },
    }));
    const careful = new (network.constructor as typeof Lab)({ ...network.topology, devices } as Lab['topology']);
    expect(careful.table('pc1', 'ports')[0]!.slice(2)).toEqual([null, 'probing']);
    careful.run('10s');
    expect(careful.table('pc1', 'ports')[0]!.slice(2)).toEqual(['10.0.0.1/24', 'up']);
    const output = careful.ping('pc1', '10.0.0.2');
    careful.run('1s');
    expect(output().join()).toContain('1 received');
  });
});

describe('an address in use', () => {
  it('is defended once in ten seconds, and kept', () => {
    const network = lab('pc1 -- pc2');
    const claim = { operation: ARP_REPLY, senderAddress: at('10.0.0.1'), targetAddress: at('10.0.0.7') } as const;
    hear(network, claim);
    network.run('9s');
    hear(network, claim);
    network.run('1s');
    hear(network, claim);
    expect(conflicts(network).map((line) => line.split(' ')[2])).toEqual(['defended', 'kept', 'defended']);
    expect(network.facts('arp.announced').map(({ time }) => time)).toEqual([0, 10e9]);
    expect(network.table('pc1', 'ports')[0]![2]).toBe('10.0.0.1/24');
  });

  it('is not defended where the host is told to keep silent, and the conflict is noticed all the same', () => {
    const network = lab('pc1 -- pc2');
    set(network, 'pc1', { addressConflictDetection: 'off' });
    hear(network, { senderAddress: at('10.0.0.1'), targetAddress: at('10.0.0.7') });
    expect(conflicts(network)).toEqual(['pc1 10.0.0.1 kept']);
    expect(network.facts('arp.announced')).toEqual([]);
  });
});

describe('the ARP cache', () => {
  it('holds what a person has written for a host, and no longer than it is written', () => {
    const network = lab('pc1 -- pc2');
    set(network, 'pc1', { neighbours: [{ port: 'eth0', address: '10.0.0.2', mac: '02:00:00:00:00:02' }] });
    const output = network.ping('pc1', '10.0.0.2');
    network.run('1s');
    expect(output().join()).toContain('1 received');
    expect(network.facts('arp.requested')).toMatchObject([{ device: 'pc2' }]);
    expect(network.table('pc1', 'arp')[0]!.slice(0, 4)).toEqual(['10.0.0.2', '02:00:00:00:00:02', 'eth0', 'permanent']);
  });

  it('keeps no more entries than it may', () => {
    const network = lab('pc1 -- pc2');
    set(network, 'pc1', { neighbourLimit: 3 });
    for (let host = 10; host < 20; host++) {
      hear(network, { senderAddress: at(`10.0.0.${host}`), senderMac: STRANGER, targetAddress: at('10.0.0.1') });
    }
    expect(network.table('pc1', 'arp').map(([address]) => address)).toEqual(['10.0.0.17', '10.0.0.18', '10.0.0.19']);
  });

  it('forgets who was behind a cable that is pulled out', () => {
    const network = lab('pc1 -- pc2');
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    const [cable] = network.topology.cables;
    const unplugged = { ...cable!, plugged: false };
    network.timeline.act({ kind: 'change', change: { devices: [], cables: [unplugged], programs: [], remove: [] } });
    expect(network.table('pc1', 'arp')).toEqual([]);
    expect(network.table('pc2', 'arp')).toEqual([]);
  });
});

describe('a router that speaks for the hosts behind it', () => {
  const network = (proxyArp: string[]): Lab => {
    const made = lab('pc1 -- router1 -- pc2', {
      // pc1 takes all of 10.0.0.0/8 for its neighbours.
      addresses: { pc1: '10.0.1.1/8', pc2: '10.0.2.1/24 via 10.0.2.254', router1: ['10.0.1.254/24', '10.0.2.254/24'] },
    });
    set(made, 'router1', { proxyArp });
    return made;
  };

  it('answers ARP requests for them, so that a host with too large a subnet reaches them', () => {
    const helped = network(['eth0']);
    const output = helped.ping('pc1', '10.0.2.1');
    helped.run('1s');
    expect(output().join()).toContain('1 received');
    expect(helped.table('pc1', 'arp')[0]!.slice(0, 2)).toEqual(['10.0.2.1', '02:00:00:00:00:03']);
  });

  it('keeps silent unless it is told to', () => {
    const alone = network([]);
    const output = alone.ping('pc1', '10.0.2.1');
    alone.run('15s');
    expect(output().join()).toContain('0 received');
  });
});

describe('an interface that is switched off', () => {
  it('probes for no address that it is given meanwhile, and has it when it is switched on', () => {
    const network = lab('pc1 -- pc2');
    kernelOf(network, 'pc1').setInterface(0, false);
    network.run('1s');
    kernelOf(network, 'pc1').setAddress(0, at('10.0.0.8'), 24, true);
    network.run('20s');
    expect(network.sent('pc1')).toEqual([]);
    kernelOf(network, 'pc1').setInterface(0, true);
    const output = network.ping('pc2', '10.0.0.8');
    network.run('5s');
    expect(output().join()).toContain('1 received');
  });
});

describe('an address whose cable was pulled out and plugged in again', () => {
  const plug = (network: Lab, plugged: boolean): void => {
    const cable = network.topology.cables.find(({ a, b }) => a.device === 'pc2' || b.device === 'pc2')!;
    const change = { devices: [], cables: [{ ...cable, plugged }], programs: [], remove: [] };
    network.timeline.act({ kind: 'change', change });
  };

  it('is announced anew, because of the cable', () => {
    const network = lab('pc1 -- switch1 -- pc2');
    network.run('1s');
    plug(network, false);
    network.run('1s');
    expect(network.facts('arp.announced')).toEqual([]);
    plug(network, true);
    network.run('3s');
    const announced = network.facts('arp.announced');
    expect(announced.map(({ device, time }) => `${device} ${time / 1e9}`)).toEqual(['pc2 2', 'pc2 4']);
    expect(network.timeline.trace.kind(announced[0]!.cause)).toBe('link.up');
  });

  it('is asked for first where hosts do that, and not used until nobody else was found to have it', () => {
    const network = lab('pc1 -- switch1 -- pc2');
    set(network, 'pc2', { addressConflictDetection: 'probe' });
    network.run('20s');
    plug(network, false);
    plug(network, true);
    network.run('1s');
    expect(kernelOf(network, 'pc2').interfaces()[0]!.address).toBeNull();
    network.run('8s');
    expect(network.facts('arp.probed').filter(({ time }) => time >= 20e9)).toHaveLength(3);
    expect(kernelOf(network, 'pc2').interfaces()[0]!.address).toBe(at('10.0.0.2'));
  });
});
