import type { Handlers } from '#contract/calls.ts';
import type { DrawnEvent, RealEvent } from '#contract/bridge.ts';
import { refusal } from '#contract/problems.ts';
import type { DeviceRecord } from '#document/records.ts';
import type { Simulation } from '../simulation.ts';
import { abandon, Gateway } from './gateway.ts';
import type { Passage } from './passage.ts';
import { Tunnel } from './tunnel.ts';

export type BridgeHandlers = Pick<Handlers, 'bridge.on' | 'bridge.plug' | 'bridge.off' | 'bridge.tell'>;

interface GatewaysOptions {
  current: () => Simulation;
  /** Is told what the real sockets must hear of. */
  announce: (events: DrawnEvent[]) => void;
  /** Something happened at the cursor. */
  acted: () => void;
}

/**
 * The gateways and tunnels that are switched on. They act only at the newest moment and only while time runs: where a person has
 * stopped time, or looks at the past, the real programs wait. Whatever makes another history the current one parts them.
 */
export class Gateways {
  readonly #options: GatewaysOptions;
  readonly #on = new Map<string, Passage>();
  /** What the real side told while time stood. */
  #heard: RealEvent[] = [];
  #told: DrawnEvent[] = [];
  #number = 0;

  constructor(options: GatewaysOptions) {
    this.#options = options;
  }

  /** Whether any is on: then time runs as the clock does, and does not stop because nothing happens. */
  get joined(): boolean {
    return this.#on.size > 0;
  }

  readonly handlers: BridgeHandlers = {
    'bridge.on': ({ device }) => {
      const { record, timeline } = this.#drawn(device, 'gateway');
      const gateway = new Gateway(record, timeline, this.#tell, () => (this.#number += 2));
      const powered = this.#begin(gateway, record);
      const { inward, outward } = gateway.settings;
      const errors = gateway.errors();
      return { powered, inward, outward: outward.map((line, at) => ({ ...line, error: errors[at] ?? null })) };
    },
    'bridge.plug': ({ device }) => {
      const { record, timeline } = this.#drawn(device, 'tunnel');
      const ports = record.tunnel;
      if (ports === undefined) throw refusal('tunnel.without-ports', { device: record.name });
      const tunnel = new Tunnel(device, ports, timeline, this.#tell, (mac) => this.#ownerOf(mac));
      return { powered: this.#begin(tunnel, record), ports };
    },
    'bridge.off': ({ device }) => {
      const passage = this.#on.get(device);
      this.#on.delete(device);
      // In the past nothing can be closed without a new future: there it never crossed.
      if (passage !== undefined && !this.#options.current().timeline.hasFuture()) {
        passage.close();
        this.#options.acted();
      }
      this.#join();
      this.#flush();
      return {};
    },
    'bridge.tell': ({ events }) => {
      for (const event of events) this.#heard.push(event);
      this.pump();
      return {};
    },
  };

  /** Lets everything cross that can. Called after every tick, and when something came. */
  pump(): void {
    if (this.#on.size === 0) {
      this.#heard = [];
      return;
    }
    const { timeline, player } = this.#options.current();
    // What is lived while looking ahead may be thought away again; a byte that has crossed may not.
    if (!player.playing || player.looking || timeline.hasFuture()) return;
    let moved = this.#heard.length > 0;
    const heard = this.#heard;
    this.#heard = [];
    for (const event of heard) this.#passageOf(event)?.hear(event);
    for (const passage of this.#on.values()) if (passage.pump()) moved = true;
    if (moved) {
      this.#options.acted();
      player.wake();
    }
    this.#flush();
  }

  /** Another history is the current one, or this one begins anew here: nothing that crossed can go on. */
  part(): void {
    for (const device of this.#on.keys()) this.#told.push({ what: 'parted', device, why: 'history' });
    if (this.#on.size === 0) return;
    this.#on.clear();
    this.#heard = [];
    this.#join();
    this.#flush();
  }

  /**
   * Pulls out what is still joined to the outside in the history that goes on here, though nothing is there any more, and
   * resets what real programs had open: they took part before the moment at which this future begins, or before the thread
   * they were joined to was lost. Only at the newest moment.
   */
  pullOut(): void {
    const { timeline, drawing } = this.#options.current();
    for (const record of drawing.records.values()) {
      if (record.type === 'device' && record.kind === 'gateway' && !this.#on.has(record.id))
        abandon(timeline, record.id);
    }
    for (const [device, port] of timeline.joined()) {
      if (!this.#on.has(device)) timeline.act({ kind: 'join', device, port, joined: false });
    }
  }

  /**
   * The drawing is another one: what is drawn no longer, or with other lines or ports, has no ports, and what has no power
   * has none until it has power again.
   */
  redrawn(): void {
    const { drawing } = this.#options.current();
    for (const [device, passage] of this.#on) {
      const record = drawing.record(device);
      const drawn = record?.type === 'device' && record.kind === passage.kind ? record : null;
      if (drawn !== null && passage.isAs(drawn)) {
        this.#supply(passage, drawn.powered !== false);
        continue;
      }
      this.#on.delete(device);
      if (drawn !== null) passage.close();
      this.#told.push({ what: 'parted', device, why: 'lines' });
    }
    if (this.#told.length === 0) return;
    this.#options.acted();
    this.#join();
    this.#flush();
  }

  readonly #tell = (event: DrawnEvent): void => void this.#told.push(event);

  /** The device as it is drawn. Refused: there is none of that kind, or it would begin in the past. */
  #drawn(device: string, kind: 'gateway' | 'tunnel'): { record: DeviceRecord; timeline: Simulation['timeline'] } {
    const { drawing, timeline } = this.#options.current();
    const record = drawing.record(device);
    if (record?.type !== 'device' || record.kind !== kind) throw refusal(`${kind}.none-here`, { device });
    if (timeline.hasFuture()) throw refusal('gateway.in-the-past', { device: record.name });
    return { record, timeline };
  }

  /** Lets a device take part, in place of what it was before. Returns whether it has power. */
  #begin(passage: Passage, record: DeviceRecord): boolean {
    const { device } = passage;
    this.#on.get(device)?.close();
    const powered = record.powered !== false;
    if (powered) passage.open();
    this.#on.set(device, passage);
    this.#join();
    this.#options.acted();
    this.#flush();
    return powered;
  }

  /** Takes in whether the device has power. */
  #supply(passage: Passage, powered: boolean): void {
    if (passage.powered === powered) return;
    if (powered) passage.open();
    else passage.lose();
    this.#told.push({ what: 'power', device: passage.device, powered, errors: passage.errors() });
  }

  /** Makes time run as real programs need it, as long as any take part. */
  #join(): void {
    const { player } = this.#options.current();
    const { pace } = player;
    const before = player.joined !== null;
    player.joined = this.joined ? () => this.pump() : null;
    if (!before && player.joined !== null && player.playing) player.play(pace, null);
  }

  #ownerOf(mac: string): string | null {
    for (const record of this.#options.current().drawing.records.values()) {
      if (record.type === 'device' && record.ports.some((port) => port.mac === mac)) return record.id;
    }
    return null;
  }

  #passageOf(event: RealEvent): Passage | undefined {
    if (event.what === 'connect') return this.#on.get(event.device);
    return [...this.#on.values()].find((passage) => passage.has(event.connection));
  }

  #flush(): void {
    if (this.#told.length === 0) return;
    const told = this.#told;
    this.#told = [];
    this.#options.announce(told);
  }
}
