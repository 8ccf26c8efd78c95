import type { DrawnEvent, RealEvent } from '#contract/bridge.ts';
import type { LoopbackSettings } from '#document/loopback.ts';
import type { DeviceRecord } from '#document/records.ts';
import type { SocketCall } from '#engine/devices/behaviour.ts';
import type { Timeline } from '#engine/sim/timeline.ts';
import { parseAddress } from '#engine/wire/address.ts';
import { Crossing, type DrawnSockets } from './crossing.ts';
import type { Passage } from './passage.ts';

/** Lines of a gateway that has none. */
const NONE: LoopbackSettings = { inward: [], outward: [] };
/** The process, as the gateway's kernel counts tools, that holds its drawn sockets. */
const PROCESS = -3;
/** Connections one drawn socket lets wait for `accept`. */
const BACKLOG = 128;

/** A gateway that is switched on: its drawn listening sockets, and everything that crosses it. */
export class Gateway implements Passage {
  readonly kind = 'gateway';
  readonly device: string;
  readonly settings: LoopbackSettings;
  readonly #timeline: Timeline;
  readonly #sockets: DrawnSockets;
  /** Drawn listening sockets by the index of their line; null: it could not be opened. */
  #listening: { descriptor: number | null; error: string | null }[] = [];
  #powered = false;
  readonly #crossings = new Map<number, Crossing>();
  readonly #nextNumber: () => number;

  constructor(
    { id, loopback = NONE }: DeviceRecord,
    timeline: Timeline,
    tell: (event: DrawnEvent) => void,
    nextNumber: () => number,
  ) {
    this.device = id;
    this.settings = loopback;
    this.#timeline = timeline;
    this.#nextNumber = nextNumber;
    this.#sockets = {
      call: (name, ...given) => this.#call({ name, process: PROCESS, arguments: given }),
      readiness: (descriptor) => timeline.readiness(id, PROCESS, descriptor),
      tell,
    };
  }

  get powered(): boolean {
    return this.#powered;
  }

  isAs({ loopback = NONE }: DeviceRecord): boolean {
    return JSON.stringify(loopback) === JSON.stringify(this.settings);
  }

  /** Opens the drawn ports: it begins, or its device has power again. */
  open(): void {
    this.#powered = true;
    abandon(this.#timeline, this.device);
    this.#listening = this.settings.outward.map(({ port }) => this.#listen(port));
  }

  /** The device has lost its power, and with it every drawn socket. What crossed ends here. */
  lose(): void {
    this.#powered = false;
    this.#crossings.clear();
    this.#listening = [];
  }

  /** Why a drawn port of a line is not open; null: it is. */
  errors(): (string | null)[] {
    return this.settings.outward.map((_, line) => this.#listening[line]?.error ?? null);
  }

  has(connection: number): boolean {
    return this.#crossings.has(connection);
  }

  /** Takes in what the real side has to tell of one of its connections. */
  hear(event: RealEvent): void {
    if (event.what === 'connect') return this.#connect(event.connection, event.rule);
    const crossing = this.#crossings.get(event.connection);
    if (crossing === undefined) return;
    if (event.what === 'opened') crossing.opened();
    else if (event.what === 'data') crossing.data(event.bytes);
    else if (event.what === 'end') crossing.end();
    else if (event.what === 'taken') crossing.taken(event.length);
    else {
      crossing.reset();
      this.#crossings.delete(event.connection);
    }
  }

  /** Does all that can be done at this moment. True: something was done, so that time has something to do. */
  pump(): boolean {
    let moved = false;
    this.#listening.forEach(({ descriptor }, rule) => {
      while (descriptor !== null && this.#ready(descriptor)) {
        const accepted = this.#sockets.call('accept', descriptor);
        if (typeof accepted !== 'object' || accepted === null) break;
        const number = this.#nextNumber();
        const own = (accepted as { descriptor: number }).descriptor;
        this.#crossings.set(number, new Crossing(number, this.#sockets, own, { opening: 'real' }));
        this.#sockets.tell({ what: 'connect', connection: number, device: this.device, rule });
        moved = true;
      }
    });
    for (const [number, crossing] of this.#crossings) {
      if (crossing.pump()) moved = true;
      if (crossing.closed) this.#crossings.delete(number);
    }
    return moved;
  }

  /** Resets everything that crosses and stops listening. */
  close(): void {
    for (const crossing of this.#crossings.values()) crossing.reset();
    this.#crossings.clear();
    for (const { descriptor } of this.#listening) if (descriptor !== null) this.#sockets.call('close', descriptor);
  }

  #ready(descriptor: number): boolean {
    const ready = this.#sockets.readiness(descriptor);
    return ready !== 'EBADF' && ready.readable;
  }

  #listen(port: number): { descriptor: number | null; error: string | null } {
    const descriptor = this.#sockets.call('socket', 'stream');
    if (typeof descriptor !== 'number') return { descriptor: null, error: String(descriptor) };
    for (const outcome of [
      this.#sockets.call('setSocketOption', descriptor, 'SO_REUSEADDR', 1),
      this.#sockets.call('bind', descriptor, 0, port),
      this.#sockets.call('listen', descriptor, BACKLOG),
    ]) {
      if (typeof outcome !== 'string') continue;
      this.#sockets.call('close', descriptor);
      return { descriptor: null, error: outcome };
    }
    return { descriptor, error: null };
  }

  #connect(number: number, rule: number): void {
    const line = this.#powered ? this.settings.inward[rule] : undefined;
    const datagrams = line?.protocol === 'udp';
    const descriptor = line === undefined ? 'EINVAL' : this.#sockets.call('socket', datagrams ? 'datagram' : 'stream');
    if (line === undefined || typeof descriptor !== 'number') {
      return this.#sockets.tell({ what: 'reset', connection: number });
    }
    const outcome = this.#sockets.call('connect', descriptor, parseAddress(line.address)!, line.to);
    if (typeof outcome === 'string' && outcome !== 'EINPROGRESS') {
      this.#sockets.call('close', descriptor);
      return this.#sockets.tell({ what: 'reset', connection: number });
    }
    const crossing = new Crossing(number, this.#sockets, descriptor, { opening: 'drawn', datagrams });
    this.#crossings.set(number, crossing);
  }

  #call(call: SocketCall): unknown {
    return this.#timeline.act({ kind: 'call', device: this.device, call }).value;
  }
}

/**
 * Resets what a gateway that was parted without its drawn sockets being closed has left open: the real ends are gone, and
 * a drawn program that waits for them would wait for ever. Nothing is done where nothing is open. Only at the newest moment.
 */
export function abandon(timeline: Timeline, device: string): void {
  const call = (name: SocketCall['name'], ...given: SocketCall['arguments'][number][]): void =>
    void timeline.act({ kind: 'call', device, call: { name, process: PROCESS, arguments: given } });
  for (const descriptor of timeline.descriptors(device, PROCESS)) {
    // What was under way is cut off, which an orderly end would hide (SO_LINGER 0; RFC 9293 §3.10.5, ABORT).
    call('setSocketOption', descriptor, 'SO_LINGER', 0);
    call('close', descriptor);
  }
}
