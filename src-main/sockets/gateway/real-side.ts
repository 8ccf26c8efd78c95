import { createSocket, type RemoteInfo, type Socket as DatagramSocket } from 'node:dgram';
import { createServer, Socket, type Server } from 'node:net';
import { BRIDGE_WINDOW, type DrawnEvent, type GatewayDoor, type RealEvent } from '#contract/gateways.ts';
import type { Problem } from '#contract/shapes.ts';
import { loopback } from '../loopback.ts';

const ADDRESS = loopback('127.0.0.1');
/** Real connections of one gateway at once; one more is reset. */
const MOST_CONNECTIONS = 512;
/** ms after which a peer that sends no datagrams any more is forgotten. */
const PEER_PATIENCE = 60_000;
/** Datagrams of one peer that may wait to be taken: without this, empty ones could pile up for ever while time stands. */
const MOST_DATAGRAMS = 1024;
/** Bytes a UDP socket may keep for us while time stands. */
const DATAGRAM_BUFFER = 4 * 1024 * 1024;

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

interface Real {
  /** Gives bytes to the real program. */
  give(bytes: Uint8Array): void;
  /** The drawn end sends no more. */
  finish(): void;
  reset(): void;
  /** The drawn socket has taken so many bytes. */
  taken(length: number): void;
}

/** Who sends datagrams to an inward port. */
interface Peer {
  connection: number;
  patience: NodeJS.Timeout;
  /** Its datagrams that the drawn socket has not taken, and their bytes. */
  waiting: number;
  underWay: number;
}

export interface RealSideOptions {
  device: string;
  inward: readonly InwardLine[];
  outward: readonly OutwardLine[];
  tell: (event: RealEvent) => void;
  /** A number for a connection that begins here. */
  nextNumber: () => number;
  changed: () => void;
}

/** The real sockets of one gateway that is switched on. All of them are bound to, or connect to, 127.0.0.1. */
export class RealSide {
  readonly doors: GatewayDoor[];
  readonly #options: RealSideOptions;
  readonly #real = new Map<number, Real>();
  readonly #servers: Server[] = [];
  readonly #datagrams: DatagramSocket[] = [];
  #opening: Promise<unknown> | null = null;
  #closed = false;

