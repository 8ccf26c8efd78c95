import { describe, expect, it } from 'vitest';
import type { PortVlan } from '#engine/link/vlan.ts';
import { vlanTagOf } from '#engine/wire/vlan.ts';
import { lab, type Lab } from '#support/lab.ts';

const access = (id: number): PortVlan => ({ mode: 'access', id });
const trunk = (native: number | null, allowed?: number[]): PortVlan => ({
  mode: 'trunk',
  native,
  ...(allowed && { allowed }),
});

/** Sets the VLANs of the ports of a switch, in order. */
function vlans(network: Lab, id: string, ...settings: (PortVlan | null)[]): Lab {
  const at = network.topology.devices.findIndex((device) => device.id === id);
  const device = network.topology.devices[at]!;
  const ports = device.ports.map((port, index) => (settings[index] ? { ...port, vlan: settings[index] } : port));
  network.topology.devices[at] = { ...device, ports };
  return network.change({ devices: [network.topology.devices[at]] });
}

/** pc1 and pc2 on one switch, pc3 and pc4 on another; pc1 and pc3 in VLAN 10, the others in 20; a trunk between. */
function campus(...between: [PortVlan, PortVlan]): Lab {
  const network = lab(`pc1 -- switch1
pc2 -- switch1
switch1 -- switch2
pc3 -- switch2
pc4 -- switch2`);
  vlans(network, 'switch1', access(10), access(20), between[0]);
  return vlans(network, 'switch2', between[1], access(10), access(20));
}
const tagsBetween = (network: Lab) =>
  network
    .facts('frame.sent')
    .filter(({ detail }) => detail['cable'] === 'switch1-switch2')
    .map(({ frame }) => vlanTagOf(network.timeline.trace.frameOf(frame)!)?.id ?? null);
const hears = (network: Lab, device: string) => network.facts('frame.arrived').some((fact) => fact.device === device);

describe('VLANs of one switch', () => {
  it('are networks of their own: not even a broadcast gets from one to the other', () => {
    const network = vlans(
      lab('pc1 -- switch1\npc2 -- switch1\npc3 -- switch1'),
      'switch1',
      access(10),
      access(20),
      access(10),
    );
    const there = network.ping('pc1', '10.0.0.3');
    const not = network.ping('pc1', '10.0.0.2');
    network.run('8s');
    expect(there().join()).toContain('1 received');
    expect(not().join()).toContain('0 received');
    expect(hears(network, 'pc2')).toBe(false);
  });

  it('leave hosts without tags, and every frame says why it is in its VLAN', () => {
    const network = vlans(lab('pc1 -- switch1 -- pc2'), 'switch1', access(10), access(10));
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    expect(network.facts('vlan.tagged', 'vlan.untagged')).toEqual([]);
    const [byPort] = network.facts('vlan.by-port');
    expect(byPort).toMatchObject({ port: 'port1', detail: { vlan: 10 } });
    expect(network.facts('switch.flooded')[0]!.cause).toBe(byPort!.seq);
  });

  it('have a port about which nothing is said in VLAN 1', () => {
    const network = vlans(lab('pc1 -- switch1\npc2 -- switch1\npc3 -- switch1'), 'switch1', access(10));
    const output = network.ping('pc2', '10.0.0.3');
    network.run('1s');
    expect(output().join()).toContain('1 received');
    expect(network.table('switch1', 'mac').map((row) => row.slice(0, 3))).toEqual([
      ['02:00:00:00:00:02', 1, 'port2'],
      ['02:00:00:00:00:03', 1, 'port3'],
    ]);
    expect(hears(network, 'pc1')).toBe(false);
  });
});

