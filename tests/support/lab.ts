/**
 * A network in one line: `lab('pc1 -- switch1 -- pc2')`. Kinds follow the names (pc…, server…, switch…, hub…, router…);
 * hosts get 10.0.0.1/24, 10.0.0.2/24, … in the order in which they are named, unless addresses are given.
 */
import type { CableSettings, DeviceKind, DeviceSettings, Impairment } from '#engine/devices/settings.ts';
import type { ProgramSettings, SocketStep } from '#engine/apps/settings.ts';
import type { TerminalAction } from '#engine/apps/terminal.ts';
import { Timeline } from '#engine/sim/timeline.ts';
import type { Topology, TopologyChange } from '#engine/sim/topology.ts';
import type { Kind } from '#engine/trace/kinds.ts';
import type { TransportSettings } from '#engine/transport/settings.ts';
import { summarize, type Summary } from '#engine/wire/summary.ts';

export interface LabOptions {
  /** Address and gateway of a host (`10.0.1.1/24 via 10.0.1.254`, or `dhcp`), or the addresses of a router's ports in cable order. */
  addresses?: Record<string, string | string[]>;
  routes?: Record<string, { destination: string; prefix: number; via: string }[]>;
  /** Further settings of devices, by name. */
  settings?: Record<string, Partial<DeviceSettings>>;
  /** Settings of every cable. */
  cable?: Partial<CableSettings>;
  /** How TCP is set on every host. */
  transport?: TransportSettings;
  /** Settings of single cables, by id: `pc1-switch1` for `pc1 -- switch1`. */
  cables?: Record<string, Partial<CableSettings>>;
  seed?: number;
  /** Trace limit, facts. */
  limit?: number;
}

/** One fact, read whole. */
export interface Fact {
  seq: number;
  time: number;
  kind: Kind;
  device: string | null;
  port: string | null;
  frame: number;
  packet: number;
  cause: number;
  reason: string;
  detail: Readonly<Record<string, string | number>>;
}

const KINDS: [RegExp, DeviceKind][] = [
  [/^(pc|host)/, 'host'],
  [/^server/, 'server'],
  [/^switch/, 'switch'],
  [/^hub/, 'hub'],
  [/^router/, 'router'],
  [/^tunnel/, 'tunnel'],
];

export class Lab {
  readonly topology: Topology;
  readonly timeline: Timeline;
  #programs = 0;

  constructor(topology: Topology, seed = 1, limit?: number) {
    this.topology = topology;
    this.timeline = new Timeline(topology, seed, limit);
  }

  /** Lets `duration` (`'1s'`, `'20ms'`, `'5us'`, or ns) go by. */
  run(duration: string | number): this {
    const until = this.timeline.now + ns(duration);
    const outcome = this.timeline.advance(until, 1_000_000);
    if (outcome === 'budget' || outcome === 'full') throw new Error(`the lab ran into its ${outcome} limit`);
    return this;
  }

  /** Starts a ping on `from`; returns what it prints, which grows as time goes by. */
  ping(from: string, destination: string, count = 1, more: { size?: number; interval?: string } = {}): () => string[] {
    const run = {
      program: 'ping',
      destination,
      count,
      interval: ns(more.interval ?? '1s'),
      size: more.size ?? 56,
    } as const;
    return this.start(from, run);
  }

  /** Starts a list of socket calls on `device`. */
  steps(device: string, steps: SocketStep[]): () => string[] {
    return this.start(device, { program: 'steps', steps });
  }

  /** Runs a line of commands on `device`, as typed there; returns what it prints. */
  command(device: string, line: string): () => string[] {
    return this.start(device, { program: 'command', line });
  }

  /** Types a line at a terminal of `device`; `^C` and `^D` are the control keys. */
  type(device: string, text: string, terminal = 'tty1'): this {
    const key = ({ '^C': 'interrupt', '^D': 'end' } as const)[text];
    const action: TerminalAction = key === undefined ? { type: 'line', text } : { type: key };
    const { refused } = this.timeline.act({ kind: 'type', device, terminal, action });
    if (refused !== null) throw new Error(refused);
    return this;
  }

  /** What is to be read on a terminal, prompts included. */
  screen(device: string, terminal = 'tty1'): string[] {
    return this.timeline.terminal(device, terminal)!.lines.map(({ prompt, text }) => `${prompt ?? ''}${text}`);
  }

  start(device: string, run: ProgramSettings['run']): () => string[] {
    const id = `program${++this.#programs}`;
    const settings: ProgramSettings = { id, name: id, device, start: null, run };
    this.timeline.act({ kind: 'change', change: { devices: [], cables: [], programs: [settings], remove: [] } });
    this.timeline.act({ kind: 'start', program: id });
    return () => this.output(device, id);
  }

  output(device: string, program: string): string[] {
    const rows = this.timeline.view(device).find(({ name }) => name === 'programs')!.rows;
    return `${rows.find(([name]) => name === program)?.[5] ?? ''}`.split('\n');
  }

  /** Gives a cable other settings, at the present moment. */
  setCable(id: string, settings: Partial<CableSettings>): this {
    const at = this.topology.cables.findIndex((cable) => cable.id === id);
    const cable = { ...this.topology.cables[at]!, ...settings };
    this.topology.cables[at] = cable;
    return this.change({ cables: [cable] });
  }

  /** What goes wrong on a cable from now on: in the direction of how it was drawn, and back. */
  impair(id: string, there: Impairment, back: Impairment = {}): this {
    return this.setCable(id, { directions: [there, back] });
  }

