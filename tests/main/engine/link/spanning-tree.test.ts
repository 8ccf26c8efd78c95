import { describe, expect, it } from 'vitest';
import type { PortTreeSettings, SpanningTreeSettings } from '#engine/link/spanning-tree/settings.ts';
import { parseBpdu, type Bpdu } from '#engine/wire/bpdu.ts';
import { lab, type Lab, type LabOptions } from '#support/lab.ts';

const TRIANGLE = `switch1 -- switch2
switch2 -- switch3
switch3 -- switch1
pc1 -- switch1
pc2 -- switch2
pc3 -- switch3`;

/** A lab whose switches take part in a spanning tree: switch1 has the best priority, then switch2 and so on. */
function trees(
  drawing: string,
  options: LabOptions = {},
  settings: SpanningTreeSettings = {},
  ports: Record<string, Record<string, PortTreeSettings>> = {},
): Lab {
  const network = lab(drawing, options);
  network.topology.devices.forEach((device, at) => {
    if (device.kind !== 'switch') return;
    const priority = 4096 * Number(/\d+$/.exec(device.id)![0]);
    network.topology.devices[at] = {
      ...device,
      spanningTree: { priority, ...settings },
      ports: device.ports.map((port) => {
        const own = ports[device.id]?.[port.name];
        return own === undefined ? port : { ...port, spanningTree: own };
      }),
    };
  });
  return network.change({ devices: network.topology.devices });
}

/** Role and state of every port of a switch. */
function standing(network: Lab, id: string): Record<string, string> {
  const rows = network.table(id, 'spanning-tree').slice(2);
  return Object.fromEntries(rows.map(([port, role, state]) => [port, `${role} ${state}`]));
}
function received(network: Lab, ...parts: [from: string, to: string]): string {
  const [from, to] = parts;
  const output = network.ping(from, `10.0.0.${to.slice(2)}`);
  network.run('3s');
  return output().join();
}
const reasons = (network: Lab) => network.facts('frame.dropped').map(({ reason }) => reason);

describe('switches in a ring', () => {
  it('agree on one root and stop one port, within the time of a few hellos', () => {
    const network = trees(TRIANGLE).run('1ms');
    // switch1: port1 to switch2, port2 to switch3; switch2: port1 to switch1, port2 to switch3; switch3: to switch2, to switch1.
    expect(standing(network, 'switch1')).toMatchObject({
      port1: 'designated forwarding',
      port2: 'designated forwarding',
    });
    expect(standing(network, 'switch2')).toMatchObject({
      port1: 'root forwarding',
      port2: expect.stringMatching(/^designated/),
    });
    expect(standing(network, 'switch3')).toMatchObject({ port1: 'alternate discarding', port2: 'root forwarding' });
    const [root] = network.table('switch3', 'spanning-tree');
    expect(root![4]).toMatch(/^4096\./);
    expect(root![3]).toBe(200_000);
  });

  it('carry no storm: a broadcast comes to everybody once', () => {
    const network = trees(TRIANGLE).run('10s');
    expect(received(network, 'pc1', 'pc3')).toContain('1 received');
    const arps = network
      .facts('frame.arrived')
      .filter(({ device, frame }) => device === 'pc2' && network.summary(frame).protocol === 'arp');
    expect(arps).toHaveLength(1);
  });

  it('storm without a spanning tree, and the same ring comes to rest when it is switched on', () => {
    const network = lab(TRIANGLE, { limit: 200_000 });
    network.ping('pc1', '10.0.0.2');
    expect(network.timeline.advance(network.timeline.now + 1e9, 20_000)).toBe('budget');
    const storming = network.facts('switch.flooded').length;
    expect(storming).toBeGreaterThan(1_000);
    network.topology.devices.forEach((device, at) => {
      if (device.kind === 'switch') network.topology.devices[at] = { ...device, spanningTree: {} };
    });
    network.change({ devices: network.topology.devices });
    expect(network.timeline.advance(network.timeline.now + 10e9, 60_000)).toBe('until');
    const { now } = network.timeline;
    const still = network.facts('switch.flooded').filter(({ time }) => time > now - 5e9);
    expect(still).toEqual([]);
  });

  it('elect the switch with the lowest address when all have the same priority', () => {
    const network = trees(TRIANGLE, {}, { priority: 32_768 }).run('1s');
    const bridges = ['switch1', 'switch2', 'switch3'].map((id) => String(network.table(id, 'spanning-tree')[1]![4]));
    const roots = new Set(['switch1', 'switch2', 'switch3'].map((id) => network.table(id, 'spanning-tree')[0]![4]));
    expect([...roots]).toEqual([bridges.toSorted()[0]]);
  });

  it('prefer the cheaper way to the root, by bandwidth or by what is set', () => {
    const fast = { bandwidth: 1e9 };
    const network = trees(TRIANGLE, { cables: { 'switch1-switch2': fast, 'switch2-switch3': fast } }).run('1s');
    // 20,000 + 20,000 over switch2 is less than 200,000.
    expect(standing(network, 'switch3')).toMatchObject({ port1: 'root forwarding', port2: 'alternate discarding' });
    const set = trees(TRIANGLE, {}, {}, { switch3: { port2: { cost: 500_000 } } }).run('1s');
    expect(standing(set, 'switch3')).toMatchObject({ port1: 'root forwarding', port2: 'alternate discarding' });
  });

  it('say why: every role and state has a cause, down to a BPDU, a timer or a link', () => {
    const network = trees(TRIANGLE).run('5s');
    const facts = new Map(network.facts().map((fact) => [fact.seq, fact]));
    const changes = network.facts('stp.role', 'stp.state');
    expect(changes.length).toBeGreaterThan(10);
    const kinds = new Set(changes.filter(({ cause }) => cause !== 0).map(({ cause }) => facts.get(cause)!.kind));
    for (const kind of kinds) expect(kind).toMatch(/^(stp|input)\./);
    expect(kinds).toContain('stp.received');
  });
});

