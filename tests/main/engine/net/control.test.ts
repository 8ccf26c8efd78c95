import { describe, expect, it } from 'vitest';
import { parseAddress } from '#engine/wire/address.ts';
import { kernelOf } from '#support/kernel.ts';
import { lab, type Lab } from '#support/lab.ts';

const at = (text: string): number => parseAddress(text)!;

const TWO_SUBNETS = {
  addresses: {
    pc1: '10.0.1.1/24 via 10.0.1.254',
    pc2: '10.0.2.1/24 via 10.0.2.254',
    router1: ['10.0.1.254/24', '10.0.2.254/24'],
  },
};

function change(network: Lab, device: string, more: object): void {
  const settings = network.topology.devices.find(({ id }) => id === device)!;
  const changed = { ...settings, ...more };
  network.topology.devices = network.topology.devices.map((one) => (one.id === device ? changed : one));
  const { cables } = network.topology;
  network.timeline.act({ kind: 'change', change: { devices: [changed], cables, programs: [], remove: [] } });
}

describe('an address set while the network runs', () => {
  it('is used at once, with the route to its subnet', () => {
    const network = lab('pc1 -- pc2');
    expect(kernelOf(network, 'pc1').setAddress(0, at('10.0.0.9'), 24)).toBeNull();
    const output = network.ping('pc1', '10.0.0.2');
    network.run('1s');
    expect(output().join('\n')).toContain('1 received');
    expect(network.sent('pc1').slice(0, 2)).toEqual([
      'pc1: arp ARP Announcement for 10.0.0.9',
      'pc1: arp Who has 10.0.0.2? Tell 10.0.0.9',
    ]);
    expect(network.table('pc1', 'ports')).toEqual([['eth0', '02:00:00:00:00:01', '10.0.0.9/24', 'up']]);
    expect(network.facts('interface.address')).toMatchObject([{ detail: { from: '10.0.0.1/24', to: '10.0.0.9/24' } }]);
  });

  it('brings the routes of the drawing back into use when their next hop can be reached again', () => {
    const network = lab('pc1 -- router1 -- pc2', TWO_SUBNETS);
    const kernel = kernelOf(network, 'pc1');
    kernel.setAddress(0, null, 0);
    expect(network.table('pc1', 'routes')).toEqual([]);
    kernel.setAddress(0, at('10.0.1.7'), 24);
    expect(network.table('pc1', 'routes')).toEqual([
      ['10.0.1.0/24', null, 'eth0', 'connected', 0],
      ['0.0.0.0/0', '10.0.1.254', 'eth0', 'default', 0],
    ]);
  });

  it('empties the ARP cache of the old one', () => {
    const network = lab('pc1 -- pc2');
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    expect(network.table('pc1', 'arp')).toHaveLength(1);
    kernelOf(network, 'pc1').setAddress(0, at('10.0.0.9'), 24);
    expect(network.table('pc1', 'arp')).toEqual([]);
  });

  it.each(['127.0.0.1', '224.0.0.9', '0.0.0.1', '250.0.0.1', '10.0.0.0', '10.0.0.255'])('is refused: %s', (address) => {
    const network = lab('pc1 -- pc2');
    expect(kernelOf(network, 'pc1').setAddress(0, at(address), 24)).toBe('EINVAL');
    expect(network.table('pc1', 'ports')[0]![2]).toBe('10.0.0.1/24');
  });

  it('stays when the drawing changes in another place, and gives way when the drawing says a new one', () => {
    const network = lab('pc1 -- pc2');
    kernelOf(network, 'pc1').setAddress(0, at('10.0.0.9'), 24);
    change(network, 'pc1', { name: 'Alice' });
    expect(network.table('pc1', 'ports')[0]![2]).toBe('10.0.0.9/24');
    const [port] = network.topology.devices[0]!.ports;
    change(network, 'pc1', { ports: [{ ...port!, address: '10.0.0.77' }] });
    expect(network.table('pc1', 'ports')[0]![2]).toBe('10.0.0.77/24');
  });
});

