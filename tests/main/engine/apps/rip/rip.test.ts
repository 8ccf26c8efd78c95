import { describe, expect, it } from 'vitest';
import type { RipSettings } from '#engine/apps/rip/settings.ts';
import { parseAddress } from '#engine/wire/address.ts';
import { encapsulate, ETHERTYPE_IPV4 } from '#engine/wire/ethernet.ts';
import { emitRip, ripEntry } from '#engine/wire/rip.ts';
import { emitUdp } from '#engine/wire/udp.ts';
import { lab, type Lab } from '#support/lab.ts';

const TRIANGLE = {
  pc1: '10.0.1.1/24 via 10.0.1.254',
  pc2: '10.0.2.1/24 via 10.0.2.254',
  router1: ['10.0.1.254/24', '10.1.2.1/30', '10.1.3.1/30'],
  router2: ['10.1.2.2/30', '10.0.2.254/24', '10.2.3.1/30'],
  router3: ['10.1.3.2/30', '10.2.3.2/30'],
};
const ROUTERS = ['router1', 'router2', 'router3'];

/** pc1 on router1, pc2 on router2, and the three routers all joined to each other. */
function triangle(rip: RipSettings = {}, seed = 1): Lab {
  return lab('pc1 -- router1 -- router2 -- pc2, router1 -- router3, router2 -- router3', {
    addresses: TRIANGLE,
    settings: Object.fromEntries(ROUTERS.map((name) => [name, { rip }])),
    seed,
  });
}
/** `network metric via` of what a router has learned. */
const learned = (made: Lab, router: string): string[] =>
  made
    .table(router, 'routes')
    .filter(([, , , kind]) => kind === 'rip')
    .map(([network, via, , , metric]) => `${network} ${metric} ${via}`)
    .sort();
function pull(made: Lab, id: string, plugged = false): void {
  const cable = made.topology.cables.find((one) => one.id === id)!;
  const cables = [{ ...cable, plugged }];
  made.timeline.act({ kind: 'change', change: { devices: [], cables, programs: [], remove: [] } });
}
const reaches = (made: Lab): boolean => {
  const output = made.ping('pc1', '10.0.2.1');
  made.run('2s');
  return output().join('\n').includes('1 received');
};
const updates = (made: Lab, router: string): string[] =>
  made.sent(router).flatMap((line) => (line.includes(': rip ') ? [line.slice(line.indexOf(': rip ') + 6)] : []));

describe('three routers in a triangle that speak RIP', () => {
  it('know every network by the shortest way, seconds after they are switched on', () => {
    const made = triangle();
    made.run('10s');
    expect(learned(made, 'router1')).toEqual(['10.0.2.0/24 2 10.1.2.2', expect.stringMatching(/^10\.2\.3\.0\/30 2 /)]);
    expect(learned(made, 'router2')).toEqual(['10.0.1.0/24 2 10.1.2.1', expect.stringMatching(/^10\.1\.3\.0\/30 2 /)]);
    expect(learned(made, 'router3')).toEqual([
      '10.0.1.0/24 2 10.1.3.1',
      '10.0.2.0/24 2 10.2.3.1',
      expect.stringMatching(/^10\.1\.2\.0\/30 2 /),
    ]);
    expect(reaches(made)).toBe(true);
  });

  it('ask for everything first, and speak to 224.0.0.9 from port 520 with a TTL of 1', () => {
    const made = triangle();
    made.run('1s');
    expect(updates(made, 'router1')[0]).toBe('Request (whole table)');
    const [first] = made.facts('udp.sent');
    expect(first!.detail).toMatchObject({ local: expect.stringMatching(/:520$/), remote: '224.0.0.9:520' });
    expect(made.facts('frame.dropped').filter(({ reason }) => reason === 'ttl-expired')).toEqual([]);
  });

  it('tell their tables every 30 seconds, more or less five', () => {
    const made = triangle();
    made.run('400s');
    const times = made
      .facts('udp.sent')
      .filter(({ device, detail }) => device === 'router3' && String(detail.local).startsWith('10.1.3.2'))
      .map(({ time }) => time / 1e9)
      .filter((time) => time > 20);
    times.slice(1).forEach((time, index) => {
      expect(time - times[index]!).toBeGreaterThanOrEqual(25);
      expect(time - times[index]!).toBeLessThanOrEqual(35);
    });
    expect(times.length).toBeGreaterThan(9);
  });

  it('go round a cable that was pulled out, and back when it is plugged in again', () => {
    const made = triangle();
    made.run('10s');
    pull(made, 'router1-router2');
    // Router 3 tells of its way with its next regular update.
    made.run('40s');
    expect(learned(made, 'router1')).toContain('10.0.2.0/24 3 10.1.3.2');
    expect(reaches(made)).toBe(true);
    pull(made, 'router1-router2', true);
    made.run('40s');
    expect(learned(made, 'router1')).toContain('10.0.2.0/24 2 10.1.2.2');
  });

  it('is told at once when a person switches an interface off', () => {
    const made = triangle();
    made.run('31s');
    made.command('router2', 'ip link set eth1 down');
    made.run('6s');
    expect(learned(made, 'router1').join()).not.toContain('10.0.2.0/24');
  });

  it('record each change of a route, with the update that caused it', () => {
    const made = triangle();
    made.run('10s');
    const added = made.facts('route.added').find(({ detail }) => detail.route === '10.0.2.0/24')!;
    expect(added.detail).toMatchObject({ kind: 'rip', metric: '2', via: '10.1.2.2' });
    const facts = made.facts();
    const ancestors: string[] = [];
    for (let seq = added.cause; seq > 0; seq = facts[seq - 1]!.cause) ancestors.push(facts[seq - 1]!.kind);
    expect(ancestors).toContain('udp.received');
  });

  it('goes back in time', () => {
    const made = triangle();
    made.run('100s');
    const before = made.history();
    made.timeline.seek(1e9);
    made.run('99s');
    expect(made.history()).toBe(before);
  });
});

