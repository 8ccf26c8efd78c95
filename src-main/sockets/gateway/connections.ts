import type { RealEvent } from '#contract/bridge.ts';
import type { GatewayDoor } from '#contract/gateways.ts';

/** Real connections of one gateway at once; one more is reset. */
const MOST_CONNECTIONS = 512;

/** The real end of a connection, or for UDP one peer: what the drawn end does to it. */
export interface Real {
  /** Gives bytes to the real program. */
  give(bytes: Uint8Array): void;
  /** The drawn end sends no more. */
  finish(): void;
  reset(): void;
  /** The drawn socket has taken so many bytes. */
  taken(length: number): void;
}

export interface ConnectionsOptions {
  device: string;
  tell: (event: RealEvent) => void;
  /** A number for a connection that begins here. */
  nextNumber: () => number;
  /** Something that is shown has changed. */
  changed: () => void;
}

/** All real ends of one gateway, by the number of their connection, and the counters of its doors. */
export class Connections {
  readonly device: string;
  readonly tell: (event: RealEvent) => void;
  readonly nextNumber: () => number;
  readonly #changed: () => void;
  readonly #real = new Map<number, Real>();

  constructor({ device, tell, nextNumber, changed }: ConnectionsOptions) {
    this.device = device;
    this.tell = tell;
    this.nextNumber = nextNumber;
    this.#changed = changed;
  }

  /** Whether there can be no more. */
  get full(): boolean {
    return this.#real.size >= MOST_CONNECTIONS;
  }

  of(connection: number): Real | undefined {
    return this.#real.get(connection);
  }

  came(connection: number, door: GatewayDoor, real: Real): void {
    this.#real.set(connection, real);
    door.connections++;
    door.total++;
    this.#changed();
  }

  /** False: it was gone already. */
  gone(connection: number, door: GatewayDoor): boolean {
    if (!this.#real.delete(connection)) return false;
    door.connections--;
    this.#changed();
    return true;
  }

  resetAll(): void {
    for (const real of [...this.#real.values()]) real.reset();
  }
}