describe('a route added while the network runs', () => {
  it('is taken, and gone when it is removed', () => {
    const network = lab('pc1 -- router1 -- pc2', {
      ...TWO_SUBNETS,
      addresses: { ...TWO_SUBNETS.addresses, pc1: '10.0.1.1/24' },
    });
    const kernel = kernelOf(network, 'pc1');
    const route = { destination: at('10.0.2.0'), prefix: 24, via: at('10.0.1.254'), port: null };
    expect(kernel.addRoute(route)).toBeNull();
    expect(kernel.addRoute(route)).toBe('EEXIST');
    const output = network.ping('pc1', '10.0.2.1');
    network.run('1s');
    expect(output().join('\n')).toContain('1 received');
    expect(kernel.removeRoute(route)).toBeNull();
    expect(kernel.removeRoute(route)).toBe('ESRCH');
    expect(network.table('pc1', 'routes')).toHaveLength(1);
    expect(network.facts('route.added', 'route.removed').map(({ detail }) => detail)).toEqual([
      { route: '10.0.2.0/24', via: '10.0.1.254', port: 'eth0', kind: 'static', metric: '0' },
      { route: '10.0.2.0/24', via: '10.0.1.254', port: 'eth0', kind: 'static', metric: '0' },
    ]);
  });

  it('is refused where the next hop is on no subnet, or the network has host bits', () => {
    const kernel = kernelOf(lab('pc1 -- pc2'), 'pc1');
    const route = { destination: at('10.9.0.0'), prefix: 16, via: at('192.0.2.1'), port: null };
    expect(kernel.addRoute(route)).toBe('ENETUNREACH');
    expect(kernel.addRoute({ ...route, via: at('10.0.0.2'), prefix: 8 })).toBe('EINVAL');
    expect(kernel.addRoute({ ...route, via: null })).toBe('ENODEV');
    expect(kernel.addRoute({ ...route, via: at('10.0.0.1') })).toBe('EINVAL');
  });

  it('gives way to a static one, whatever its metric, and to the smaller metric among its own kind', () => {
    const network = lab('pc1 -- switch1', { addresses: { pc1: '10.0.0.1/24 via 10.0.0.254' } });
    const kernel = kernelOf(network, 'pc1');
    const route = { destination: 0, prefix: 0, port: null, kind: 'rip' as const };
    kernel.addRoute({ ...route, via: at('10.0.0.3'), metric: 5 });
    kernel.addRoute({ ...route, via: at('10.0.0.2'), metric: 2 });
    expect(kernel.routes().map(({ kind, via }) => `${kind} ${via === null ? '' : via & 255}`)).toEqual([
      'connected ',
      'default 254',
      'rip 2',
      'rip 3',
    ]);
  });

  it('stays through a change of the drawing; a route of the drawing that was removed stays away', () => {
    const network = lab('pc1 -- switch1', { addresses: { pc1: '10.0.0.1/24 via 10.0.0.254' } });
    const kernel = kernelOf(network, 'pc1');
    kernel.addRoute({ destination: at('10.7.0.0'), prefix: 16, via: at('10.0.0.5'), port: null, kind: 'dhcp' });
    kernel.removeRoute({ destination: 0, prefix: 0, via: null, port: null });
    change(network, 'pc1', { name: 'Alice' });
    expect(network.table('pc1', 'routes').map(([to]) => to)).toEqual(['10.0.0.0/24', '10.7.0.0/16']);
    change(network, 'pc1', { gateway: '10.0.0.253' });
    expect(network.table('pc1', 'routes').map(([to, via]) => `${to} ${via}`)).toContain('0.0.0.0/0 10.0.0.253');
  });

  it('keeps to its interface when ports come before it', () => {
    const network = lab('pc1 -- switch1');
    kernelOf(network, 'pc1').addRoute({ destination: at('10.7.0.0'), prefix: 16, via: at('10.0.0.5'), port: null });
    const { ports } = network.topology.devices[0]!;
    const added = { name: 'eth9', mac: '02:00:00:00:00:99', address: '10.0.9.1', prefix: 24 };
    change(network, 'pc1', { ports: [added, ...ports] });
    expect(network.table('pc1', 'routes').map(([to, , port]) => `${to} ${port}`)).toEqual([
      '10.0.9.0/24 eth9',
      '10.0.0.0/24 eth0',
      '10.7.0.0/16 eth0',
    ]);
  });
});

