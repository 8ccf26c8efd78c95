import fc from 'fast-check';
import type {
  CableSettings,
  DeviceKind,
  DeviceSettings,
  ProgramSettings,
  RuleSettings,
} from '#engine/devices/settings.ts';
import { TUNNEL_OUTSIDE } from '#engine/devices/tunnel-settings.ts';
import type { SocketStep } from '#engine/apps/settings.ts';
import type { Impairment } from '#engine/link/impairment.ts';
import type { PortVlan } from '#engine/link/vlan.ts';
import type { TopologyChange } from '#engine/sim/topology.ts';
import type { TouchAction } from '#engine/sim/touched.ts';
import { Lab } from './lab.ts';

/**
 * What a person may do to a network, at random: edits, programs, faults, touches and journeys through time. For properties
 * that hold whatever was done.
 */
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
/** What each of them is unless it was changed. */
const KINDS: DeviceKind[] = ['host', 'host', 'switch', 'router', 'hub', 'server'];
/** What it may become besides. */
const OTHERS: DeviceKind[] = [...KINDS, 'tunnel'];

/** What a person (or a program of theirs) may do, as numbers to choose from. */
export type Deed = { what: (typeof DEEDS)[number]; which: number; other: number; number: number };
const DEEDS = [
  'put device',
  'put cable',
  'remove',
  'put program',
  'start',
  'ping',
  'ping',
  'exchange',
  'exchange',
  'inject',
  'join',
  'part',
  'rule',
  'touch',
  'touch',
  'kill',
  'power',
  'plug',
  'run',
  'run',
  'run',
  'seek',
  'step back',
  'step',
] as const;

export const deeds = fc.array(
  fc.record({
    what: fc.constantFrom(...DEEDS),
    which: fc.constantFrom(0, 0, 1, 2, 3, 4, 5),
    other: fc.constantFrom(0, 1, 1, 2, 3, 4, 5),
    number: fc.nat(2 ** 31),
  }),
  { minLength: 5, maxLength: 40, size: 'max' },
);

function device(which: number, number: number): DeviceSettings {
  // One change in four makes it another kind of device, or readdresses it.
  const kind = number % 4 === 3 ? OTHERS[(number >>> 16) % OTHERS.length]! : KINDS[which]!;
  const networked = kind !== 'switch' && kind !== 'hub' && kind !== 'tunnel';
  const count = networked ? 1 + ((number >>> 4) % 2) : 3;
  const ports = Array.from({ length: count }, (_, at) => ({
    // Now and then the ports stand in another order.
    name: `p${(number >>> 6) % 4 === 0 ? count - 1 - at : at}`,
    mac: networked ? `02:00:00:00:0${which}:0${at}` : null,
    address: networked ? `10.0.${at}.${which + 1 + ((number >>> 8) % 4 === 3 ? 10 : 0)}` : null,
    prefix: [24, 24, 24, 24, 24, 16, 31, 32][(number >>> 12) % 8]!,
    ...(kind === 'switch' && (number >>> 10) % 3 === 0 ? { vlan: VLANS[((number >>> 18) + at) % VLANS.length]! } : {}),
  }));
  const routes = [{ destination: '192.0.2.0', prefix: 24, via: '10.0.0.2' }];
  const id = NAMES[which]!;
  return {
    id,
    kind,
    name: `${id}${number % 3}`,
    ports,
    gateway: networked ? '10.0.0.4' : null,
    routes: networked ? routes : [],
    ...(kind === 'hub' && (number >>> 12) % 3 === 0 ? { medium: 'ideal' } : {}),
    ...(kind === 'switch' && (number >>> 12) % 2 === 0 ? { spanningTree: {} } : {}),
  };
}

const VLANS: PortVlan[] = [
  { mode: 'access', id: 1 },
  { mode: 'access', id: 2 },
  { mode: 'trunk', native: 1 },
  { mode: 'trunk', native: null, allowed: [1, 2] },
];

const IMPAIRMENTS: Impairment[] = [
  {},
  { loss: 0.2, duplication: 0.2, jitter: 50_000 },
  { reordering: { probability: 0.3, delay: 1e6 }, bitErrors: { per: 'bit', probability: 1e-4 } },
  { drop: [1, 3], damage: [2], delay: 5 },
];