describe('a route nobody tells any more', () => {
  it('is unreachable after 180 seconds and forgotten 120 seconds later', () => {
    const made = triangle();
    made.run('10s');
    // Router 3 stops speaking; the cables stay.
    const router3 = made.topology.devices.find(({ id }) => id === 'router3')!;
    const { rip: _, ...silent } = router3;
    const before = made.timeline.now;
    made.timeline.act({ kind: 'change', change: { devices: [silent], cables: [], programs: [], remove: [] } });
    made.run('1s');
    expect(learned(made, 'router3')).toEqual([]);
    pull(made, 'router2-router3');
    made.run(170e9 - (made.timeline.now - before));
    const state = (): unknown => made.table('router1', 'rip').find(([network]) => network === '10.2.3.0/30')?.[4];
    const via = made.table('router1', 'rip').find(([network]) => network === '10.2.3.0/30')![1];
    if (via === '10.1.3.2') expect(state()).toBe('learned');
    made.run('20s');
    expect(state()).toBe('unreachable');
    expect(learned(made, 'router1').some((route) => route.startsWith('10.2.3.0'))).toBe(false);
    made.run('130s');
    expect(state()).toBeUndefined();
  });
});

describe('split horizon', () => {
  /** A line of three; the far network dies while router 2 is about to hear of it from router 1. */
  const line = (rip: RipSettings): Lab =>
    lab('router1 -- router2 -- router3 -- pc1', {
      addresses: {
        router1: ['10.1.2.1/30'],
        router2: ['10.1.2.2/30', '10.2.3.1/30'],
        router3: ['10.2.3.2/30', '10.0.3.254/24'],
        pc1: '10.0.3.1/24',
      },
      settings: Object.fromEntries(ROUTERS.map((name) => [name, { rip }])),
    });
  const metrics = (made: Lab, router: string): number[] =>
    made
      .facts('route.added')
      .flatMap(({ device, detail }) =>
        device === router && detail.route === '10.0.3.0/24' ? [Number(detail.metric)] : [],
      );

  it('tells a neighbour that what leads over it is unreachable', () => {
    const made = line({});
    made.run('60s');
    const told = updates(made, 'router2').filter((text) => text.includes('10.0.3.0/24=16'));
    expect(told.length).toBeGreaterThan(0);
    expect(updates(made, 'router1').join('\n')).toContain('10.0.3.0/24=16');
  });

  it('tells nothing of it when it is simple, and everything when it is off', () => {
    const simple = line({ splitHorizon: 'simple' });
    simple.run('60s');
    expect(updates(simple, 'router1').join('\n')).not.toContain('10.0.3.0/24');
    const off = line({ splitHorizon: 'off' });
    off.run('60s');
    expect(updates(off, 'router1').join('\n')).toContain('10.0.3.0/24=3');
  });

  it('keeps metrics from counting to infinity when a network dies', () => {
    const made = line({ triggered: false });
    made.run('60s');
    pull(made, 'router3-pc1');
    made.run('400s');
    expect(metrics(made, 'router1')).toEqual([3]);
    expect(learned(made, 'router1').join()).not.toContain('10.0.3.0');
  });

  it('lets them count to infinity when it is off and changes are not told at once (seed 5)', () => {
    const made = lab('router1 -- router2 -- pc1', {
      addresses: { router1: ['10.1.2.1/30'], router2: ['10.1.2.2/30', '10.0.3.254/24'], pc1: '10.0.3.1/24' },
      settings: Object.fromEntries(
        ['router1', 'router2'].map((name) => [name, { rip: { splitHorizon: 'off', triggered: false } as const }]),
      ),
      seed: 5,
    });
    made.run('60s');
    pull(made, 'router2-pc1');
    made.run('600s');
    // Each hears from the other of a way that leads back to itself, one hop longer every time.
    const counted = metrics(made, 'router2');
    expect(counted.length).toBeGreaterThan(3);
    expect(counted).toEqual([...counted].sort((a, b) => a - b));
    expect(counted.at(-1)).toBeGreaterThanOrEqual(14);
    expect(learned(made, 'router2')).toEqual([]);
  });
});

