/** Small networks of hubs, switches, routers and hosts by a number, and random things done to them while they run. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { CableSettings, DeviceKind, DeviceSettings, ProgramSettings } from '#engine/devices/settings.ts';
import type { DhcpSettings } from '#engine/apps/dhcp/settings.ts';
import type { RipSettings } from '#engine/apps/rip/settings.ts';
import type { Impairment } from '#engine/link/impairment.ts';
import type { PortVlan } from '#engine/link/vlan.ts';
import type { FilterSettings } from '#engine/net/filter-settings.ts';
import type { NatSettings } from '#engine/net/nat-settings.ts';
import type { NetworkLayerSettings } from '#engine/net/settings.ts';
import { diceFor, throwDice } from '#engine/sim/dice.ts';
import { Lab } from './lab.ts';

/** Events one edit may take: what goes on longer than that at one moment hangs. */
const BUDGET = 3_000;

/** Chooses by a number, so that a drawing is one number that a failure can name. */
class Choice {
  readonly #dice: ReturnType<typeof diceFor>;
  constructor(number: number) {
    this.#dice = diceFor(number, 'choice');
  }
  below(count: number): number {
    return throwDice(this.#dice) % count;
  }
  of<T>(all: readonly T[]): T {
    return all[this.below(all.length)]!;
  }
  /** Something in one case of `cases`, else nothing. */
  sometimes<T extends object>(cases: number, what: () => T): T | Record<string, never> {
    return this.below(cases) === 0 ? what() : {};
  }
}

const KINDS: Readonly<Record<string, DeviceKind>> = {
  ...{ r1: 'router', r2: 'router', s1: 'switch', s2: 'switch', u1: 'hub' },
  ...{ h1: 'host', h2: 'host', h3: 'host', h4: 'server' },
};
/** Ids of all devices. */
export const NAMES = Object.keys(KINDS);
const BRIDGES = ['s1', 's2', 'u1'];
const HOSTS = ['h1', 'h2', 'h3', 'h4'];

const VLANS: PortVlan[] = [
  { mode: 'access', id: 1 },
  { mode: 'access', id: 2 },
  { mode: 'trunk', native: 1 },
  { mode: 'trunk', native: null, allowed: [1, 2] },
];
const IMPAIRMENTS: Impairment[] = [
  { loss: 0.1, duplication: 0.1, jitter: 50_000 },
  { reordering: { probability: 0.3, delay: 1e6 }, bitErrors: { per: 'bit', probability: 1e-5 } },
  { drop: [1, 3], damage: [2], delay: 5, bandwidth: 1e6 },
];
const FILTERS: FilterSettings[] = [
  { rules: [{ action: 'reject', direction: 'forward', protocol: 'tcp' }] },
  { policy: { in: 'drop' }, rules: [{ action: 'accept', direction: 'in', established: true }] },
  { policy: { forward: 'drop' }, rules: [{ action: 'accept', direction: 'forward', protocol: 'icmp' }] },
  { rules: [{ action: 'reject', direction: 'out', rejectWith: 'port-unreachable' }] },
];
const NATS: NatSettings[] = [
  { outside: 'p1' },
  { outside: 'p0', filtering: 'endpoint-independent', ports: { first: 2000, last: 2003 } },
  {
    outside: 'p1',
    timeouts: { udp: 1e9, icmp: 1e9 },
    forwards: [{ protocol: 'tcp', port: 80, address: '10.0.0.31', to: 80 }],
  },
];
const RIPS: RipSettings[] = [
  {},
  { times: { update: 1e9, timeout: 3e9, garbage: 1e9 } },
  { splitHorizon: 'off', triggered: false, announceStatic: true },
];
const NETWORKS: NetworkLayerSettings[] = [
  { addressConflictDetection: 'always' },
  { addressConflictDetection: 'probe', hostModel: 'strong', pathMtuDiscovery: false, timeToLive: 3 },
  { neighbourLimit: 1, reassemblyTimeout: 1e9, reassemblyMemory: 3000, icmpErrorRate: 1, pathMtuAge: 1e9 },
  { proxyArp: ['p0', 'p1'], neighbours: [{ port: 'p0', address: '10.0.0.31', mac: '02:00:00:00:00:60' }] },
];
const DHCPS: DhcpSettings[] = [
  { server: { pools: [{ first: '10.0.0.31', last: '10.0.0.34', prefix: 24, gateway: '10.0.0.11', leaseTime: 10e9 }] } },
  { relay: { servers: ['10.0.1.12', '10.0.0.12'] } },
];

/** A device by a number. `calm`: as somebody would draw it who knows what he does. */
function device(id: string, number: number, calm = false): DeviceSettings {
  const choice = new Choice(number);
  const kind = KINDS[id]!;
  const which = NAMES.indexOf(id);
  const common = { id, kind, name: `${id}-${choice.below(3)}`, gateway: null, routes: [] };
  if (kind === 'hub' || kind === 'switch') {
    const tagged = kind === 'switch' && !calm && choice.below(3) === 0;
    const ports = Array.from({ length: 4 }, (_, at) => ({
      ...{ name: `p${at}`, mac: null, address: null, prefix: 24 },
      ...(tagged ? { vlan: choice.of(VLANS) } : {}),
      ...(kind === 'switch' ? choice.sometimes(5, () => ({ spanningTree: { edge: choice.below(2) === 0 } })) : {}),
    }));
    if (kind === 'hub') return { ...common, ports, ...choice.sometimes(4, () => ({ medium: 'ideal' }) as const) };
    const tree = () => ({
      spanningTree: {
        priority: 4096 * choice.below(3),
        ...choice.sometimes(2, () => ({ helloTime: 1e9, maxAge: 6e9, forwardDelay: 4e9 })),
      },
    });
    return {
      ...common,
      ports,
      ageingTime: choice.of([10e9, 300e9]),
      ...(choice.below(5) > (calm ? 2 : 0) ? tree() : {}),
    };
  }
  const count = kind === 'router' ? 2 + choice.below(2) : 1 + choice.below(2);
  const byDhcp = kind !== 'router' && choice.below(4) === 0;
  const strange = (cases: number) => choice.below(cases) === 0 && !calm;
  /** The subnet of the first port: two hosts are on the one side of the routers, two on the other. */
  const side = id === 'h3' || id === 'h4' ? 1 : 0;
  const ports = Array.from({ length: count }, (_, at) => ({
    name: `p${at}`,
    mac: `02:00:00:00:0${which}:0${at}`,
    // Now and then two have the same, or nobody.
    address:
      byDhcp || strange(12)
        ? null
        : `10.0.${side + at - (strange(9) ? 1 : 0)}.${11 + which - (strange(9) ? 1 : 0)}`.replace('-1', '9'),
    prefix: calm ? 24 : choice.of([24, 24, 24, 24, 24, 16, 8, 31, 32]),
    ...(byDhcp ? { dhcp: true } : {}),
  }));
  const networked = {
    ...common,
    ports,
    ...choice.sometimes(3, () => ({ network: choice.of(NETWORKS) })),
    ...choice.sometimes(4, () => ({ filter: choice.of(FILTERS) })),
  };
  if (kind !== 'router')
    return { ...networked, gateway: strange(4) ? '10.0.0.17' : `10.0.${side}.${choice.of([11, 12])}` };
  return {
    ...networked,
    routes: [{ destination: '0.0.0.0', prefix: 0, via: `10.0.${choice.below(2)}.${which === 0 ? 12 : 11}` }],
    ...choice.sometimes(2, () => ({ rip: choice.of(RIPS) })),
    ...choice.sometimes(2, () => ({ nat: choice.of(NATS) })),
    ...choice.sometimes(2, () => ({ dhcp: choice.of(DHCPS) })),
  };
}

/** Cables of which most drawings have all: two subnets, with the hosts and both routers between them. */
const SKELETON: readonly [from: string, to: string][] = [
  ['h1 p0', 's1 p0'],
  ['h2 p0', 's1 p1'],
  ['r1 p0', 's1 p2'],
  ['r1 p1', 's2 p0'],
  ['r2 p0', 's1 p3'],
  ['r2 p1', 's2 p1'],
  ['h3 p0', 'u1 p0'],
  ['u1 p1', 's2 p2'],
  ['h4 p0', 'u1 p2'],
];
/** Cables there may be: `cable0` …, and so on. */
export const CABLES = 12;

/** A cable between two ports, now and then of one device, with what goes wrong on it. */
function cable(which: number, number: number, calm = false): CableSettings {
  const choice = new Choice(number);
  const known = calm || choice.below(6) > 0 ? SKELETON[which] : undefined;
  const anywhere = () => `${choice.below(2) === 0 ? choice.of(BRIDGES) : choice.of(NAMES)} p${choice.below(4)}`;
  const [a, b] = (known ?? [anywhere(), anywhere()]).map((end) => {
    const [id, port] = end.split(' ');
    return { device: id!, port: port! };
  });
  return {
    id: `cable${which}`,
    a: a!,
    b: b!,
    bandwidth: choice.of([1e6, 1e7, 1e9]),
    delay: choice.of([0, 10_000, 1e6]),
    mtu: calm ? 1500 : choice.of([68, 576, 1500]),
    queue: choice.of([3, 100]),
    ...choice.sometimes(4, () => ({
      directions: [choice.of(IMPAIRMENTS), choice.of(IMPAIRMENTS)] as [Impairment, Impairment],
    })),
    ...choice.sometimes(10, () => ({ plugged: calm })),
  };
}

function line(choice: Choice): string {
  const other = choice.of(['10.0.0.16', '10.0.0.17', '10.0.1.18', '10.0.1.19', '10.0.0.11', '10.0.1.12', '10.0.0.99']);
  return choice.of([
    `ping -c 2 -s ${choice.below(3000)} ${other}`,
    `ping -c 2 255.255.255.255`,
    'http-server',
    `curl http://${other}/`,
    'bulk -s',
    `bulk -c ${other} -t 1`,
    `bulk -u -c ${other} -t 1 -b 1000000`,
    `traceroute -n ${other}`,
    'ip link set p0 down; sleep 1; ip link set p0 up',
    `ip addr del 10.0.0.${11 + choice.below(10)}/24 dev p0`,
    `ip addr add 10.0.0.${11 + choice.below(10)}/24 dev p0`,
    `ip route add 10.0.7.0/24 via ${other}`,
    'dhclient -d p0',
  ]);
}

/** One thing somebody does, or time that goes by. */
export interface Deed {
  what: 'device' | 'cable' | 'remove' | 'unplug' | 'line' | 'kill' | 'run' | 'short' | 'seek';
  number: number;
}
export const deeds = fc.array(
  fc.record({
    what: fc.constantFrom<Deed['what']>(
      'device',
      'cable',
      'remove',
      'unplug',
      'line',
      'line',
      'line',
      'kill',
      'run',
      'run',
      'run',
      'short',
      'seek',
    ),
    number: fc.nat(2 ** 31),
  }),
  { minLength: 8, maxLength: 24, size: 'max' },
);

/** Does a deed; whatever is done, time moves on. */
export function act(network: Lab, { what, number }: Deed): void {
  const { timeline } = network;
  const choice = new Choice(number);
  switch (what) {
    case 'device':
      return void network.change({ devices: [device(choice.of(NAMES), choice.below(2 ** 31))] });
    case 'cable':
      return void network.change({
        cables: [free(network, cable(choice.below(CABLES), choice.below(2 ** 31)))].flat(),
      });
    case 'unplug':
    case 'remove':
      return void network.change({
        remove: [choice.below(4) === 0 ? choice.of(NAMES) : `cable${choice.below(CABLES)}`],
      });
    case 'line':
    case 'kill': {
      const id = `program${choice.below(6)}`;
      if (what === 'kill') return void network.change({ remove: [id] });
      const on = choice.below(5) === 0 ? choice.of(['r1', 'r2']) : choice.of(HOSTS);
      const run = { program: 'command', line: line(choice) } as const;
      const program: ProgramSettings = { id, name: id, device: on, start: null, run };
      network.change({ programs: [program] });
      return void timeline.act({ kind: 'start', program: id });
    }
    case 'run':
    case 'short': {
      const before = timeline.now;
      const outcome = timeline.advance(before + (what === 'run' ? choice.below(5e9) : choice.below(1e6)), BUDGET);
      if (outcome === 'budget') expect(timeline.now, 'time stands still').toBeGreaterThan(before);
      return;
    }
    case 'seek':
      return timeline.seek(Math.floor((timeline.horizon * choice.below(101)) / 100));
  }
}

const used = new WeakMap<Lab, Map<string, string>>();
/** A port takes one cable: a cable to ports that others have is not drawn. */
function free(network: Lab, wanted: CableSettings): CableSettings[] {
  const ends = used.get(network) ?? new Map<string, string>();
  used.set(network, ends);
  const names = [wanted.a, wanted.b].map(({ device: id, port }) => `${id} ${port}`);
  if (names.some((name) => (ends.get(name) ?? wanted.id) !== wanted.id)) return [];
  for (const [name, id] of ends) if (id === wanted.id) ends.delete(name);
  for (const name of names) ends.set(name, wanted.id);
  return [wanted];
}

/** A network by a number, with programs that run in it. */
export function begin(number: number): Lab {
  const choice = new Choice(number);
  const devices = NAMES.map((id) => device(id, choice.below(2 ** 31), true));
  const network = new Lab({ devices, cables: [], programs: [] }, number, 10_000);
  for (let at = 0; at < CABLES; at++) {
    network.change({ cables: free(network, cable(at, choice.below(2 ** 31), at < SKELETON.length)) });
  }
  for (const [on, text] of [
    ['h3', 'http-server'],
    ['h4', 'bulk -s'],
    ['h1', 'ping -c 3 10.0.1.18'],
    ['h2', 'sleep 1; curl http://10.0.1.18/'],
  ] as const) {
    network.command(on, text);
  }
  network.timeline.advance(choice.of([0, 4e9, 40e9]), BUDGET);
  return network;
}