  unplug(id: string): this {
    return this.setCable(id, { plugged: false });
  }
  plug(id: string): this {
    return this.setCable(id, { plugged: true });
  }

  /** A change of the topology at the present moment. */
  change(parts: Partial<TopologyChange>): this {
    this.timeline.act({ kind: 'change', change: { devices: [], cables: [], programs: [], remove: [], ...parts } });
    return this;
  }

  /** Rows of one of a device's tables. */
  table(device: string, name: string): (string | number | null)[][] {
    return this.timeline.view(device).find((table) => table.name === name)?.rows ?? [];
  }

  /** Facts up to the cursor, of these kinds (none named: all). */
  facts(...kinds: Kind[]): Fact[] {
    const { trace, cursor } = this.timeline;
    const facts: Fact[] = [];
    for (let seq = 1; seq <= cursor; seq++) {
      const kind = trace.kind(seq);
      if (kinds.length > 0 && !kinds.includes(kind)) continue;
      facts.push({
        seq,
        time: trace.time(seq),
        kind,
        device: trace.device(seq),
        port: trace.port(seq),
        frame: trace.frame(seq),
        packet: trace.packet(seq),
        cause: trace.cause(seq),
        reason: trace.reason(seq),
        detail: trace.detail(seq),
      });
    }
    return facts;
  }

  /** `device: protocol info`, one line for each frame put on a cable. */
  sent(device?: string): string[] {
    return this.facts('frame.sent')
      .filter((fact) => device === undefined || fact.device === device)
      .map((fact) => {
        const { protocol, info } = this.summary(fact.frame);
        return `${fact.device}: ${protocol} ${info}`;
      });
  }

  summary(frame: number): Summary {
    return summarize(this.timeline.trace.frameOf(frame)!.bytes());
  }

  /** All facts as text: two histories are the same when these are. */
  history(): string {
    return this.facts()
      .map((fact) =>
        JSON.stringify({ ...fact, bytes: fact.frame ? hex(this.timeline.trace.frameOf(fact.frame)!.bytes()) : '' }),
      )
      .join('\n');
  }
}

/** Builds a lab; see the head of this file. */
export function lab(drawing: string, options: LabOptions = {}): Lab {
  const devices = new Map<string, DeviceSettings>();
  const cables: CableSettings[] = [];
  let hosts = 0;
  let macs = 0;
  for (const line of drawing.split(/[\n,]/).map((text) => text.trim())) {
    if (line === '') continue;
    const names = line.split('--').map((name) => name.trim());
    names.forEach((name) => device(name));
    for (let at = 1; at < names.length; at++) connect(device(names[at - 1]!), device(names[at]!));
  }
  return new Lab({ devices: [...devices.values()], cables, programs: [] }, options.seed, options.limit);

  function device(name: string): DeviceSettings {
    const known = devices.get(name);
    if (known) return known;
    const kind = KINDS.find(([pattern]) => pattern.test(name))?.[1];
    if (kind === undefined) throw new Error(`what kind of device is ${name}?`);
    const made: DeviceSettings = {
      id: name,
      kind,
      name,
      ports: [],
      gateway: null,
      routes: options.routes?.[name] ?? [],
      ...options.settings?.[name],
    };
    devices.set(name, made);
    if (kind === 'host' || kind === 'server') {
      const given = options.addresses?.[name] ?? `10.0.0.${++hosts}/24`;
      const [address, gateway] = (given as string).split(' via ');
      if (options.transport !== undefined) made.transport = options.transport;
      made.gateway = gateway ?? null;
      addPort(made, address!);
    }
    return made;
  }

  function addPort(device: DeviceSettings, address?: string): void {
    const bridge = device.kind === 'switch' || device.kind === 'hub' || device.kind === 'tunnel';
    const byDhcp = address === 'dhcp';
    const [dotted, prefix = '24'] = (byDhcp ? undefined : address?.split('/')) ?? [null];
    device.ports.push({
      name: bridge ? `port${device.ports.length + 1}` : `eth${device.ports.length}`,
      mac: bridge ? null : `02:00:00:00:00:${(++macs).toString(16).padStart(2, '0')}`,
      address: dotted ?? null,
      prefix: Number(prefix),
      ...(byDhcp && { dhcp: true }),
    });
  }

  function freePort(device: DeviceSettings): string {
    const used = cables.flatMap(({ a, b }) => [a, b]).filter((end) => end.device === device.id);
    if (used.length === device.ports.length) {
      const given = options.addresses?.[device.id];
      addPort(device, Array.isArray(given) ? given[device.ports.length] : undefined);
    }
    return device.ports[used.length]!.name;
  }

  function connect(one: DeviceSettings, other: DeviceSettings): void {
    cables.push({
      id: `${one.id}-${other.id}`,
      a: { device: one.id, port: freePort(one) },
      b: { device: other.id, port: freePort(other) },
      bandwidth: 100e6,
      delay: 10_000,
      mtu: 1500,
      queue: 100,
      ...options.cable,
      ...options.cables?.[`${one.id}-${other.id}`],
    });
  }
}

/** ns of a duration with its unit. */
export function ns(duration: string | number): number {
  if (typeof duration === 'number') return duration;
  const [, number, unit] = /^([\d.]+)(ns|us|ms|s)$/.exec(duration) ?? [];
  const scale = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 }[unit ?? ''];
  if (scale === undefined) throw new Error(`not a duration: ${duration}`);
  return Math.round(Number(number) * scale);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