  constructor(options: RealSideOptions) {
    this.#options = options;
    const counted = { why: null, connections: 0, total: 0, entered: 0, left: 0 };
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
        why: error === null ? null : { name: 'gateway.port-in-use', parameters: { port, error } },
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

  /** Takes in what the simulation has to tell. */
  hear(event: DrawnEvent): void {
    if (event.what === 'parted') return;
    if (event.what === 'connect') return this.#connectOut(event.connection, event.rule);
    const real = this.#real.get(event.connection);
    if (real === undefined) return;
    if (event.what === 'data') real.give(event.bytes);
    else if (event.what === 'end') real.finish();
    else if (event.what === 'taken') real.taken(event.length);
    else if (event.what === 'reset') real.reset();
  }

  has(connection: number): boolean {
    return this.#real.has(connection);
  }

  /** Closes every socket. What is under way is reset. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const real of [...this.#real.values()]) real.reset();
    // What is being opened can be closed once it is open.
    await this.#opening;
    await Promise.all([
      ...this.#servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
      ...this.#datagrams.map((socket) => new Promise<void>((resolve) => socket.close(() => resolve()))),
    ]);
  }

  #listen(port: number, rule: number, door: GatewayDoor): Promise<Problem | null> {
    // Paused: what a program sends at once waits until the drawn connection is there.
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
      if (this.#closed || this.#real.size >= MOST_CONNECTIONS) return void socket.resetAndDestroy();
      const connection = this.#options.nextNumber();
      this.#stream(connection, socket, door);
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
    if (door === undefined || this.#real.size >= MOST_CONNECTIONS) {
      return this.#options.tell({ what: 'reset', connection });
    }
    const socket = new Socket({ allowHalfOpen: true });
    this.#stream(connection, socket, door);
    socket.once('connect', () => this.#options.tell({ what: 'opened', connection }));
    socket.connect({ host: ADDRESS, port: this.#options.outward[rule]!.to });
  }

  #stream(connection: number, socket: Socket, door: GatewayDoor): void {
    const { tell } = this.#options;
    let underWay = 0;
    /** Which directions were finished in order; one that broke is told as a reset. */
    const finished = { real: false, drawn: false };
    let dismissed = false;
    socket.setNoDelay(true);
    socket.on('data', (bytes) => {
      underWay += bytes.length;
      door.entered += bytes.length;
      tell({ what: 'data', connection, bytes });
      if (underWay >= BRIDGE_WINDOW) socket.pause();
    });
    socket.once('end', () => {
      finished.real = true;
      tell({ what: 'end', connection });
    });
    // What went wrong is told when it is closed.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      if (!this.#real.delete(connection)) return;
      door.connections--;
      this.#options.changed();
      if (!dismissed && !(finished.real && finished.drawn)) tell({ what: 'reset', connection });
    });
    this.#came(connection, door, {
      give(bytes) {
        door.left += bytes.length;
        socket.write(bytes, () => tell({ what: 'taken', connection, length: bytes.length }));
      },
      finish() {
        finished.drawn = true;
        socket.end();
      },
      reset() {
        dismissed = true;
        if (socket.connecting) socket.destroy();
        else socket.resetAndDestroy();
      },
      taken(length) {
        underWay -= length;
        if (underWay < BRIDGE_WINDOW && socket.isPaused()) socket.resume();
      },
    });
  }

  #bind(port: number, rule: number, door: GatewayDoor): Promise<Problem | null> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: DATAGRAM_BUFFER });
    const peers = new Map<string, Peer>();
    socket.on('message', (bytes, from) => {
      if (this.#closed) return;
      const key = `${from.address}:${from.port}`;
      const peer = peers.get(key) ?? this.#peer(socket, from, rule, door, () => peers.delete(key));
      if (peer === null) return;
      peers.set(key, peer);
      peer.patience.refresh();
      // As in a buffer that is full: while time stands nobody takes them.
      if (peer.waiting >= MOST_DATAGRAMS || peer.underWay + bytes.length > BRIDGE_WINDOW) return;
      peer.waiting++;
      peer.underWay += bytes.length;
      door.entered += bytes.length;
      this.#options.tell({ what: 'data', connection: peer.connection, bytes });
    });
    return new Promise((resolve) => {
      socket.once('error', (error) => {
        socket.close();
        resolve(whyNot(error, port));
      });
      socket.bind({ address: ADDRESS, port, exclusive: true }, () => {
        this.#datagrams.push(socket);
        // A peer that is gone answers with an ICMP error: no fault of the port.
        socket.removeAllListeners('error').on('error', () => undefined);
        resolve(null);
      });
    });
  }

  #peer(socket: DatagramSocket, from: RemoteInfo, rule: number, door: GatewayDoor, forget: () => void): Peer | null {
    if (this.#real.size >= MOST_CONNECTIONS) return null;
    const connection = this.#options.nextNumber();
    const { tell } = this.#options;
    const leave = (): void => {
      clearTimeout(patience);
      forget();
      if (!this.#real.delete(connection)) return;
      door.connections--;
      this.#options.changed();
    };
    const patience = setTimeout(() => {
      leave();
      tell({ what: 'reset', connection });
    }, PEER_PATIENCE).unref();
    const peer: Peer = { connection, patience, waiting: 0, underWay: 0 };
    this.#came(connection, door, {
      give: (bytes) => {
        door.left += bytes.length;
        patience.refresh();
        tell({ what: 'taken', connection, length: bytes.length });
        if (!this.#closed) socket.send(bytes, from.port, from.address, () => undefined);
      },
      finish: () => undefined,
      reset: leave,
      // A datagram is taken whole.
      taken(length) {
        peer.waiting--;
        peer.underWay -= length;
      },
    });
    tell({ what: 'connect', connection, device: this.#options.device, rule });
    return peer;
  }

  #came(connection: number, door: GatewayDoor, real: Real): void {
    this.#real.set(connection, real);
    door.connections++;
    door.total++;
    this.#options.changed();
  }
}

function whyNot(error: Error, port: number): Problem {
  const code = (error as NodeJS.ErrnoException).code ?? error.message;
  if (code === 'EADDRINUSE') return { name: 'sockets.port-in-use', parameters: { port } };
  return { name: 'sockets.cannot-listen', parameters: { port, error: code } };
}