function cable(which: number, other: number, number: number): CableSettings {
  return {
    id: `cable${number % 7}`,
    a: { device: NAMES[which]!, port: `p${(number >>> 3) % 3}` },
    b: { device: NAMES[other]!, port: `p${(number >>> 5) % 3}` },
    bandwidth: [1e5, 1e7, 1e9][(number >>> 7) % 3]!,
    delay: [0, 10_000, 1e8][(number >>> 9) % 3]!,
    mtu: [68, 576, 1500][(number >>> 11) % 3]!,
    queue: [1, 3, 100][(number >>> 13) % 3]!,
    ...((number >>> 15) % 2 === 0
      ? { directions: [IMPAIRMENTS[(number >>> 16) % 4]!, IMPAIRMENTS[(number >>> 18) % 4]!] }
      : {}),
    ...((number >>> 20) % 5 === 0 ? { plugged: false } : {}),
  };
}

const address = (which: number) => `10.0.0.${which + 1}`;

const SERVER: SocketStep[] = [
  { call: 'socket', as: 'listener', type: 'stream' },
  { call: 'bind', socket: 'listener', address: '0.0.0.0', port: 80 },
  { call: 'listen', socket: 'listener', backlog: 5 },
  { call: 'accept', socket: 'listener', as: 'connection' },
  { call: 'recv', socket: 'connection', length: null },
  { call: 'close', socket: 'connection' },
  { call: 'repeat', from: 4 },
];

function program(which: number, other: number, number: number): ProgramSettings {
  const client: SocketStep[] = [
    { call: 'socket', as: 'socket', type: 'stream' },
    { call: 'connect', socket: 'socket', address: address(other), port: 80 },
    { call: 'send', socket: 'socket', length: number % 20_000 },
    { call: 'close', socket: 'socket' },
  ];
  const runs: ProgramSettings['run'][] = [
    { program: 'ping', destination: address(other), count: 1 + (number % 4), interval: 1e8, size: number % 1473 },
    { program: 'steps', steps: SERVER },
    { program: 'steps', steps: client },
  ];
  const id = `program${(number >>> 2) % 4}`;
  const start = (number >>> 4) % 3 === 0 ? null : ((number >>> 6) % 20) * 1e8;
  return { id, name: id, device: NAMES[which]!, start, run: runs[number % 3]! };
}

const RULES: Pick<RuleSettings, 'filter' | 'hits' | 'action'>[] = [
  { filter: '', hits: { which: 'probability', probability: 0.2 }, action: { do: 'lose' } },
  { filter: 'tcp', hits: { which: 'nth', ordinals: [2, 3] }, action: { do: 'delay', by: 3e8 } },
  { filter: 'icmp', hits: { which: 'every' }, action: { do: 'duplicate' } },
  { filter: 'arp', hits: { which: 'nth', ordinals: [1] }, action: { do: 'lose' } },
  { filter: 'ip', hits: { which: 'probability', probability: 0.5 }, action: { do: 'corrupt', bits: 3 } },
];

const TOUCHES: TouchAction[] = [
  { do: 'lose' },
  { do: 'hold' },
  { do: 'release' },
  { do: 'delay', by: 4e8 },
  { do: 'duplicate' },
  { do: 'flip', bit: 130 },
  { do: 'edit', fields: { 'eth.dst': 'ff:ff:ff:ff:ff:ff' }, checksums: 'recompute' },
];

/** Touches one of the frames that are on a cable, wait for one or are held on one; false: there are none. */
function touch({ timeline }: Lab, number: number): boolean {
  const all = [...timeline.flights(), ...timeline.standing()];
  const one = all[number % Math.max(1, all.length)];
  if (one === undefined) return false;
  const target = { cable: one.cable, direction: one.direction, frame: one.frame.id };
  timeline.act({ kind: 'touch', target, action: TOUCHES[(number >>> 8) % TOUCHES.length]! });
  return true;
}

/** A port of a device that may have an outside: of a tunnel the one that always has. */
function portOf({ timeline }: Lab, which: number, number: number): string {
  return timeline.view(NAMES[which]!).some(({ name }) => name === 'tunnel') ? TUNNEL_OUTSIDE : `p${number % 3}`;
}

