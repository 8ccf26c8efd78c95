import { BRIDGE_WINDOW, type DrawnEvent, type RealEvent } from '#contract/bridge.ts';
import type { TunnelPorts } from '#contract/tunnels.ts';
import { TUNNEL_OUTSIDE } from '#engine/devices/tunnel-settings.ts';
import type { Timeline } from '#engine/sim/timeline.ts';
import { formatMac } from '#engine/wire/address.ts';
import { ETHERNET } from '#engine/wire/ethernet.ts';
import { readLong } from '#engine/wire/field.ts';
import type { DeviceRecord } from '#document/records.ts';
import type { Passage } from './passage.ts';

/**
 * Frames let into the drawing in one stretch of simulated time (ns): more than a cable of 100 Mbit/s carries of full ones,
 * and few enough that a flood leaves room for everything else. The others wait their turn.
 */
const MOST_AT_ONCE = 16;
const STRETCH = 1e6;
/** Senders remembered, so that each is looked up once. */
const MOST_SENDERS = 1000;

/**
 * A tunnel that is switched on: while the real port is open, its port to the outside is joined, frames that come are
 * injected there, and frames that left by it are told. What left is read from the history, not taken as it happens: what
 * was lived while looking ahead and thought away again has never left.
 */
export class Tunnel implements Passage {
  readonly kind = 'tunnel';
  readonly device: string;
  readonly ports: TunnelPorts;
  readonly #timeline: Timeline;
  readonly #tell: (event: DrawnEvent) => void;
  #powered = false;
  #part: (() => void) | null = null;
  /** The number under which frames go; 0: the real port is not open. */
  #connection = 0;
  #waiting: Uint8Array[] = [];
  /** Bytes told to the real side that it has not given on. */
  #underWay = 0;
  /** When the present stretch began, ns, and how many frames were let in since. */
  #began = 0;
  #let = 0;
  /** Facts up to this one were looked through, and whether any frame may have left since. */
  #seen = 0;
  #left = false;

  readonly #ownerOf: (mac: string) => string | null;
  readonly #senders = new Set<number>();

  /** `ownerOf`: the device of the drawing of which an adapter has a MAC address. */
  constructor(
    device: string,
    ports: TunnelPorts,
    timeline: Timeline,
    tell: (event: DrawnEvent) => void,
    ownerOf: (mac: string) => string | null,
  ) {
    this.device = device;
    this.ports = ports;
    this.#timeline = timeline;
    this.#tell = tell;
    this.#ownerOf = ownerOf;
  }

  get powered(): boolean {
    return this.#powered;
  }

  isAs({ tunnel }: DeviceRecord): boolean {
    return JSON.stringify(tunnel) === JSON.stringify(this.ports);
  }

  errors(): [] {
    return [];
  }

  open(): void {
    this.#powered = true;
  }

  lose(): void {
    this.#powered = false;
    this.#begin(0);
  }

  has(connection: number): boolean {
    return this.#connection !== 0 && connection === this.#connection;
  }

  hear(event: RealEvent): void {
    if (event.what === 'connect' && this.#powered) this.#begin(event.connection);
    else if (event.what === 'data') this.#waiting.push(event.bytes);
    else if (event.what === 'taken') this.#underWay -= event.length;
  }

  pump(): boolean {
    this.#giveOut();
    const { now } = this.#timeline;
    if (now >= this.#began + STRETCH || now < this.#began) {
      this.#began = now;
      this.#let = 0;
    }
    const next = this.#waiting.splice(0, MOST_AT_ONCE - this.#let);
    this.#let += next.length;
    for (const bytes of next) {
      this.#lookAtSender(bytes);
      this.#timeline.act({ kind: 'inject', device: this.device, port: TUNNEL_OUTSIDE, bytes });
      this.#tell({ what: 'taken', connection: this.#connection, length: bytes.length });
    }
    return next.length > 0;
  }

  /** Frames that wait are gone. */
  close(): void {
    this.#begin(0);
  }

  /** Plugs the outside in when the real port is open, and pulls it out when it is not (0). */
  #begin(connection: number): void {
    if (connection !== 0 && this.#part === null) {
      this.#seen = this.#timeline.cursor;
      this.#part = this.#timeline.join(this.device, TUNNEL_OUTSIDE, () => (this.#left = true));
    } else if (connection === 0) {
      this.#part?.();
      this.#part = null;
    }
    this.#connection = connection;
    this.#waiting = [];
    this.#underWay = 0;
    this.#senders.clear();
  }

  /** Two drawings number their adapters alike: that one address is used twice must not be left to be guessed. */
  #lookAtSender(bytes: Uint8Array): void {
    const sender = readLong(bytes, 0, ETHERNET.source);
    if (this.#senders.has(sender) || this.#senders.size >= MOST_SENDERS) return;
    this.#senders.add(sender);
    const mac = formatMac(sender);
    const device = this.#ownerOf(mac);
    if (device !== null) this.#tell({ what: 'doubled', connection: this.#connection, device, mac });
  }

  #giveOut(): void {
    if (!this.#left) return;
    this.#left = false;
    const { trace, cursor } = this.#timeline;
    let lost = 0;
    for (let seq = this.#seen + 1; seq <= cursor; seq++) {
      if (trace.kind(seq) !== 'frame.outside' || trace.device(seq) !== this.device) continue;
      const frame = trace.frameOf(trace.frame(seq));
      if (frame === undefined) continue;
      if (this.#underWay + frame.length > BRIDGE_WINDOW) lost++;
      else {
        this.#underWay += frame.length;
        this.#tell({ what: 'data', connection: this.#connection, bytes: frame.bytes() });
      }
    }
    this.#seen = cursor;
    if (lost > 0) this.#tell({ what: 'lost', connection: this.#connection, count: lost });
  }
}
