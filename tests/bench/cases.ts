/**
 * The five networks that are measured: what is drawn, how many bulk TCP flows cross it, and for how long.
 * New Reno, initial window 10, MSS 1448; routing tables are static and complete.
 */
import { diceFor, throwDice } from '#engine/sim/dice.ts';
import type { DeviceSettings } from '#engine/devices/settings.ts';
import type { Topology } from '#engine/sim/topology.ts';
import { formatAddress } from '#engine/wire/address.ts';
import { Drawing } from './drawing.ts';

export interface BenchCase {
  name: string;
  /** What is drawn, in a few words. */
  network: string;
  flows: number;
  /** Simulated ns. */
  simulated: number;
  /** Frame-hops a second it is meant to reach. */
  goal: number;
  topology(): Topology;
}

const MILLISECOND = 1e6;
const SEED = 1;
/** 10.0.0.0, from which subnets are cut. */
const TEN = 0x0a000000;
/** 172.16.0.0, from which the cables between the routers of the tree are cut. */
const BACKBONE = 0xac100000;

export const CASES: readonly BenchCase[] = [
  {
    name: 'line20',
    network: '20 routers in a line, 4 hosts at each end, 1 ms',
    flows: 4,
    simulated: 2000 * MILLISECOND,
    goal: 1_000_000,
    topology: routersInLine,
  },
  {
    name: 'swline20',
    network: '20 switches in a line, 4 hosts at each end, 2 µs',
    flows: 4,
    simulated: 1000 * MILLISECOND,
    goal: 1_000_000,
    topology: switchesInLine,
  },
  {
    name: 'grid10',
    network: '10 × 10 routers, 1 ms',
    flows: 50,
    simulated: 100 * MILLISECOND,
    goal: 500_000,
    topology: grid,
  },
  {
    name: 'tree1000',
    network: '1, 10 and 90 routers and 899 hosts, 1 ms',
    flows: 100,
    simulated: 120 * MILLISECOND,
    goal: 500_000,
    topology: tree,
  },
  {
    name: 'star1000',
    network: 'one switch and 1,000 hosts, 2 µs',
    flows: 100,
    simulated: 40 * MILLISECOND,
    goal: 500_000,
    topology: star,
  },
];

function routersInLine(): Topology {
  const drawing = new Drawing(MILLISECOND);
  const routers = numbered(20, (at) => drawing.device('router', `router${at}`));
  let subnets = 0;
  const subnet = () => TEN + 4 * subnets++;
  for (let at = 1; at < routers.length; at++) drawing.join(routers[at - 1]!, routers[at]!, subnet());
  const left = numbered(4, (at) => drawing.host(`left${at}`, routers[0]!, subnet()));
  const right = numbered(4, (at) => drawing.host(`right${at}`, routers[19]!, subnet()));
  routeEverywhere(drawing.topology);
  left.forEach((host, at) => drawing.flow(host, right[at]!));
  return drawing.topology;
}

function switchesInLine(): Topology {
  const drawing = new Drawing(2000);
  const switches = numbered(20, (at) => drawing.device('switch', `switch${at}`));
  for (let at = 1; at < switches.length; at++) {
    const [one, next] = [switches[at - 1]!, switches[at]!];
    drawing.cable(one, drawing.port(one, null, 0), next, drawing.port(next, null, 0));
  }
  const host = (id: string, bridge: DeviceSettings, address: number) => {
    const made = drawing.device('host', id);
    drawing.cable(made, drawing.port(made, address, 24), bridge, drawing.port(bridge, null, 0));
    return made;
  };
  const left = numbered(4, (at) => host(`left${at}`, switches[0]!, TEN + at));
  const right = numbered(4, (at) => host(`right${at}`, switches[19]!, TEN + 100 + at));
  left.forEach((one, at) => drawing.flow(one, right[at]!));
  return drawing.topology;
}

function grid(): Topology {
  const drawing = new Drawing(MILLISECOND);
  const side = 10;
  const routers = numbered(side * side, (at) => drawing.device('router', `router${at}`));
  let subnets = 0;
  routers.forEach((router, at) => {
    if ((at + 1) % side !== 0) drawing.join(router, routers[at + 1]!, TEN + 4 * subnets++);
    if (at + side < routers.length) drawing.join(router, routers[at + side]!, TEN + 4 * subnets++);
  });
  routeEverywhere(drawing.topology);
  randomFlows(drawing, routers, 50);
  return drawing.topology;
}