describe('an interface', () => {
  it('that is switched off neither sends nor receives, and is back with its address', () => {
    const network = lab('pc1 -- pc2');
    const kernel = kernelOf(network, 'pc1');
    expect(kernel.setInterface(0, false)).toBeNull();
    expect(network.table('pc1', 'routes')).toEqual([]);
    expect(network.ping('pc1', '10.0.0.2')().join('\n')).toContain('Network is unreachable');
    network.ping('pc2', '10.0.0.1');
    network.run('1s');
    expect(network.facts('frame.dropped').map(({ reason }) => reason)).toContain('interface-down');
    kernel.setInterface(0, true);
    const output = network.ping('pc1', '10.0.0.2');
    network.run('4s');
    expect(output().join('\n')).toContain('1 received');
  });

  it('shows what it is', () => {
    const [one] = kernelOf(lab('pc1 -- pc2'), 'pc1').interfaces();
    expect(one).toMatchObject({
      port: 0,
      name: 'eth0',
      mac: 0x020000000001,
      address: at('10.0.0.1'),
      prefix: 24,
      broadcast: at('10.0.0.255'),
      mtu: 1500,
      up: true,
      linked: true,
      groups: [],
    });
  });
});

describe('a neighbour written by hand', () => {
  it('is used without asking, believed against every answer, and never ages', () => {
    const network = lab('pc1 -- pc2');
    const kernel = kernelOf(network, 'pc1');
    expect(kernel.addNeighbour(0, at('10.0.0.2'), 0x0200_0000_0077)).toBeNull();
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    expect(network.facts('arp.requested')).toEqual([]);
    const detail = { found: '02:00:00:00:00:77', expected: '02:00:00:00:00:02' };
    expect(network.facts('frame.dropped')).toMatchObject([{ device: 'pc2', reason: 'not-for-this-adapter', detail }]);
    network.ping('pc2', '10.0.0.1');
    network.run('900s');
    expect(kernelOf(network, 'pc1').neighbours()).toMatchObject([{ mac: 0x0200_0000_0077, state: 'permanent' }]);
    expect(kernel.removeNeighbour(0, at('10.0.0.2'))).toBeNull();
    expect(kernel.removeNeighbour(0, at('10.0.0.2'))).toBe('ESRCH');
    expect(network.table('pc1', 'arp')).toEqual([]);
  });

  it('lets what waited for its MAC address go', () => {
    const network = lab('pc1 -- pc2');
    network.ping('pc1', '10.0.0.2');
    kernelOf(network, 'pc1').addNeighbour(0, at('10.0.0.2'), 0x0200_0000_0002);
    network.run('1s');
    expect(network.facts('icmp.echo.answered')).toHaveLength(1);
  });

  it('survives going back in time, as everything does', () => {
    const network = lab('pc1 -- pc2');
    network.run('1s');
    kernelOf(network, 'pc1').addNeighbour(0, at('10.0.0.2'), 0x0200_0000_0002);
    network.run('1s');
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    const history = network.history();
    network.timeline.seek(500e6);
    expect(network.table('pc1', 'arp')).toEqual([]);
    network.timeline.seek(2e9);
    expect(network.table('pc1', 'arp')).toMatchObject([
      ['10.0.0.2', '02:00:00:00:00:02', 'eth0', 'permanent', 1e9, null],
    ]);
    network.timeline.seek(3e9);
    expect(network.history()).toBe(history);
  });
});
