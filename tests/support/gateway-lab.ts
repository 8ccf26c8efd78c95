import type { Parameters } from '#contract/calls.ts';
import type { DrawnEvent } from '#contract/bridge.ts';
import type { GatewayView } from '#contract/gateways.ts';
import { createGateways, type HostGateways } from '#host/gateways.ts';
import { writeDocument } from '#document/write.ts';
import type { CableRecord, DeviceRecord, DocumentRecord, HopDocument, ProgramRecord } from '#document/records.ts';
import type { SocketStep } from '#engine/apps/settings.ts';
import { createSession, type SessionHandlers } from '#worker/session.ts';

/** A gateway on a drawing. */
export interface GatewayLab extends RealLab {
  /** Switches the gateways on and lets time run. What the first one says. */
  on(): Promise<GatewayView>;
  off(): Promise<GatewayView>;
  view(): GatewayView;
}

/** What the drawing of a lab may be asked to be. */
export interface GatewayDrawing {
  inward?: { protocol: 'tcp' | 'udp'; port: number; to: number }[];
  outward?: { port: number; to: number }[];
  /** Command lines started at 0 on the drawn server. */
  server?: string[];
  /** Command lines on the drawn server, with a start in ns. */
  later?: { line: string; start: number }[];
  /** Programs on the drawn server, started at 0, call by call. */
  steps?: SocketStep[][];
  /**
   * The server is a gateway too, and these are its ways out: so what a real program sends crosses the whole drawing to
   * another real one.
   */
  far?: { port: number; to: number }[];
  /** Routers between the gateway and the server. */
  routers?: number;
  /** Of every cable. */
  cable?: Partial<CableRecord>;
  files?: { path: string; text: string }[];
}

/** The address of the drawn server. */
export const SERVER = '10.9.0.2';
export const GATEWAY = '10.0.0.1';

/** `gateway -- router1 -- … -- server`, each link a subnet of its own. */
export function gatewayDrawing(wanted: GatewayDrawing): HopDocument {
  const { inward = [], outward = [], server = [], later = [], routers = 0, cable = {}, files = [] } = wanted;
  const { steps = [], far = null } = wanted;
  const records: DocumentRecord[] = [];
  let mac = 1;
  const port = (name: string, address: string) => ({
    name,
    mac: `02:00:00:00:01:${(mac++).toString(16).padStart(2, '0')}`,
    address,
    prefix: routers === 0 ? 8 : 24,
  });
  const device = (id: string, kind: DeviceRecord['kind'], ports: DeviceRecord['ports']): DeviceRecord => {
    const made: DeviceRecord = { type: 'device', id, kind, name: id, x: 0, y: 0, ports, gateway: null, routes: [] };
    records.push(made);
    return made;
  };
  const net = (link: number): string => (link === routers ? '10.9.0' : `10.${link}.0`);
  const gateway = device('gateway', 'gateway', [port('eth0', GATEWAY)]);
  gateway.loopback = { inward: inward.map((line) => ({ ...line, address: SERVER })), outward };
  if (routers > 0) gateway.gateway = `${net(0)}.254`;
  for (let at = 0; at < routers; at++) {
    const router = device(`router${at + 1}`, 'router', [
      port('eth0', `${net(at)}.254`),
      port('eth1', `${net(at + 1)}.253`),
    ]);
    const routes = [
      { destination: '10.9.0.0', prefix: 24, via: `${net(at + 1)}.254` },
      { destination: '10.0.0.0', prefix: 24, via: `${net(at)}.253` },
    ];
    router.routes = routes.filter(
      ({ destination }) => !destination.startsWith(`${net(at)}.`) && !destination.startsWith(`${net(at + 1)}.`),
    );
  }
  const host = device('server', far === null ? 'server' : 'gateway', [port('eth0', SERVER)]);
  if (far !== null) host.loopback = { inward: [], outward: far };
  if (routers > 0) host.gateway = `${net(routers)}.253`;
  if (files.length > 0) host.files = files;
  const chain = records.filter((record): record is DeviceRecord => record.type === 'device');
  for (let at = 0; at + 1 < chain.length; at++) {
    const a = { device: chain[at]!.id, port: at === 0 ? 'eth0' : 'eth1' };
    const b = { device: chain[at + 1]!.id, port: 'eth0' };
    const made = {
      type: 'cable',
      id: `cable${at}`,
      a,
      b,
      bandwidth: 1e9,
      delay: 10_000,
      mtu: 1500,
      queue: 1000,
    } as const;
    records.push({ ...made, ...cable });
  }
  const lines = [...server.map((line) => ({ line, start: 0 })), ...later];
  lines.forEach(({ line, start }, index) => {
    const run = { program: 'command', line } as const;
    const program: ProgramRecord = { type: 'program', id: `p${index}`, name: line, device: 'server', start, run };
    records.push(program);
  });
  steps.forEach((all, index) => {
    const run = { program: 'steps', steps: all } as const;
    const program: ProgramRecord = { type: 'program', id: `s${index}`, name: 'steps', device: 'server', start: 0, run };
    records.push(program);
  });
  return { format: 'hopscope', version: 1, title: 'gateway', seed: 1, records };
}