describe('a network that is moved to another port of its router', () => {
  it('is told where it was, and not where it is', () => {
    const made = lab('router1 -- router2, router1 -- router3', {
      addresses: { router1: ['10.1.2.1/30', '10.1.3.1/30'], router2: ['10.1.2.2/30'], router3: ['10.1.3.2/30'] },
      settings: Object.fromEntries(ROUTERS.map((name) => [name, { rip: {} }])),
    });
    made.run('10s');
    expect(learned(made, 'router3')).toEqual(['10.1.2.0/30 2 10.1.3.1']);
    const router1 = made.topology.devices.find(({ id }) => id === 'router1')!;
    const [first, second] = router1.ports;
    // Its cables change places, and so do its addresses: 10.1.2.0/30 is behind eth1 now.
    const ports = [
      { ...first!, address: second!.address },
      { ...second!, address: first!.address },
    ];
    made.change({ devices: [{ ...router1, ports }] });
    made.run('40s');
    const told = made.table('router1', 'rip').map(([network, , port]) => `${network} ${port}`);
    expect(told.sort()).toEqual(['10.1.2.0/30 eth1', '10.1.3.0/30 eth0']);
  });
});

describe('an update from somebody else', () => {
  const NEIGHBOUR = '10.0.1.9';
  /** router1 hears these routes told on the subnet of pc1. */
  function told(
    routes: [network: string, prefix: number, metric: number, nextHop?: string][],
    from = NEIGHBOUR,
    port = 520,
  ): string[] {
    const made = triangle();
    made.run('10s');
    const before = learned(made, 'router1');
    const entries = routes.map(([network, prefix, metric, nextHop = '0.0.0.0']) => ({
      ...ripEntry(parseAddress(network)!, prefix, metric),
      nextHop: parseAddress(nextHop)!,
    }));
    const datagram = emitUdp(
      { sourcePort: port, destinationPort: 520, payload: emitRip('response', entries) },
      { source: parseAddress(from)!, destination: parseAddress('224.0.0.9')!, ttl: 1, identification: 1 },
    );
    const { head, body } = encapsulate(datagram, {
      destination: 0x01005e000009,
      source: 0x0200000000aa,
      type: ETHERTYPE_IPV4,
    });
    made.timeline.act({ kind: 'inject', device: 'router1', port: 'eth0', bytes: Uint8Array.from([...head, ...body]) });
    made.run('1ms');
    return learned(made, 'router1').filter((row) => !before.includes(row));
  }

  it('is believed from a neighbour, on port 520, where it makes sense (RFC 2453 §3.9.2)', () => {
    expect(told([['172.16.0.0', 16, 1]])).toEqual([`172.16.0.0/16 2 ${NEIGHBOUR}`]);
    expect(told([['172.16.0.0', 16, 1]], NEIGHBOUR, 521)).toEqual([]);
    expect(told([['172.16.0.0', 16, 1]], '10.9.9.9')).toEqual([]);
    expect(
      told([
        ['172.16.0.0', 16, 0],
        ['172.17.0.0', 16, 17],
        ['172.18.0.1', 16, 1],
        ['127.0.0.0', 8, 1],
        ['224.0.0.0', 4, 1],
        ['172.19.0.0', 16, 16],
      ]),
    ).toEqual([]);
    // What is plugged in is known better, and so is what is nearer.
    expect(
      told([
        ['10.0.1.0', 24, 1],
        ['10.0.2.0', 24, 5],
      ]),
    ).toEqual([]);
  });

  it('may name a better next hop on the same subnet (RFC 2453 §4.4), and no other', () => {
    expect(told([['172.16.0.0', 16, 1, '10.0.1.7']])).toEqual(['172.16.0.0/16 2 10.0.1.7']);
    expect(told([['172.16.0.0', 16, 1, '10.5.0.7']])).toEqual([`172.16.0.0/16 2 ${NEIGHBOUR}`]);
    expect(told([['172.16.0.0', 16, 1, '10.0.1.254']])).toEqual([`172.16.0.0/16 2 ${NEIGHBOUR}`]);
  });
});