describe('a trunk', () => {
  it('carries several VLANs, each frame with the tag of its own', () => {
    const network = campus(trunk(1), trunk(1));
    const ten = network.ping('pc1', '10.0.0.3');
    const twenty = network.ping('pc2', '10.0.0.4');
    const across = network.ping('pc1', '10.0.0.4');
    network.run('8s');
    expect(ten().join()).toContain('1 received');
    expect(twenty().join()).toContain('1 received');
    expect(across().join()).toContain('0 received');
    expect(new Set(tagsBetween(network))).toEqual(new Set([10, 20]));
    // Hosts never see a tag.
    const arrived = network.facts('frame.arrived').filter(({ device }) => device!.startsWith('pc'));
    expect(arrived.every(({ frame }) => vlanTagOf(network.timeline.trace.frameOf(frame)!) === null)).toBe(true);
  });

  it('keeps the journey, the payload and the bytes of a frame through tagging and back', () => {
    const network = campus(trunk(1), trunk(1));
    network.ping('pc1', '10.0.0.3');
    network.run('1s');
    const { trace } = network.timeline;
    const [sent] = network.facts('frame.sent').filter(({ device }) => device === 'pc1');
    const [there] = network.facts('frame.arrived').filter(({ device }) => device === 'pc3');
    expect(there!.packet).toBe(sent!.packet);
    expect(trace.frameOf(there!.frame)!.bytes()).toEqual(trace.frameOf(sent!.frame)!.bytes());
    expect(network.facts('vlan.tagged')[0]).toMatchObject({ device: 'switch1', port: 'port3', detail: { vlan: 10 } });
    expect(network.facts('vlan.untagged')[0]).toMatchObject({ device: 'switch2', detail: { vlan: 10 } });
  });

  it('sends its native VLAN without a tag, and takes what has none for it', () => {
    const network = campus(trunk(10), trunk(10));
    const output = network.ping('pc1', '10.0.0.3');
    network.run('1s');
    expect(output().join()).toContain('1 received');
    expect(new Set(tagsBetween(network))).toEqual(new Set([null]));
  });

  it('joins two VLANs by mistake when its ends have different native ones', () => {
    const network = campus(trunk(10), trunk(20));
    const output = network.ping('pc1', '10.0.0.4');
    network.run('1s');
    expect(output().join()).toContain('1 received');
  });

  it('lets only the VLANs pass that are allowed', () => {
    const network = campus(trunk(1), trunk(1, [20]));
    const output = network.ping('pc1', '10.0.0.3');
    network.run('8s');
    expect(output().join()).toContain('0 received');
    expect(network.facts('frame.dropped').find(({ reason }) => reason === 'vlan.not-allowed')).toMatchObject({
      device: 'switch2',
      port: 'port1',
    });
  });

  it('without a native VLAN takes no frame without a tag', () => {
    const network = campus(trunk(10), trunk(null));
    network.ping('pc1', '10.0.0.3');
    network.run('1s');
    expect(network.facts('frame.dropped').map(({ reason }) => reason)).toContain('vlan.untagged');
    expect(hears(network, 'pc3')).toBe(false);
  });

  it('carries a frame of full length, four bytes longer by its tag', () => {
    const network = campus(trunk(1), trunk(1));
    const output = network.ping('pc1', '10.0.0.3', 1, { size: 1472 });
    network.run('1s');
    expect(output().join()).toContain('1 received');
  });

  it('to a switch that knows no VLANs is passed on unseen, and a host does not understand the tags', () => {
    const network = vlans(lab('pc1 -- switch1 -- switch2 -- pc2'), 'switch1', access(10), trunk(1));
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    expect(network.facts('frame.dropped')[0]).toMatchObject({ device: 'pc2', reason: 'unknown-ethertype' });
  });
});

describe('a MAC table with VLANs', () => {
  it('has a row of its own for one address in each VLAN', () => {
    const network = vlans(lab('pc1 -- switch1\npc2 -- switch1'), 'switch1', access(10), access(20));
    const bytes = new Uint8Array(60).fill(0xff, 0, 6).fill(2, 6, 12);
    for (const port of ['port1', 'port2']) network.timeline.act({ kind: 'inject', device: 'switch1', port, bytes });
    network.run('1ms');
    expect(network.table('switch1', 'mac').map((row) => row.slice(0, 3))).toEqual([
      ['02:02:02:02:02:02', 10, 'port1'],
      ['02:02:02:02:02:02', 20, 'port2'],
    ]);
    expect(network.facts('mac.moved')).toEqual([]);
  });

  it('takes up no frame with the id 4095, which no frame may carry (IEEE 802.1Q Table 9-2)', () => {
    const network = vlans(lab('pc1 -- switch1 -- pc2'), 'switch1', trunk(1), trunk(1));
    const bytes = new Uint8Array(64).fill(0xff, 0, 6).fill(2, 6, 12);
    bytes.set([0x81, 0x00, 0x0f, 0xff, 0x08, 0x00], 12);
    network.timeline.act({ kind: 'inject', device: 'switch1', port: 'port1', bytes });
    network.run('1ms');
    expect(network.facts('frame.dropped').map(({ reason }) => reason)).toEqual(['vlan.not-allowed']);
    expect(hears(network, 'pc2')).toBe(false);
  });

  it('forgets what is of a VLAN that its port is in no more', () => {
    const network = vlans(lab('pc1 -- switch1 -- pc2'), 'switch1', access(10), access(10));
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    vlans(network, 'switch1', access(20), access(10));
    expect(network.table('switch1', 'mac').map((row) => row[2])).toEqual(['port2']);
  });

  it('forgets after the ageing time that was set', () => {
    const network = lab('pc1 -- switch1 -- pc2');
    const device = network.topology.devices.find(({ id }) => id === 'switch1')!;
    network.change({ devices: [{ ...device, ageingTime: 20e9 }] });
    network.ping('pc1', '10.0.0.2');
    network.run('19s');
    expect(network.table('switch1', 'mac')).toHaveLength(2);
    network.run('2s');
    expect(network.table('switch1', 'mac')).toHaveLength(0);
  });
});
