import type { LoopbackSettings } from '#document/loopback.ts';
import type { Handlers } from '#contract/calls.ts';
import type { DrawnEvent, RealEvent } from '#contract/gateways.ts';
import { refusal } from '#contract/problems.ts';
import type { Simulation } from '../simulation.ts';
import { Gateway } from './gateway.ts';

export type BridgeHandlers = Pick<Handlers, 'bridge.on' | 'bridge.off' | 'bridge.tell'>;

/** Lines of a gateway that has none. */
const NONE: LoopbackSettings = { inward: [], outward: [] };

interface GatewaysOptions {
  current: () => Simulation;
  /** Is told what the real sockets must hear of. */
  announce: (events: DrawnEvent[]) => void;
  /** Something happened at the cursor. */
  acted: () => void;
}

/**
 * The gateways that are switched on. They act only at the newest moment and only while time runs: where a person has
 * stopped time, or looks at the past, the real programs wait. Whatever makes another history the current one parts them.
 */
export class Gateways {
  readonly #options: GatewaysOptions;
  readonly #on = new Map<string, Gateway>();
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
      const { drawing, timeline } = this.#options.current();
      const record = drawing.record(device);
      if (record?.type !== 'device' || record.kind !== 'gateway') throw refusal('gateway.none-here', { device });
      if (timeline.hasFuture()) throw refusal('gateway.in-the-past', { device: record.name });
      this.#on.get(device)?.close();
      const settings = record.loopback ?? NONE;
      const tell = (event: DrawnEvent): void => void this.#told.push(event);
      const gateway = new Gateway(device, settings, timeline, tell, () => (this.#number += 2));
      const powered = record.powered !== false;
      if (powered) gateway.open();
      this.#on.set(device, gateway);
      this.#join();
      this.#options.acted();
      this.#flush();
      const errors = gateway.errors();
      return {
        powered,
        inward: settings.inward,
        outward: settings.outward.map((line, index) => ({ ...line, error: errors[index] ?? null })),
      };
    },
    'bridge.off': ({ device }) => {
      const gateway = this.#on.get(device);
      this.#on.delete(device);
      // In the past nothing can be closed without a new future: there it never crossed.
      if (gateway !== undefined && !this.#options.current().timeline.hasFuture()) {
        gateway.close();
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
    for (const event of heard) this.#gatewayOf(event)?.hear(event);
    for (const gateway of this.#on.values()) if (gateway.pump()) moved = true;
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
   * The drawing is another one: a gateway that is drawn no longer, or with other lines, has no ports, and one without power
   * has none until it has power again.
   */
  redrawn(): void {
    const { drawing } = this.#options.current();
    for (const [device, gateway] of this.#on) {
      const record = drawing.record(device);
      const drawn = record?.type === 'device' && record.kind === 'gateway' ? record : null;
      if (drawn !== null && same(drawn.loopback, gateway.settings)) {
        this.#supply(gateway, drawn.powered !== false);
        continue;
      }
      this.#on.delete(device);
      if (drawn !== null) gateway.close();
      this.#told.push({ what: 'parted', device, why: 'lines' });
    }
    if (this.#told.length === 0) return;
    this.#options.acted();
    this.#join();
    this.#flush();
  }

  /** Takes in whether the device of a gateway has power. */
  #supply(gateway: Gateway, powered: boolean): void {
    if (gateway.powered === powered) return;
    if (powered) gateway.open();
    else gateway.lose();
    this.#told.push({ what: 'power', device: gateway.device, powered, errors: gateway.errors() });
  }

  /** Makes time run as real programs need it, as long as any take part. */
  #join(): void {
    const { player } = this.#options.current();
    const { pace } = player;
    const before = player.joined !== null;
    player.joined = this.joined ? () => this.pump() : null;
    if (!before && player.joined !== null && player.playing) player.play(pace, null);
  }

  #gatewayOf(event: RealEvent): Gateway | undefined {
    if (event.what === 'connect') return this.#on.get(event.device);
    return [...this.#on.values()].find((gateway) => gateway.has(event.connection));
  }

  #flush(): void {
    if (this.#told.length === 0) return;
    const told = this.#told;
    this.#told = [];
    this.#options.announce(told);
  }
}

function same(drawn: LoopbackSettings | undefined, known: LoopbackSettings): boolean {
  return JSON.stringify(drawn ?? NONE) === JSON.stringify(known);
}
