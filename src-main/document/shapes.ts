import {
  address,
  choice,
  flag,
  list,
  mac,
  name,
  nullable,
  number,
  object,
  optional,
  pair,
  short,
  text,
  variant,
  whole,
} from './check.ts';
import { SOCKET_OPTIONS } from '#engine/transport/option-names.ts';
import { FIRST_VLAN, LAST_VLAN } from '#engine/wire/vlan.ts';
import type { Check } from './check.ts';
import { filter } from './filter.ts';
import { dhcp } from './dhcp.ts';
import { drawnShape } from './drawn-shape.ts';
import { rule } from './rule.ts';
import { loopback } from './loopback.ts';
import { tunnel } from './tunnel.ts';
import { nat } from './nat.ts';
import { rip } from './rip.ts';
import { LIMITS } from './limits.ts';
import type { DocumentRecord, RecordType } from './records.ts';
import { network } from './network.ts';
import { transport } from './transport.ts';

const { place, time } = LIMITS;

/** An id: letters, digits, dots, dashes and underscores, and nothing every object already has (`constructor`). */
export const ID = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

export function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LIMITS.id && ID.test(value) && !(value in {});
}

const id: Check<string> = (value, at) => {
  if (typeof value !== 'string') return at.report('wrong-type', { expected: 'string' });
  const given: string = value;
  return isId(value) ? value : at.report('bad-id', { value: short(given) });
};
const portName = name(LIMITS.portName);
const prefix = whole(0, 32);

const vlanId = whole(FIRST_VLAN, LAST_VLAN);
const vlan = variant('mode', {
  access: object({ mode: choice(['access']), id: vlanId }),
  trunk: object({
    mode: choice(['trunk']),
    native: nullable(vlanId),
    allowed: optional(list(vlanId, LIMITS.vlans)),
  }),
});
const inSteps =
  (least: number, most: number, step: number): Check<number> =>
  (value, place) => {
    const found = whole(least, most)(value, place);
    if (found === undefined || found % step === 0) return found;
    return place.report('not-a-step', { value: found, step });
  };
const spanningTree = object({
  priority: optional(inSteps(0, 61_440, 4096)),
  helloTime: optional(whole(1e9, 2e9)),
  maxAge: optional(whole(6e9, 40e9)),
  forwardDelay: optional(whole(4e9, 30e9)),
});
const portTree = object({
  cost: optional(whole(1, 200_000_000)),
  priority: optional(inSteps(0, 240, 16)),
  edge: optional(flag),
});
const port = object({
  name: portName,
  mac: nullable(mac),
  address: nullable(address),
  prefix,
  vlan: optional(vlan),
  dhcp: optional(flag),
  spanningTree: optional(portTree),
});
/** A path from the root: nothing in it that would read as another, and no file that is a folder. */
const path: Check<string> = (value, place) => {
  const found = name(LIMITS.path)(value, place);
  if (found === undefined) return undefined;
  const plain = /^(\/[^/\s]+)+$/.test(found) && !found.split('/').some((part) => part === '.' || part === '..');
  return plain ? found : place.report('bad-path', { value: short(found) });
};
const route = object({ destination: address, prefix, via: address });
const end = object({ device: id, port: portName });

const call = (word: string) => choice([word]);
const bandwidth = whole(1, 1e12);
const delay = whole(0, 1e12);
const queue = whole(1, 100_000);
const probability = number(0, 1);
const ordinals = list(whole(1, 1e9), LIMITS.ordinals);
const impairment = object({
  bandwidth: optional(bandwidth),
  delay: optional(delay),
  queue: optional(queue),
  markAbove: optional(queue),
  jitter: optional(delay),
  loss: optional(probability),
  duplication: optional(probability),
  reordering: optional(object({ probability, delay })),
  // Where every hundredth bit is wrong no frame ever arrives: a larger rate would show nothing more.
  bitErrors: optional(
    variant('per', {
      bit: object({ per: call('bit'), probability: number(0, 1e-3) }),
      frame: object({ per: call('frame'), probability }),
    }),
  ),
  drop: optional(ordinals),
  damage: optional(ordinals),
});