function tree(): Topology {
  const drawing = new Drawing(MILLISECOND);
  const core = drawing.device('router', 'core');
  const hosts: DeviceSettings[] = [];
  let leaves = 0;
  let backbone = 0;
  for (const middle of numbered(10, (at) => drawing.device('router', `middle${at}`))) {
    const up = BACKBONE + 4 * backbone++;
    drawing.join(core, middle, up);
    middle.gateway = formatAddress(up + 1);
    for (let at = 0; at < 9; at++) {
      const leaf = drawing.device('router', `leaf${++leaves}`);
      const link = BACKBONE + 4 * backbone++;
      drawing.join(middle, leaf, link);
      leaf.gateway = formatAddress(link + 1);
      // Each leaf has a /16 of which every one of its hosts has a /30.
      const network = TEN + leaves * 0x10000;
      const destination = formatAddress(network);
      middle.routes.push({ destination, prefix: 16, via: formatAddress(link + 2) });
      core.routes.push({ destination, prefix: 16, via: formatAddress(up + 2) });
      for (let host = 0; host < 10 && hosts.length < 899; host++) {
        hosts.push(drawing.host(`host${hosts.length + 1}`, leaf, network + 4 * host));
      }
    }
  }
  randomFlows(drawing, hosts, 100);
  return drawing.topology;
}

function star(): Topology {
  const drawing = new Drawing(2000);
  const centre = drawing.device('switch', 'switch');
  const hosts = numbered(1000, (at) => {
    const host = drawing.device('host', `host${at}`);
    drawing.cable(host, drawing.port(host, TEN + at, 22), centre, drawing.port(centre, null, 0));
    return host;
  });
  randomFlows(drawing, hosts, 100);
  return drawing.topology;
}

function numbered<T>(count: number, make: (number: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at + 1));
}

/** Flows between random pairs of devices, no device at the same end of two of them where there are enough. */
function randomFlows(drawing: Drawing, devices: readonly DeviceSettings[], flows: number): void {
  const dice = diceFor(SEED, 'flows');
  const left = [...devices];
  const draw = () => left.splice(throwDice(dice) % left.length, 1)[0]!;
  for (let flow = 0; flow < flows; flow++) drawing.flow(draw(), draw());
}

/** Writes into every router a route to each subnet of the drawing, along a shortest path. */
function routeEverywhere({ devices, cables }: Topology): void {
  const byId = new Map(devices.map((device) => [device.id, device]));
  const neighbours = new Map<DeviceSettings, { device: DeviceSettings; via: string; network: string }[]>();
  for (const device of devices) neighbours.set(device, []);
  for (const { a, b } of cables) {
    const [one, other] = [byId.get(a.device)!, byId.get(b.device)!];
    const onePort = one.ports.find(({ name }) => name === a.port)!;
    const otherPort = other.ports.find(({ name }) => name === b.port)!;
    // The lower end of a /30 follows its network address.
    const [first, second, third, last] = onePort.address!.split('.').map(Number);
    const network = `${first}.${second}.${third}.${last! - 1}`;
    neighbours.get(one)!.push({ device: other, via: otherPort.address!, network });
    neighbours.get(other)!.push({ device: one, via: onePort.address!, network });
  }
  for (const router of devices) {
    if (router.kind !== 'router') continue;
    const known = new Set(neighbours.get(router)!.map(({ network }) => network));
    const reached = new Set([router]);
    let edge = neighbours.get(router)!.map(({ device, via }) => ({ device, via }));
    while (edge.length > 0) {
      const next: typeof edge = [];
      for (const { device, via } of edge) {
        if (reached.has(device)) continue;
        reached.add(device);
        for (const beyond of neighbours.get(device)!) {
          if (!known.has(beyond.network)) router.routes.push({ destination: beyond.network, prefix: 30, via });
          known.add(beyond.network);
          if (beyond.device.kind === 'router') next.push({ device: beyond.device, via });
        }
      }
      edge = next;
    }
  }
}