describe('proposal and agreement', () => {
  it('open a port in microseconds, where timers would take half a minute', () => {
    const network = trees('switch1 -- switch2').run('1ms');
    const opened = network.facts('stp.state').filter(({ detail }) => detail['to'] === 'forwarding');
    expect(opened.map(({ device }) => device).sort()).toEqual(['switch1', 'switch2']);
    for (const { time } of opened) expect(time).toBeLessThan(200_000);
    const flags = network.facts('stp.sent').map(({ device, detail }) => `${device} ${detail['flags']}`);
    expect(flags).toContain('switch1 Designated, Proposal');
    expect(flags.some((one) => one.startsWith('switch2 Root, Agreement'))).toBe(true);
  });

  it('are not to be had over a hub, so that the timers are waited for', () => {
    const network = trees('switch1 -- hub1 -- switch2', { cable: { bandwidth: 10e6 } }).run('10s');
    expect(standing(network, 'switch1')).toMatchObject({ port1: 'designated discarding' });
    network.run('15s');
    expect(standing(network, 'switch1')).toMatchObject({ port1: 'designated forwarding' });
    expect(standing(network, 'switch2')).toMatchObject({ port1: 'root forwarding' });
  });
});

describe('a port with a station behind it', () => {
  it('is found to be an edge after three seconds without a BPDU, and forwards', () => {
    const network = trees('pc1 -- switch1 -- pc2').run('2900ms');
    expect(standing(network, 'switch1')).toEqual({ port1: 'designated discarding', port2: 'designated discarding' });
    expect(received(network, 'pc1', 'pc2')).toContain('1 received');
    expect(standing(network, 'switch1')).toEqual({ port1: 'edge forwarding', port2: 'edge forwarding' });
    expect(network.facts('stp.topology-changed')).toEqual([]);
    expect(reasons(network)).toContain('port-not-forwarding');
  });

  it('forwards at once when it is set to be one', () => {
    const edge = { port1: { edge: true }, port2: { edge: true } };
    const network = trees('pc1 -- switch1 -- pc2', {}, {}, { switch1: edge }).run('1us');
    expect(standing(network, 'switch1')).toEqual({ port1: 'edge forwarding', port2: 'edge forwarding' });
  });

  it('that is set not to be one waits for the maximum age and two forward delays of a hello', () => {
    const network = trees('pc1 -- switch1', {}, {}, { switch1: { port1: { edge: false } } }).run('19s');
    expect(standing(network, 'switch1')).toEqual({ port1: 'designated discarding' });
    network.run('2s');
    expect(standing(network, 'switch1')).toEqual({ port1: 'designated learning' });
    network.run('2s');
    expect(standing(network, 'switch1')).toEqual({ port1: 'designated forwarding' });
  });
});

