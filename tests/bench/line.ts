import type { CableSettings, DeviceSettings, PortSettings } from '#engine/devices/settings.ts';
import type { SocketStep } from '#engine/apps/settings.ts';
import { Timeline } from '#engine/sim/timeline.ts';
import type { Topology } from '#engine/sim/topology.ts';

const ROUTERS = 20;
/** Bytes the bulk flow carries. */
const BULK = 8_000_000;

export interface LineResult {
  hops: number;
  facts: number;
  hopsPerSecond: number;
  /** Simulated seconds in a wall second. */
  simulatedPerWall: number;
  /** Wall ms. */
  seekMiddle: number;
  /** Wall ms, the longest of 20 seeks spread over the run. */
  seekLongest: number;
  /** Bytes of memory the history holds, payload included, a frame-hop. */
  traceBytesPerHop: number;
}

/** Runs one bulk flow over a line of 20 routers and measures the run, journeys in it, and what its trace weighs. */
export function line(): LineResult {
  const before = memory();
  const timeline = new Timeline(topology(), 1);
  const started = performance.now();
  for (const program of timeline.programs()) timeline.act({ kind: 'start', program: program.id });
  // TIME-WAIT ends long after the last byte; the run is over when both programs are.
  while (timeline.programs().some(({ state }) => state !== 'ended')) {
    const outcome = timeline.advance(timeline.now + 10e6, 1_000_000);
    if (outcome === 'full' || outcome === 'quiet') throw new Error(`the run ended early: ${outcome}`);
  }
  const wall = (performance.now() - started) / 1000;
  const after = memory();

  const { trace, horizon } = timeline;
  let hops = 0;
  for (let seq = 1; seq <= trace.length; seq++) if (trace.kind(seq) === 'frame.sent') hops++;
  const seek = (time: number) => {
    const from = performance.now();
    timeline.seek(Math.round(time));
    return performance.now() - from;
  };
  const seekMiddle = seek(horizon / 2);
  const seeks = Array.from({ length: 20 }, (_, at) => seek((((at * 7) % 20) / 20) * horizon));
  return {
    hops,
    facts: trace.length,
    hopsPerSecond: hops / wall,
    simulatedPerWall: horizon / 1e9 / wall,
    seekMiddle,
    seekLongest: Math.max(...seeks),
    traceBytesPerHop: (after - before) / hops,
  };
}

function topology(): Topology {
  const devices: DeviceSettings[] = [];
  const cables: CableSettings[] = [];
  const subnets = ROUTERS + 1;
  let macs = 0;
  const port = (index: number, address: string): PortSettings => ({
    name: `eth${index}`,
    mac: `02:00:00:00:00:${(++macs).toString(16).padStart(2, '0')}`,
    address,
    prefix: 24,
  });
  const host = (id: string, address: string, gateway: string): DeviceSettings => ({
    id,
    kind: 'host',
    name: id,
    ports: [port(0, address)],
    gateway,
    routes: [],
  });
  devices.push(host('client', '10.0.0.1', '10.0.0.254'));
  for (let at = 0; at < ROUTERS; at++) {
    const id = `router${at}`;
    const routes = [];
    // Everything to the right goes right, everything to the left goes left.
    for (let subnet = 0; subnet < subnets; subnet++) {
      if (subnet < at) routes.push({ destination: `10.0.${subnet}.0`, prefix: 24, via: `10.0.${at}.253` });
      if (subnet > at + 1) routes.push({ destination: `10.0.${subnet}.0`, prefix: 24, via: `10.0.${at + 1}.254` });
    }
    const ports = [port(0, `10.0.${at}.254`), port(1, `10.0.${at + 1}.253`)];
    devices.push({ id, kind: 'router', name: id, ports, gateway: null, routes });
  }
  devices.push(host('server', `10.0.${ROUTERS}.1`, `10.0.${ROUTERS}.253`));
  for (let at = 0; at < devices.length - 1; at++) {
    cables.push({
      id: `cable${at}`,
      a: { device: devices[at]!.id, port: at === 0 ? 'eth0' : 'eth1' },
      b: { device: devices[at + 1]!.id, port: 'eth0' },
      bandwidth: 1e9,
      delay: 100_000,
      mtu: 1500,
      queue: 1000,
    });
  }
  const server: SocketStep[] = [
    { call: 'socket', as: 'listener', type: 'stream' },
    { call: 'bind', socket: 'listener', address: '0.0.0.0', port: 5001 },
    { call: 'listen', socket: 'listener', backlog: 1 },
    { call: 'accept', socket: 'listener', as: 'connection' },
    { call: 'recv', socket: 'connection', length: null },
    { call: 'close', socket: 'connection' },
  ];
  const client: SocketStep[] = [
    { call: 'socket', as: 'socket', type: 'stream' },
    { call: 'connect', socket: 'socket', address: `10.0.${ROUTERS}.1`, port: 5001 },
    { call: 'send', socket: 'socket', length: BULK },
    { call: 'close', socket: 'socket' },
  ];
  return {
    devices,
    cables,
    programs: [
      { id: 'sink', name: 'sink', device: 'server', start: null, run: { program: 'steps', steps: server } },
      { id: 'source', name: 'source', device: 'client', start: null, run: { program: 'steps', steps: client } },
    ],
  };
}

/** Bytes in use, after a collection where the process allows one (`--expose-gc`). */
function memory(): number {
  const { gc } = globalThis as { gc?: () => void };
  gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