describe('the settings of RIP', () => {
  it('name the ports it is spoken on', () => {
    const made = triangle({ ports: ['eth1'] });
    made.run('10s');
    const ports = made.facts('udp.sent').filter(({ device }) => device === 'router1');
    expect(new Set(ports.map(({ detail }) => String(detail.local)))).toEqual(new Set(['10.1.2.1:520']));
  });

  it('let static routes be told, the default route too', () => {
    const made = lab('router1 -- router2', {
      addresses: { router1: ['10.1.2.1/30'], router2: ['10.1.2.2/30', '192.0.2.1/24'] },
      routes: { router2: [{ destination: '0.0.0.0', prefix: 0, via: '10.1.2.1' }] },
      settings: { router1: { rip: {} }, router2: { rip: { announceStatic: true } } },
    });
    made.run('5s');
    expect(updates(made, 'router2').join('\n')).not.toContain('0.0.0.0/0');
    const both = lab('router1 -- router2 -- router3', {
      addresses: { router1: ['10.1.2.1/30'], router2: ['10.1.2.2/30', '10.2.3.1/30'], router3: ['10.2.3.2/30'] },
      routes: { router2: [{ destination: '0.0.0.0', prefix: 0, via: '10.2.3.2' }] },
      settings: { router1: { rip: {} }, router2: { rip: { announceStatic: true } } },
    });
    both.run('5s');
    expect(learned(both, 'router1')).toEqual(['0.0.0.0/0 2 10.1.2.2', '10.2.3.0/30 2 10.1.2.2']);
  });

  it('take the routes out again when it is switched off', () => {
    const made = triangle();
    made.run('10s');
    const devices = made.topology.devices.filter(({ id }) => id === 'router1').map(({ rip: _, ...rest }) => rest);
    made.timeline.act({ kind: 'change', change: { devices, cables: [], programs: [], remove: [] } });
    made.run('1s');
    expect(learned(made, 'router1')).toEqual([]);
    expect(made.table('router1', 'rip')).toEqual([]);
  });

  it('may say while a triggered update waits that changes are told at once no more (seed 3)', () => {
    const made = triangle({}, 3);
    made.run('31s');
    for (const id of ['router1-router3', 'router2-router3']) {
      pull(made, id);
      made.run('10ms');
    }
    const devices = made.topology.devices.map((device) =>
      device.kind === 'router' ? { ...device, rip: { triggered: false } } : device,
    );
    made.change({ devices });
    made.run('10s');
    expect(reaches(made)).toBe(true);
  });

  it('may forget an unreachable network before a triggered update could tell of it (seed 3)', () => {
    const made = triangle({ times: { garbage: 1e9 } }, 3);
    made.run('31s');
    for (const id of ['router1-router3', 'router2-router3']) {
      pull(made, id);
      made.run('10ms');
    }
    made.run('10s');
    expect(reaches(made)).toBe(true);
  });
});