describe('a cable that is cut', () => {
  it('is healed at once by the port that stood by, where the switch sees it', () => {
    const network = trees(TRIANGLE).run('10s');
    expect(received(network, 'pc3', 'pc1')).toContain('1 received');
    const cut = network.timeline.now;
    network.unplug('switch3-switch1').run('1ms');
    expect(standing(network, 'switch3')).toMatchObject({ port1: 'root forwarding', port2: 'disabled discarding' });
    const [opened] = network
      .facts('stp.state')
      .filter(({ device, time, detail }) => device === 'switch3' && time >= cut && detail['to'] === 'forwarding');
    expect(opened!.time - cut).toBeLessThan(200_000);
    expect(received(network, 'pc3', 'pc1')).toContain('1 received');
  });

  it('makes everybody forget where addresses were', () => {
    const network = trees(TRIANGLE).run('10s');
    received(network, 'pc3', 'pc1');
    network.unplug('switch3-switch1').run('10ms');
    expect(network.facts('stp.topology-changed').at(-1)).toMatchObject({ device: 'switch3', port: 'port1' });
    const flushed = network.facts('mac.flushed').filter(({ device }) => device === 'switch1');
    expect(flushed.length).toBeGreaterThan(0);
  });

  it('is noticed after three hellos where the link stays up: frames are lost one way', () => {
    const network = trees(TRIANGLE).run('10s').impair('switch3-switch1', {}, { loss: 1 });
    const { now } = network.timeline;
    network.run('10s');
    expect(standing(network, 'switch3')).toMatchObject({ port1: 'root forwarding' });
    const [expired] = network
      .facts('stp.expired')
      .filter(({ time, detail }) => time > now && detail['timer'] === 'information');
    expect(expired!.device).toBe('switch3');
    // One hello was still on the cable.
    expect(expired!.time - now).toBeLessThanOrEqual(6e9 + 20_000);
    expect(expired!.time - now).toBeGreaterThan(4e9 - 1);
  });

  it('and mended brings the first tree back', () => {
    const network = trees(TRIANGLE).run('5s');
    const before = ['switch1', 'switch2', 'switch3'].map((id) => standing(network, id));
    network.unplug('switch3-switch1').run('5s').plug('switch3-switch1').run('10s');
    expect(['switch1', 'switch2', 'switch3'].map((id) => standing(network, id))).toEqual(before);
  });

  it('that led to the root leaves the others to choose a new one', () => {
    const network = trees(TRIANGLE).run('5s').unplug('switch3-switch1').unplug('switch1-switch2').run('10s');
    const [root, own] = network.table('switch2', 'spanning-tree');
    expect(root![4]).toBe(own![4]);
    expect(network.facts('stp.root').at(-1)!.detail['bridge']).toMatch(/^8192\./);
    expect(received(network, 'pc2', 'pc3')).toContain('1 received');
  });
});

describe('a switch cabled to itself', () => {
  it('keeps the worse of the two ports as a backup', () => {
    const network = trees('pc1 -- switch1 -- switch1').run('10s');
    const roles = Object.values(standing(network, 'switch1'));
    expect(roles.filter((one) => one === 'backup discarding')).toHaveLength(1);
    network.ping('pc1', '10.0.0.99');
    network.run('1s');
    expect(network.facts('switch.flooded').length).toBeLessThan(5);
  });
});

