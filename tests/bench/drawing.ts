import type { SocketStep } from '#engine/apps/settings.ts';
import type { CableSettings, DeviceKind, DeviceSettings, PortSettings } from '#engine/devices/settings.ts';
import type { ProgramSettings } from '#engine/apps/settings.ts';
import type { Topology } from '#engine/sim/topology.ts';
import { formatAddress, formatMac } from '#engine/wire/address.ts';

/** Bytes. With timestamps, as they are usual, a segment on such a cable carries 1448. */
const MTU = 1500;
const BUFFERS = { receiveBuffer: 131_072, sendBuffer: 131_072 };

/** More bytes than any of the cases carries in its time. */
const ENDLESS = 1e12;

/** A network of a benchmark, drawn by calls: devices, 1 Gbit/s cables with queues of 1,000 frames, bulk TCP flows. */
export class Drawing {
  readonly topology: Topology = { devices: [], cables: [], programs: [] };
  readonly #delay: number;
  #macs = 0;
  #flows = 0;

  /** `delay`: ns of every cable. */
  constructor(delay: number) {
    this.#delay = delay;
  }

  device(kind: DeviceKind, id: string): DeviceSettings {
    const transport = kind === 'switch' ? {} : { transport: BUFFERS };
    const device: DeviceSettings = { id, kind, name: id, ports: [], gateway: null, routes: [], ...transport };
    this.topology.devices.push(device);
    return device;
  }

  /** Adds a port; without an address it is one of a switch. */
  port(device: DeviceSettings, address: number | null, prefix: number): PortSettings {
    const name = address === null ? `port${device.ports.length + 1}` : `eth${device.ports.length}`;
    const mac = address === null ? null : formatMac(0x020000000000 + ++this.#macs);
    const port = { name, mac, address: address === null ? null : formatAddress(address), prefix };
    device.ports.push(port);
    return port;
  }

  cable(a: DeviceSettings, aPort: PortSettings, b: DeviceSettings, bPort: PortSettings): void {
    const cable: CableSettings = {
      id: `cable${this.topology.cables.length + 1}`,
      a: { device: a.id, port: aPort.name },
      b: { device: b.id, port: bPort.name },
      bandwidth: 1e9,
      delay: this.#delay,
      mtu: MTU,
      queue: 1000,
    };
    this.topology.cables.push(cable);
  }

  /** Joins two devices of the network layer by a cable with a subnet of its own (`/30`, its network address given). */
  join(a: DeviceSettings, b: DeviceSettings, network: number): void {
    this.cable(a, this.port(a, network + 1, 30), b, this.port(b, network + 2, 30));
  }

  /** A host on a cable of its own to its gateway. */
  host(id: string, router: DeviceSettings, network: number): DeviceSettings {
    const host = this.device('host', id);
    this.join(router, host, network);
    host.gateway = formatAddress(network + 1);
    return host;
  }

  /** A bulk TCP flow from the start of time to its end, written and read by programs on the socket API. */
  flow(from: DeviceSettings, to: DeviceSettings): void {
    const port = 5000 + ++this.#flows;
    const sink: SocketStep[] = [
      { call: 'socket', as: 'listener', type: 'stream' },
      { call: 'bind', socket: 'listener', address: '0.0.0.0', port },
      { call: 'listen', socket: 'listener', backlog: 1 },
      { call: 'accept', socket: 'listener', as: 'connection' },
      { call: 'recv', socket: 'connection', length: null },
      { call: 'close', socket: 'connection' },
    ];
    const source: SocketStep[] = [
      { call: 'socket', as: 'socket', type: 'stream' },
      { call: 'connect', socket: 'socket', address: to.ports[0]!.address!, port },
      { call: 'send', socket: 'socket', length: ENDLESS },
      { call: 'close', socket: 'socket' },
    ];
    this.#program(`sink${this.#flows}`, to, sink);
    this.#program(`source${this.#flows}`, from, source);
  }

  #program(id: string, { id: device }: DeviceSettings, steps: SocketStep[]): void {
    const program: ProgramSettings = { id, name: id, device, start: 0, run: { program: 'steps', steps } };
    this.topology.programs.push(program);
  }
}
