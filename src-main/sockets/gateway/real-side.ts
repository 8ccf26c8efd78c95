import type { Socket as DatagramSocket } from 'node:dgram';
import { createServer, Socket, type Server } from 'node:net';
import type { DrawnEvent } from '#contract/bridge.ts';
import type { GatewayDoor } from '#contract/gateways.ts';
import type { Problem } from '#contract/shapes.ts';
import { loopback } from '../loopback.ts';
import { bindDatagrams } from '../datagrams.ts';
import { NO_POWER, whyNot } from '../why-not.ts';
import { Connections, type ConnectionsOptions } from './connections.ts';
import { joinPeers } from './datagrams.ts';
import { joinStream } from './stream.ts';

const ADDRESS = loopback('127.0.0.1');

export interface InwardLine {
  protocol: 'tcp' | 'udp';
  port: number;
  address: string;
  to: number;
}
export interface OutwardLine {
  port: number;
  to: number;
  /** Why the drawn port is not open. */
  error: string | null;
}

export interface RealSideOptions extends ConnectionsOptions {
  /** Whether the drawn device has power: without, no port is opened. */
  powered: boolean;
  inward: readonly InwardLine[];
  outward: readonly OutwardLine[];
}

/** The real sockets of one gateway that is switched on. All of them are bound to, or connect to, 127.0.0.1. */
export class RealSide {
  readonly device: string;
  readonly doors: GatewayDoor[];
  readonly #options: RealSideOptions;
  readonly #connections: Connections;
  readonly #servers: Server[] = [];
  readonly #datagrams: DatagramSocket[] = [];
  #opening: Promise<unknown> | null = null;
  #powered: boolean;
  #ended = false;

  constructor(options: RealSideOptions) {
    this.device = options.device;
    this.#options = options;
    this.#connections = new Connections(options);
    this.#powered = options.powered;
    const counted = { why: options.powered ? null : NO_POWER, connections: 0, total: 0, entered: 0, left: 0 };
    this.doors = [
      ...options.inward.map(({ protocol, port, address, to }): GatewayDoor => ({
        ...counted,
        direction: 'inward',
        protocol,
        port,
        to: `${address}:${to}`,
      })),
      ...options.outward.map(({ port, to, error }): GatewayDoor => ({
        ...counted,
        direction: 'outward',
        protocol: 'tcp',
        port,
        to: `${ADDRESS}:${to}`,
        why: options.powered ? notDrawn(port, error) : NO_POWER,
      })),
    ];
  }

  /** Opens the inward ports. One that cannot be had is told in its door. Once it was closed, nothing is opened. */
  async open(): Promise<void> {
    if (this.#closed) return;
    this.#opening = Promise.all(
      this.#options.inward.map(async ({ protocol, port }, rule) => {
        const door = this.doors[rule]!;
        door.why = protocol === 'tcp' ? await this.#listen(port, rule, door) : await this.#bind(port, rule, door);
      }),
    );
    await this.#opening;
  }

  /** The drawn device has lost its power, or has it again: its ports are closed and opened as those of any machine. */
  async power(powered: boolean, errors: readonly (string | null)[]): Promise<void> {
    this.#powered = powered;
    if (!powered) {
      await this.#shut();
      for (const door of this.doors) door.why = NO_POWER;
      return;
    }
    this.#options.outward.forEach(({ port }, rule) => {
      this.doors[this.#options.inward.length + rule]!.why = notDrawn(port, errors[rule] ?? null);
    });
    await this.open();
  }

  /** Takes in what the simulation has to tell. */
  hear(event: DrawnEvent): void {
    if (event.what === 'connect') return this.#connectOut(event.connection, event.rule);
    const real = 'connection' in event ? this.#connections.of(event.connection) : undefined;
    if (real === undefined) return;
    if (event.what === 'data') real.give(event.bytes);
    else if (event.what === 'end') real.finish();
    else if (event.what === 'taken') real.taken(event.length);
    else if (event.what === 'reset') real.reset();
  }

  has(connection: number): boolean {
    return this.#connections.of(connection) !== undefined;
  }

  /** Closes every socket for good. What is under way is reset. */
  async close(): Promise<void> {
    this.#ended = true;
    await this.#shut();
  }

  get #closed(): boolean {
    return this.#ended || !this.#powered;
  }

  async #shut(): Promise<void> {
    this.#connections.resetAll();
    // What is being opened can be closed once it is open.
    await this.#opening;
    // Nothing comes any more between this and the closing.
    this.#connections.resetAll();
    await Promise.all([
      ...this.#servers.splice(0).map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
      ...this.#datagrams.splice(0).map((socket) => new Promise<void>((resolve) => socket.close(() => resolve()))),
    ]);
  }

  #listen(port: number, rule: number, door: GatewayDoor): Promise<Problem | null> {
    // Paused: what a program sends at once waits until the drawn connection is there.
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
      if (this.#closed || this.#connections.full) return void socket.resetAndDestroy();
      const connection = this.#options.nextNumber();
      joinStream(this.#connections, connection, socket, door);
      this.#options.tell({ what: 'connect', connection, device: this.#options.device, rule });
      socket.resume();
    });
    return new Promise((resolve) => {
      server.once('error', (error) => resolve(whyNot(error, port)));
      server.listen({ host: ADDRESS, port, exclusive: true }, () => {
        this.#servers.push(server);
        // Later ones (too many open files) concern single connections.
        server.on('error', () => undefined);
        resolve(null);
      });
    });
  }

  #connectOut(connection: number, rule: number): void {
    const door = this.doors[this.#options.inward.length + rule];
    if (door === undefined || this.#connections.full) {
      return this.#options.tell({ what: 'reset', connection });
    }
    const socket = new Socket({ allowHalfOpen: true });
    joinStream(this.#connections, connection, socket, door);
    socket.once('connect', () => this.#options.tell({ what: 'opened', connection }));
    socket.connect({ host: ADDRESS, port: this.#options.outward[rule]!.to });
  }

  #bind(port: number, rule: number, door: GatewayDoor): Promise<Problem | null> {
    return bindDatagrams(ADDRESS, port, (socket) => {
      this.#datagrams.push(socket);
      joinPeers(this.#connections, socket, rule, door);
    });
  }
}

/** Why a drawn port is not open. */
function notDrawn(port: number, error: string | null): Problem | null {
  return error === null ? null : { name: 'gateway.port-in-use', parameters: { port, error } };
}
