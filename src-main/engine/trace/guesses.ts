/** What the writer and the reader of a block expect of the next fact: see `archive.ts`. */
import { MOST_PARAMETERS } from './details.ts';
import type { Detail } from './kinds.ts';

/** A kind is one byte. */
export const KINDS_AT_MOST = 256;
/** Sizes of the tables of guesses; powers of two. */
const DEVICES = 4096;
export const PORTS = 8192;
/** Details remembered at each of the latter: as many flows may cross one port in turns. A power of two. */
const RECENT = 4;

/** What the next fact is guessed from. The tables are small and hashed: two that share a row only make bad guesses. */
export class Guesses {
  // Nothing until `begin`; and, for JavaScript, numbers with a fraction from the first on: these fields never change their kind.
  time = NaN;
  step = NaN;
  cause = NaN;
  frame = NaN;
  packet = NaN;
  device = NaN;
  newestFrame = NaN;
  newestPacket = NaN;
  /** By kind: cause, frame and packet of the last such fact. */
  readonly causes = new Float64Array(KINDS_AT_MOST);
  readonly frames = new Float64Array(KINDS_AT_MOST);
  readonly packets = new Float64Array(KINDS_AT_MOST);
  /** By kind and device: the port, and the parameters of the detail. */
  readonly ports = new Float64Array(DEVICES);
  readonly parameters = new Float64Array(DEVICES * MOST_PARAMETERS);
  /** By kind, device and port: the detail kept whole, as its number plus 1, and how far the value was from the time. */
  readonly details = new Float64Array(PORTS);
  readonly offsets = new Float64Array(PORTS);

  atDevice(kind: number, device: number): number {
    return Math.imul((device << 7) ^ kind, 0x9e3779b1) >>> 20;
  }

  atPort(kind: number, device: number, port: number): number {
    return Math.imul((device << 14) ^ (port << 7) ^ kind, 0x9e3779b1) >>> 19;
  }

  begin(): void {
    this.time = this.step = this.cause = this.frame = this.packet = this.device = 0;
    this.newestFrame = this.newestPacket = 0;
    for (const table of [this.causes, this.frames, this.packets, this.ports, this.details, this.offsets]) table.fill(0);
    this.parameters.fill(0);
  }
}

/**
 * By kind, device and port: a few of the details met there lately, and their numbers plus 1. Numbers stay what they are, so
 * this is never emptied; it only saves looking them up.
 */
export class RecentDetails {
  readonly #details: (Detail | undefined)[] = new Array<Detail | undefined>(PORTS * RECENT).fill(undefined);
  readonly #codes = new Uint32Array(PORTS * RECENT);
  #next = 0;

  /** The number of a detail, plus 1; 0: it was not met at this place lately. */
  codeOf(detail: Detail, atPort: number): number {
    const first = atPort * RECENT;
    for (let at = first; at < first + RECENT; at++) if (this.#details[at] === detail) return this.#codes[at]!;
    return 0;
  }

  remember(detail: Detail, code: number, atPort: number): void {
    const at = atPort * RECENT + (this.#next++ & (RECENT - 1));
    this.#details[at] = detail;
    this.#codes[at] = code;
  }
}
