import type { RemoteInfo, Socket } from 'node:dgram';
import { BRIDGE_WINDOW, type DrawnEvent, type RealEvent } from '#contract/bridge.ts';
import type { Problem } from '#contract/shapes.ts';
import { SHORTEST_FRAME, type TunnelPorts, type TunnelView } from '#contract/tunnels.ts';
import { bindDatagrams } from '../datagrams.ts';
import { loopback, type LoopbackAddress } from '../loopback.ts';
import { NO_POWER } from '../why-not.ts';

/** Frames that may wait to be taken into the drawing; see also {@link BRIDGE_WINDOW}. */
const MOST_FRAMES = 1024;
/** Datagrams that may wait for the system to take them. */
const MOST_UNSENT = 1024;
/** ms for which somebody who was heard counts as being there, and after which the system is asked again who listens. */
const STILL_THERE = 3000;

export interface TunnelSideOptions {
  device: string;
  /** Whether the drawn device has power: without, the port is not opened. */
  powered: boolean;
  ports: TunnelPorts;
  /** Whether any program has a UDP port; null: the system does not tell. */
  listens: (address: LoopbackAddress, port: number) => Promise<boolean | null>;
  tell: (event: RealEvent) => void;
  /** A number for a connection that begins here. */
  nextNumber: () => number;
  changed: () => void;
}

/**
 * The real socket of one tunnel that is switched on: raw Ethernet frames without their FCS, one a datagram, and nothing
 * else. It sends from the port it is bound to, since some peers take nothing from another one; it is not connected, so that
 * strangers are seen and counted, and a peer that is not there yet is no error.
 */
export class TunnelSide {
  readonly #options: TunnelSideOptions;
  readonly #address: LoopbackAddress;
  readonly #entered = { frames: 0, bytes: 0 };
  readonly #left = { frames: 0, bytes: 0 };
  readonly #refused: TunnelView['refused'] = { stranger: 0, short: 0, full: 0, unsent: 0 };
  #doubled: TunnelView['doubled'] = null;
  #why: Problem | null = null;
  #powered: boolean;
  #ended = false;
  #socket: Socket | null = null;
  #opening: Promise<void> | null = null;
  /** The number under which the frames of this socket go; 0: it is not open. */
  #connection = 0;
  /** Frames the simulation has not taken, and their bytes. */
  #waiting = 0;
  #underWay = 0;
  #unsent = 0;
  /** Wall ms at which something was last heard of the peer, and at which the system was last asked. */
  #heard = -Infinity;
  #asked = -Infinity;
  #nobody = false;

  constructor(options: TunnelSideOptions) {
    this.#options = options;
    this.#powered = options.powered;
    this.#address = loopback(options.ports.address);
    if (!options.powered) this.#why = NO_POWER;
  }

  /** Opens the port. If it cannot be had, the view says why. Once it was closed, nothing is opened. */
  async open(): Promise<void> {
    if (this.#closed) return;
    this.#opening = this.#bind();
    await this.#opening;
    if (this.#socket !== null) await this.#lookForPeer();
  }

  /** The drawn device has lost its power, or has it again: its port is closed and opened as that of any machine. */
  async power(powered: boolean): Promise<void> {
    this.#powered = powered;
    if (powered) {
      this.#why = null;
      return this.open();
    }
    await this.#shut();
    this.#why = NO_POWER;
  }

  /** Takes in what the simulation has to tell. */
  hear(event: DrawnEvent): void {
    if (event.what === 'data') this.#send(event.bytes as Uint8Array<ArrayBuffer>);
    else if (event.what === 'lost') this.#refused.unsent += event.count;
    else if (event.what === 'doubled') {
      this.#doubled = { device: event.device, mac: event.mac };
      this.#options.changed();
    } else if (event.what === 'taken') {
      this.#waiting--;
      this.#underWay -= event.length;
    }
  }

  has(connection: number): boolean {
    return this.#connection !== 0 && connection === this.#connection;
  }

  /** Closes the port for good. Frames that wait are gone. */
  async close(): Promise<void> {
    this.#ended = true;
    await this.#shut();
  }

  view(): Omit<TunnelView, 'on' | 'parted'> {
    if (this.#socket !== null && performance.now() - this.#asked > STILL_THERE) void this.#lookForPeer();
    const heard = this.#entered.frames > 0;
    return {
      device: this.#options.device,
      ports: this.#options.ports,
      why: this.#why,
      peer: this.#nobody ? 'nobody' : heard ? 'heard' : 'quiet',
      entered: { ...this.#entered },
      left: { ...this.#left },
      doubled: this.#doubled,
      waiting: this.#waiting,
      refused: { ...this.#refused },
    };
  }

  get #closed(): boolean {
    return this.#ended || !this.#powered;
  }

  async #bind(): Promise<void> {
    const { device, nextNumber, tell } = this.#options;
    this.#why = await bindDatagrams(this.#address, this.#options.ports.port, (socket) => {
      this.#socket = socket;
      this.#connection = nextNumber();
      socket.on('message', (bytes, from) => this.#receive(bytes, from));
      tell({ what: 'connect', connection: this.#connection, device, rule: 0 });
    });
  }

  async #shut(): Promise<void> {
    // What is being opened can be closed once it is open.
    await this.#opening;
    const socket = this.#socket;
    this.#socket = null;
    this.#connection = 0;
    this.#waiting = 0;
    this.#underWay = 0;
    if (socket !== null) await new Promise<void>((resolve) => socket.close(() => resolve()));
  }

  #receive(bytes: Uint8Array<ArrayBuffer>, from: RemoteInfo): void {
    if (this.#connection === 0) return;
    if (from.port !== this.#options.ports.peer || from.address !== this.#address) {
      this.#refused.stranger++;
      return;
    }
    if (this.#entered.frames === 0) this.#options.changed();
    this.#heard = performance.now();
    this.#nobody = false;
    if (bytes.length < SHORTEST_FRAME) this.#refused.short++;
    // As in a buffer that is full: while time stands nobody takes them.
    else if (this.#waiting >= MOST_FRAMES || this.#underWay + bytes.length > BRIDGE_WINDOW) this.#refused.full++;
    else {
      this.#waiting++;
      this.#underWay += bytes.length;
      this.#entered.frames++;
      this.#entered.bytes += bytes.length;
      this.#options.tell({ what: 'data', connection: this.#connection, bytes });
    }
  }

  #send(bytes: Uint8Array<ArrayBuffer>): void {
    const { tell, ports } = this.#options;
    const connection = this.#connection;
    tell({ what: 'taken', connection, length: bytes.length });
    if (this.#socket === null || this.#unsent >= MOST_UNSENT) {
      this.#refused.unsent++;
      return;
    }
    this.#unsent++;
    this.#socket.send(bytes, ports.peer, this.#address, (error) => {
      this.#unsent--;
      if (error !== null && (error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') this.#refused.unsent++;
      else {
        this.#left.frames++;
        this.#left.bytes += bytes.length;
      }
    });
  }

  /** Asks the system whether any program has the peer's port, unless it was heard just now. */
  async #lookForPeer(): Promise<void> {
    this.#asked = performance.now();
    const { address, peer } = this.#options.ports;
    const there = this.#asked - this.#heard < STILL_THERE || (await this.#options.listens(address, peer));
    const nobody = there === false;
    if (nobody === this.#nobody || this.#socket === null) return;
    this.#nobody = nobody;
    this.#options.changed();
  }
}