/** Does a deed. Nothing a person can ask for may throw. */
export function act(network: Lab, { what, which, other, number }: Deed, parts: (() => void)[]): void {
  const { timeline } = network;
  const change = (some: Partial<TopologyChange>) =>
    timeline.act({ kind: 'change', change: { devices: [], cables: [], programs: [], remove: [], ...some } });
  switch (what) {
    case 'put device':
      return void change({ devices: [device(which, number)] });
    case 'put cable':
      return void (which !== other && change({ cables: [cable(which, other, number)] }));
    case 'remove':
      // What is drawn in the middle is taken away less often.
      if (which === 2 && number % 4 > 0) return;
      return void change({ remove: [[NAMES[which]!, `cable${number % 7}`, `program${number % 4}`][other % 3]!] });
    case 'put program':
      return void change({ programs: [program(which, other, number)] });
    case 'start':
      return void timeline.act({ kind: 'start', program: `program${number % 4}` });
    case 'ping':
    case 'exchange': {
      const server = { ...program(other, which, 1), id: 'program0', start: null };
      const run = 3 * (number % 6_000) + (what === 'ping' ? 0 : 2);
      const client = { ...program(which, other, run), id: 'program1', start: null };
      change({ programs: [server, client] });
      timeline.act({ kind: 'start', program: 'program0' });
      return void timeline.act({ kind: 'start', program: 'program1' });
    }
    case 'inject': {
      const port = portOf(network, which, number);
      const bytes = new Uint8Array(14 + (number % 1600)).fill(number % 2 === 0 ? 0xff : 2);
      const time = timeline.now + ((number >>> 4) % 3) * 1e8;
      return void timeline.act({ kind: 'inject', device: NAMES[which]!, port, bytes, time });
    }
    case 'rule': {
      const id = `rule${number % 3}`;
      const direction = (['a-to-b', 'b-to-a', 'both'] as const)[(number >>> 2) % 3]!;
      const rule = { ...RULES[(number >>> 4) % RULES.length]!, id, name: id, cable: `cable${(number >>> 8) % 4}` };
      return void change({ rules: [{ ...rule, direction, enabled: (number >>> 12) % 5 > 0 }] });
    }
    case 'touch':
      // Somewhere on the way, while there is something to be touched.
      for (let at = number % 40; at > 0; at--) timeline.stepForward();
      return void touch(network, number >>> 6);
    case 'kill': {
      const target =
        number % 2 === 0 ? { program: `program${number % 4}` } : { device: NAMES[which]!, process: number % 5 };
      return void timeline.act({ kind: 'kill', target });
    }
    case 'power':
      return void change({ devices: [{ ...device(which, 0x40), powered: number % 3 === 0 }] });
    case 'plug':
      return void change({ cables: [{ ...cable(which, 2, 0x40 + (number % 7)), plugged: number % 2 === 0 }] });
    case 'join':
      return void parts.push(timeline.join(NAMES[which]!, portOf(network, which, number), () => undefined));
    case 'part':
      return parts.pop()?.();
    case 'run':
      return void timeline.advance(timeline.now + (number % 2_000_000_000), 3_000);
    case 'seek':
      return timeline.seek(Math.floor((timeline.horizon * (number % 101)) / 100));
    case 'step back':
      for (let at = 0; at <= number % 5; at++) timeline.stepBack();
      return;
    case 'step':
      for (let at = 0; at <= number % 5; at++) timeline.stepForward();
  }
}

/** All that can be seen of a network at the cursor. */
export function sight({ timeline }: Lab): string {
  const flights = timeline
    .flights()
    .map(({ cable: id, frame, departure, arrival }) => [id, frame.id, departure, arrival]);
  const tables = NAMES.map((name) => timeline.view(name));
  return JSON.stringify([timeline.now, timeline.cursor, timeline.nextTime(), tables, flights, timeline.programs()]);
}

/** A drawing to begin with: two hosts and a router around a switch. */
export function begin(): Lab {
  const devices = [0, 1, 2, 3].map((which) => device(which, 0x40));
  const cables = [0, 1, 3].map((which, at) => ({
    id: `cable${at}`,
    a: { device: NAMES[which]!, port: 'p0' },
    b: { device: 'c', port: `p${at}` },
    ...{ bandwidth: 1e8, delay: 10_000, mtu: 1500, queue: 50 },
  }));
  return new Lab({ devices, cables, programs: [] }, 7, 30_000);
}
