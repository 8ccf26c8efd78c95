import { describe, expect, it } from 'vitest';
import type { CableSettings, DeviceSettings } from '#engine/devices/settings.ts';
import { Timeline } from '#engine/sim/timeline.ts';
import type { TopologyChange } from '#engine/sim/topology.ts';
import { lab, type Lab } from '#support/lab.ts';

const STAR = `pc1 -- switch1
pc2 -- switch1
pc3 -- switch1`;

function change(network: Lab, parts: Partial<TopologyChange>): void {
  network.timeline.act({ kind: 'change', change: { devices: [], cables: [], programs: [], remove: [], ...parts } });
}

function device(network: Lab, id: string): DeviceSettings {
  return network.topology.devices.find((settings) => settings.id === id)!;
}

/** Sooner or later every frame that a fact speaks of must have gone somewhere: this is where the lost ones went. */
function drops(network: Lab): string[] {
  return network.facts('frame.dropped').map((fact) => `${fact.device} ${fact.port ?? '-'}: ${fact.reason}`);
}

describe('a frame from outside that is still to come', () => {
  const coming = (network: Lab, id: string, port: string): void => {
    network.timeline.act({ kind: 'inject', device: id, port, bytes: new Uint8Array(60).fill(0xff), time: 5e9 });
  };

  it('is lost, on record, when its device is taken away', () => {
    const network = lab(STAR);
    coming(network, 'pc1', 'eth0');
    change(network, { remove: ['pc1', 'pc1-switch1'] });
    network.run('6s');
    expect(drops(network)).toEqual(['pc1 eth0: device-removed']);
  });

  it('is lost, on record, when its port is taken away', () => {
    const network = lab(STAR);
    coming(network, 'pc1', 'eth0');
    change(network, { devices: [{ ...device(network, 'pc1'), ports: [] }] });
    network.run('6s');
    expect(drops(network)).toEqual(['pc1 eth0: cable-removed']);
  });

  it('comes in at its own port when the ports stand in another order, and at a device of another kind', () => {
    const network = lab(STAR);
    const { ports } = device(network, 'switch1');
    coming(network, 'switch1', 'port3');
    change(network, { devices: [{ ...device(network, 'switch1'), ports: ports.toReversed() }] });
    change(network, { devices: [{ ...device(network, 'switch1'), kind: 'hub', ports: ports.toReversed() }] });
    network.run('6s');
    expect(network.facts('hub.repeated')).toMatchObject([{ device: 'switch1', port: 'port3', time: 5e9 }]);
  });
});

describe('a packet that waits for ARP', () => {
  it('is lost, on record, when its adapter is given another address', () => {
    const network = lab(STAR);
    network.ping('pc1', '10.0.0.77');
    network.run('10ms');
    const { ports } = device(network, 'pc1');
    change(network, { devices: [{ ...device(network, 'pc1'), ports: [{ ...ports[0]!, address: '10.0.0.9' }] }] });
    const edit = network.facts('input.changed').at(-1)!;
    const [dropped] = network.facts('frame.dropped').filter(({ reason }) => reason === 'arp-unanswered');
    expect(dropped).toMatchObject({ device: 'pc1', port: 'eth0', packet: network.facts('arp.waiting')[0]!.packet });
    expect(dropped!.seq).toBe(edit.seq + 1);
  });

  it('is lost, on record, with its device', () => {
    const network = lab(STAR);
    network.ping('pc1', '10.0.0.77');
    network.run('10ms');
    change(network, { remove: ['pc1', 'pc1-switch1'] });
    network.run('20s');
    expect(drops(network)).toContain('pc1 eth0: device-removed');
    expect(network.timeline.view('pc1')).toEqual([]);
  });
});