describe('BPDUs', () => {
  it('come from the designated port with every hello, and not from the others', () => {
    const network = trees('switch1 -- switch2', {}, { helloTime: 1e9 }).run('10s');
    const { now } = network.timeline;
    network.run('5s');
    const sent = network.facts('stp.sent').filter(({ time }) => time > now);
    expect(sent.map(({ device }) => device)).toEqual(Array(5).fill('switch1'));
    expect(bpdu(network, sent[0]!.frame)).toMatchObject({ helloTime: 1e9, maxAge: 20e9, messageAge: 0, rootCost: 0 });
  });

  it('are no more than six in a second on a port, whatever happens', () => {
    const network = trees(TRIANGLE);
    for (let at = 0; at < 12; at++) network.unplug('switch2-switch3').run('20ms').plug('switch2-switch3').run('20ms');
    network.run('3s');
    const times = network
      .facts('stp.sent')
      .flatMap(({ device, port, time }) => (device === 'switch1' && port === 'port1' ? [time] : []));
    for (let at = 12; at < times.length; at++) expect(times[at]! - times[at - 12]!).toBeGreaterThanOrEqual(1e9);
  });

  it('are older by a second behind each bridge', () => {
    const network = trees('switch1 -- switch2 -- switch3').run('5s');
    const last = network.facts('stp.sent').findLast(({ device }) => device === 'switch2')!;
    expect(bpdu(network, last.frame)).toMatchObject({ messageAge: 1e9, rootCost: 200_000 });
  });

  it('are thrown away by a switch that takes no part', () => {
    const network = trees('switch1 -- switch2');
    const device = network.topology.devices.find(({ id }) => id === 'switch2')!;
    const { spanningTree: _tree, ...without } = device;
    network.change({ devices: [without] }).run('5s');
    expect(new Set(reasons(network))).toEqual(new Set(['reserved-address']));
  });
});

describe('a spanning tree through time', () => {
  it('is the same in every replay', () => {
    const network = trees(TRIANGLE).run('4s').unplug('switch3-switch1').run('1s').plug('switch3-switch1').run('5s');
    const history = network.history();
    network.timeline.seek(0);
    network.timeline.seek(4_500_000_000);
    network.timeline.seek(10e9);
    expect(network.history()).toBe(history);
  });

  it('of thirty-six switches in a grid comes to rest without a loop, and heals', () => {
    const lines: string[] = [];
    const name = (x: number, y: number) => `switch${y * 6 + x + 1}`;
    for (let y = 0; y < 6; y++) {
      for (let x = 0; x < 6; x++) {
        if (x < 5) lines.push(`${name(x, y)} -- ${name(x + 1, y)}`);
        if (y < 5) lines.push(`${name(x, y)} -- ${name(x, y + 1)}`);
      }
    }
    const network = trees([...lines, 'pc1 -- switch1', 'pc2 -- switch36'].join('\n'), {}, { priority: 32_768 }).run(
      '10s',
    );
    expectTree(network);
    network.unplug('switch1-switch2').run('15s');
    expectTree(network);
    expect(received(network, 'pc1', 'pc2')).toContain('1 received');
  });
});

/** Cables that forward at both ends join all switches, and there is one fewer of them than switches: that is a tree. */
function expectTree(network: Lab): void {
  const switches = network.topology.devices.filter(({ kind }) => kind === 'switch').map(({ id }) => id);
  const states = new Map(switches.map((id) => [id, standing(network, id)]));
  const forwards = ({ device, port }: { device: string; port: string }) =>
    states.get(device)?.[port]?.endsWith('forwarding') ?? false;
  const used = network.topology.cables.filter(
    ({ a, b, plugged }) =>
      plugged !== false && states.has(a.device) && states.has(b.device) && forwards(a) && forwards(b),
  );
  const reached = new Set([switches[0]!]);
  for (let grown = true; grown;) {
    grown = false;
    for (const { a, b } of used) {
      if (reached.has(a.device) === reached.has(b.device)) continue;
      reached.add(a.device).add(b.device);
      grown = true;
    }
  }
  expect(reached.size).toBe(switches.length);
  expect(used).toHaveLength(switches.length - 1);
}

function bpdu(network: Lab, frame: number): Bpdu {
  return parseBpdu(network.timeline.trace.frameOf(frame)!) as Bpdu;
}
