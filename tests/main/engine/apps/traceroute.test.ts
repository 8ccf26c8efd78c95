import { describe, expect, it } from 'vitest';
import { lab } from '#support/lab.ts';

/** Three routers between two hosts. */
function chain() {
  return lab('pc1 -- router1 -- router2 -- pc2', {
    addresses: {
      pc1: '10.0.1.1/24 via 10.0.1.254',
      router1: ['10.0.1.254/24', '10.0.12.1/24'],
      router2: ['10.0.12.2/24', '10.0.2.254/24'],
      pc2: '10.0.2.1/24 via 10.0.2.254',
    },
    routes: {
      router1: [{ destination: '10.0.2.0', prefix: 24, via: '10.0.12.2' }],
      router2: [{ destination: '10.0.1.0', prefix: 24, via: '10.0.12.1' }],
    },
  });
}

describe('traceroute', () => {
  it.each(['', '-I '])('names every router and the destination, with three times each (%s)', (how) => {
    const network = chain();
    const output = network.command('pc1', `traceroute ${how}10.0.2.1`);
    network.run('20s');
    const times = '(  \\d+\\.\\d{3} ms){3}$';
    expect(output()).toEqual([
      'traceroute to 10.0.2.1 (10.0.2.1), 30 hops max, 60 byte packets',
      expect.stringMatching(new RegExp(`^ 1  10\\.0\\.1\\.254 \\(10\\.0\\.1\\.254\\)${times}`)),
      expect.stringMatching(new RegExp(`^ 2  10\\.0\\.12\\.2 \\(10\\.0\\.12\\.2\\)${times}`)),
      expect.stringMatching(new RegExp(`^ 3  10\\.0\\.2\\.1 \\(10\\.0\\.2\\.1\\)${times}`)),
    ]);
    expect(network.timeline.programs()[0]!.status).toBe(0);
  });

  it('sends each datagram to a port one higher than the last', () => {
    const network = chain();
    network.command('pc1', 'traceroute -q 1 10.0.2.1');
    network.run('20s');
    const ports = network.facts('udp.sent').map(({ detail }) => String(detail.remote).split(':')[1]);
    expect(ports).toEqual(['33434', '33435', '33436']);
  });

  it('marks a hop that says nothing with a star, and goes on', () => {
    const network = chain();
    // The second router does not know the way back.
    const router = network.topology.devices.find(({ id }) => id === 'router2')!;
    const mute = { ...router, routes: [] };
    network.timeline.act({ kind: 'change', change: { devices: [mute], cables: [], programs: [], remove: [] } });
    const output = network.command('pc1', 'traceroute -n -q 2 -w 1 -m 3 10.0.2.1');
    network.run('60s');
    expect(output().slice(2)).toEqual([' 2  * *', ' 3  * *']);
    expect(network.timeline.programs()[0]!.status).toBe(1);
  });

  it('marks a host that cannot be found with !H and stops there', () => {
    const network = chain();
    const output = network.command('pc1', 'traceroute -n -q 1 10.0.2.99');
    network.run('60s');
    expect(output().at(-1)).toMatch(/^ 3 {2}10\.0\.12\.2 {2}\d+\.\d{3} ms !H$/);
  });

  it('leaves at Ctrl+C what it has written of a line', () => {
    const network = chain();
    network.type('pc1', 'traceroute -n -w 9 10.0.3.1');
    expect(network.timeline.terminal('pc1', 'tty1')!.unfinished).toBe(' 1 ');
    network.type('pc1', '^C');
    expect(network.screen('pc1').slice(-2)).toEqual(['^C', ' 1 ']);
  });
});