/** A session with real loopback sockets, in one process and by the real clock, with a drawing opened and paused. */
export interface RealLab {
  session: SessionHandlers;
  handlers: HostGateways['handlers'];
  pause(): void;
  play(): void;
  facts(): number;
  /** Simulated time, ns. */
  now(): number;
  /** As when the simulation was lost. */
  part(): void;
  close(): Promise<void>;
}

export async function realLab(drawing: HopDocument): Promise<RealLab> {
  let told: ((payload: { events: DrawnEvent[] }) => void) | null = null;
  let time = 0;
  const session = createSession({
    announce: (now) => (time = now.time),
    // As through a thread: never within the call that caused it.
    bridge: (events) => void setImmediate(() => told?.({ events })),
    clock: () => performance.now(),
    later: (ms, run) => {
      if (ms <= 0) {
        const soon = setImmediate(run);
        return () => clearImmediate(soon);
      }
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
  const gateways = createGateways({
    worker: {
      call: (async (name: keyof SessionHandlers, parameters: Parameters<'bridge.tell'>) =>
        (session[name] as unknown as (given: unknown) => unknown)(parameters)) as never,
      on: ((_name: string, heard: (payload: { events: DrawnEvent[] }) => void) => {
        told = heard;
        return () => undefined;
      }) as never,
    },
    changed: () => undefined,
    log: (what, error) => {
      throw new Error(what, { cause: error });
    },
  });
  await session['simulation.open']({ text: writeDocument(drawing) });
  return {
    session,
    handlers: gateways.handlers,
    play: () => void session['time.play']({ pace: { kind: 'clock', ratio: 1 }, until: null }),
    pause: () => void session['time.pause']({}),
    facts: () => (session['time.pause']({}) as { facts: number }).facts,
    now: () => time,
    part: () => gateways.part(),
    async close() {
      session['time.pause']({});
      await gateways.close();
    },
  };
}

/** A lab of a drawing with a gateway. */
export async function gatewayLab(drawing: HopDocument): Promise<GatewayLab> {
  const lab = await realLab(drawing);
  const { handlers } = lab;
  const isGateway = (one: DocumentRecord): boolean => one.type === 'device' && one.kind === 'gateway';
  const others = drawing.records.filter(isGateway).flatMap(({ id }) => (id === 'gateway' ? [] : [id]));
  return {
    ...lab,
    async on() {
      const view = await handlers['gateways.on']({ device: 'gateway' });
      for (const device of others) await handlers['gateways.on']({ device });
      lab.play();
      return view;
    },
    off: async () => handlers['gateways.off']({ device: 'gateway' }),
    view: () => (handlers['gateways.list']({}) as { gateways: GatewayView[] }).gateways[0]!,
  };
}

/** A TCP port of 127.0.0.1 that nobody uses at this moment. */
export async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