describe('a cable', () => {
  it('tells the port that its lost frames were on, also when that port is taken away with it', () => {
    const network = lab('pc1 -- router1 -- pc2', {
      addresses: { pc1: '10.0.1.1/24', pc2: '10.0.2.1/24', router1: ['10.0.1.254/24', '10.0.2.254/24'] },
    });
    network.ping('pc1', '10.0.1.254');
    network.run('8us');
    const router = device(network, 'router1');
    change(network, { devices: [{ ...router, ports: [router.ports[1]!] }] });
    expect(drops(network)).toEqual(['router1 eth0: cable-removed']);
  });

  it('lets no frame overtake another when its delay is made shorter', () => {
    const network = lab('switch1 -- pc1', { cable: { delay: 1e9 } });
    const [cable] = network.topology.cables as [CableSettings];
    const ports = [...device(network, 'switch1').ports, { name: 'port9', mac: null, address: null, prefix: 24 }];
    change(network, { devices: [{ ...device(network, 'switch1'), ports }] });
    const inject = () =>
      network.timeline.act({ kind: 'inject', device: 'switch1', port: 'port9', bytes: new Uint8Array(60).fill(0xff) });
    inject();
    network.run('1ms');
    change(network, { cables: [{ ...cable, delay: 0 }] });
    inject();
    network.run('2s');
    const arrivals = network.facts('frame.arrived').filter(({ device: id }) => id === 'pc1');
    expect(arrivals.map(({ frame }) => frame)).toEqual([1, 2]);
    // The gap and the bits of the second frame follow the last bit of the first.
    expect(arrivals[1]!.time - arrivals[0]!.time).toBe(960 + 5_760);
  });

  it('sends no frame that waited for it and is longer than its new MTU', () => {
    const network = lab('switch1 -- pc1', { cable: { bandwidth: 1e6 } });
    const [cable] = network.topology.cables as [CableSettings];
    const ports = [...device(network, 'switch1').ports, { name: 'port9', mac: null, address: null, prefix: 24 }];
    change(network, { devices: [{ ...device(network, 'switch1'), ports }] });
    for (const length of [1000, 1000, 60, 1000]) {
      network.timeline.act({
        kind: 'inject',
        device: 'switch1',
        port: 'port9',
        bytes: new Uint8Array(length).fill(0xff),
      });
    }
    network.run('1ms');
    change(network, { cables: [{ ...cable, mtu: 100 }] });
    network.run('1s');
    const sent = network.facts('frame.sent').map(({ frame }) => frame);
    expect(sent).toEqual([1, 3]);
    expect(network.facts('frame.dropped').filter(({ reason }) => reason === 'frame-too-long')).toMatchObject([
      { device: 'switch1', frame: 2 },
      { device: 'switch1', frame: 4 },
    ]);
  });

  it('that is drawn as ten thousand others in a large network is put in place at once', () => {
    const devices: DeviceSettings[] = [];
    const cables: CableSettings[] = [];
    const count = 2_000;
    for (let at = 0; at < count; at++) {
      const ports = Array.from({ length: 10 }, (_, port) => ({
        name: `p${port}`,
        mac: null,
        address: null,
        prefix: 24,
      }));
      devices.push({ id: `s${at}`, kind: 'switch', name: `s${at}`, ports, gateway: null, routes: [] });
      for (let port = 0; port < 10; port += 2) {
        cables.push({
          id: `c${at} ${port}`,
          a: { device: `s${at}`, port: `p${port}` },
          b: { device: `s${(at + 1) % count}`, port: `p${port + 1}` },
          ...{ bandwidth: 1e9, delay: 0, mtu: 1500, queue: 10 },
        });
      }
    }
    // Quadratic work would take minutes here and run into the time limit of the test.
    const timeline = new Timeline({ devices, cables, programs: [] }, 1);
    timeline.act({ kind: 'change', change: { devices, cables, programs: [], remove: ['s7', 's8'] } });
    expect(timeline.view('s9')).toHaveLength(2);
  });
});

describe('a switch', () => {
  it('forgets what it learned at a port whose cable is pulled out, so that what moved is found at once', () => {
    const network = lab(STAR);
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    const ports = [...device(network, 'switch1').ports, { name: 'port9', mac: null, address: null, prefix: 24 }];
    const cable = network.topology.cables.find(({ a }) => a.device === 'pc2')!;
    change(network, {
      devices: [{ ...device(network, 'switch1'), ports }],
      cables: [{ ...cable, b: { device: 'switch1', port: 'port9' } }],
    });
    expect(network.facts('mac.flushed')).toMatchObject([{ port: 'port2', detail: { mac: '02:00:00:00:00:02' } }]);
    const down = network.facts('link.down').find(({ device }) => device === 'switch1')!;
    expect(network.facts('mac.flushed')[0]!.cause).toBe(down.seq);
    expect(down.cause).toBe(network.facts('input.changed').at(-1)!.seq);
    const output = network.ping('pc1', '10.0.0.2');
    network.run('1s');
    expect(output().join('\n')).toContain('1 received');
  });
});

describe('a connection whose host is given another address', () => {
  it('sends nothing more from the old one and fails in time', () => {
    const network = lab('pc1 -- pc2');
    network.steps('pc2', [
      { call: 'socket', as: 'listener', type: 'stream' },
      { call: 'bind', socket: 'listener', address: '0.0.0.0', port: 80 },
      { call: 'listen', socket: 'listener', backlog: 5 },
      { call: 'accept', socket: 'listener', as: 'connection' },
      { call: 'recv', socket: 'connection', length: 10 },
    ]);
    network.steps('pc1', [
      { call: 'socket', as: 'socket', type: 'stream' },
      { call: 'connect', socket: 'socket', address: '10.0.0.2', port: 80 },
      { call: 'wait', time: 1e9 },
      { call: 'send', socket: 'socket', length: 10 },
      { call: 'recv', socket: 'socket', length: null },
    ]);
    network.run('500ms');
    const { ports } = device(network, 'pc1');
    change(network, { devices: [{ ...device(network, 'pc1'), ports: [{ ...ports[0]!, address: '10.0.0.9' }] }] });
    // But for what makes the new address known.
    const segments = (): string[] => network.sent().filter((line) => !line.includes(': arp '));
    const sent = segments().length;
    network.run('3s');
    expect(drops(network)).toContain('pc1 -: martian-address');
    expect(segments()).toHaveLength(sent);
    network.run('2000s');
    expect(network.output('pc1', 'program2').join()).toContain('ETIMEDOUT');
  });
});

describe('a cable that joins two ports of one switch', () => {
  it('can be taken away again at once, and nothing is sent into it from its other end', () => {
    const network = lab('switch1 -- pc1', { settings: { switch1: { spanningTree: {} } } });
    const switch1 = device(network, 'switch1');
    const ports = [0, 1, 2].map((at) => ({ ...switch1.ports[0]!, name: `port${at + 1}` }));
    const ends = { a: { device: 'switch1', port: 'port2' }, b: { device: 'switch1', port: 'port3' } };
    const loop = { ...network.topology.cables[0]!, ...ends, id: 'loop' };
    change(network, { devices: [{ ...switch1, ports }], cables: [loop] });
    change(network, { remove: ['loop'] });
    expect(network.timeline.flights().map(({ cable }) => cable)).not.toContain('loop');
    network.run('1s');
    expect(network.facts('link.down').map(({ port }) => port)).toEqual(['port2', 'port3']);
  });
});