const socket = name(LIMITS.name);
const bytes = whole(0, 16 * 1024 * 1024);
const portNumber = whole(0, 65_535);
/** A number in the option's own unit (-1: no linger), or a word such as the name of an algorithm. */
const optionValue: Check<number | string> = (value, place) =>
  typeof value === 'string' ? name(LIMITS.name)(value, place) : whole(-1, 2 ** 31 - 1)(value, place);
const target = { socket, address, port: portNumber };
const step = variant('call', {
  socket: object({ call: call('socket'), as: socket, type: choice(['stream', 'datagram']) }),
  bind: object({ call: call('bind'), ...target }),
  listen: object({ call: call('listen'), socket, backlog: whole(0, 65_535) }),
  accept: object({ call: call('accept'), socket, as: socket }),
  connect: object({ call: call('connect'), ...target }),
  send: object({
    call: call('send'),
    socket,
    length: bytes,
    text: optional(text(0, LIMITS.sendText)),
    urgent: optional(flag),
  }),
  sendto: object({
    call: call('sendto'),
    ...target,
    length: whole(0, 65_507),
    text: optional(text(0, LIMITS.sendText)),
  }),
  recv: object({ call: call('recv'), socket, length: nullable(bytes), peek: optional(flag), errors: optional(flag) }),
  setsockopt: object({ call: call('setsockopt'), socket, option: choice(SOCKET_OPTIONS), value: optionValue }),
  getsockopt: object({ call: call('getsockopt'), socket, option: choice(SOCKET_OPTIONS) }),
  shutdown: object({ call: call('shutdown'), socket, how: choice(['read', 'write', 'both']) }),
  close: object({ call: call('close'), socket }),
  wait: object({ call: call('wait'), time: whole(0, time) }),
  repeat: object({ call: call('repeat'), from: whole(1, LIMITS.steps) }),
});

const run = variant('program', {
  ping: object({
    program: call('ping'),
    destination: address,
    count: whole(1, 1000),
    interval: whole(1e6, 1e12),
    size: whole(0, 65_507),
  }),
  steps: object({ program: call('steps'), steps: list(step, LIMITS.steps), stepwise: optional(flag) }),
  command: object({ program: call('command'), line: name(LIMITS.line) }),
});

const at = { x: number(-place, place), y: number(-place, place) };

/** What each type of record consists of; the order of the fields is their order in the file. */
export const SHAPES: Record<RecordType, Check<DocumentRecord>> = {
  device: object({
    type: call('device'),
    id,
    kind: choice(['host', 'server', 'router', 'switch', 'hub', 'gateway', 'tunnel']),
    name: name(LIMITS.name),
    ...at,
    ports: list(port, LIMITS.ports),
    gateway: nullable(address),
    routes: list(route, LIMITS.routes),
    transport: optional(transport),
    medium: optional(choice(['shared', 'ideal'])),
    ageingTime: optional(whole(10e9, 1e15)),
    spanningTree: optional(spanningTree),
    resolver: optional(list(address, LIMITS.resolver)),
    filter: optional(filter),
    files: optional(list(object({ path, text: text(0, LIMITS.file) }), LIMITS.files)),
    loopback: optional(loopback),
    tunnel: optional(tunnel),
    nat: optional(nat),
    network: optional(network),
    dhcp: optional(dhcp),
    rip: optional(rip),
    powered: optional(flag),
  }),
  cable: object({
    type: call('cable'),
    id,
    a: end,
    b: end,
    bandwidth,
    delay,
    mtu: whole(68, 9000),
    queue,
    directions: optional(pair(impairment)),
    plugged: optional(flag),
  }),
  program: object({
    type: call('program'),
    id,
    name: name(LIMITS.name),
    device: id,
    start: nullable(whole(0, time)),
    run,
  }),
  rule: object({ type: call('rule'), id, name: name(LIMITS.name), cable: id, ...rule }),
  note: object({ type: call('note'), id, text: text(0, LIMITS.note), ...at }),
  shape: object({ type: call('shape'), id, ...at, ...drawnShape }),
  group: object({
    type: call('group'),
    id,
    name: name(LIMITS.name),
    members: list(id, LIMITS.devices),
    collapsed: flag,
  }),
  bookmark: object({ type: call('bookmark'), id, name: name(LIMITS.name), time: whole(0, time) }),
};

/** Everything of a file but its records. */
export const HEADING = { title: text(0, LIMITS.title), seed: whole(0, 2 ** 32 - 1) };
