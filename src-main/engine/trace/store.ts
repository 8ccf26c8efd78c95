/**
 * The trace: what happened and why, as columns. This room names facts, kinds and reasons; it never words them.
 */
import type { Frame } from '../wire/frame.ts';
import { kindCode, kindOf, type Detail, type Kind } from './kinds.ts';
import { reasonCode, reasonOf, type Reason } from './reasons.ts';
import type { FactFields } from './recorder.ts';

/** Facts in one block of columns. Blocks are never copied when the trace grows. */
const BLOCK = 1 << 15;

/** Facts a trace holds at most unless told otherwise; the world stops there with a message instead of filling memory. */
export const FACT_LIMIT = 2_000_000;

const NO_DETAIL: Detail = Object.freeze({});

/**
 * One block:
 *
 * ```
 *   time 8 │ value 8 │ step 8 │ frame 4 │ packet 4 │ cause 4 │ device 4 │ port 4 │ kind 1 │ reason 1   = 46 bytes
 *   details: a reference each, to an object shared by all facts that say the same
 * ```
 */
interface Block {
  time: Float64Array;
  value: Float64Array;
  step: Float64Array;
  frame: Uint32Array;
  packet: Uint32Array;
  cause: Uint32Array;
  device: Uint32Array;
  port: Uint32Array;
  kind: Uint8Array;
  reason: Uint8Array;
  details: (Detail | undefined)[];
}

/**
 * All facts that ever happened in one history, numbered 1 … `length`, and the frames they speak of.
 *
 * Going back in time does not remove facts: replaying produces the same ones under the same numbers, so `append` only
 * checks them. {@link cut} removes a future that will not be lived again.
 */
export class TraceStore {
  readonly limit: number;
  #length = 0;
  readonly #blocks: Block[] = [];
  readonly #frames: (Frame | undefined)[] = [];
  readonly #names: string[] = [''];
  readonly #codes = new Map<string, number>([['', 0]]);

  constructor(limit: number = FACT_LIMIT) {
    this.limit = limit;
  }

  /** Number of facts: the newest is number `length`. */
  get length(): number {
    return this.#length;
  }

  /** Whether no further fact should be asked for. A few more are still taken, so that an event is never cut in half. */
  get full(): boolean {
    return this.#length >= this.limit;
  }

  /** The column code of a device id or port name; 0 stands for none. A drawing may have 320,000 ports, each with its own. */
  code(name: string): number {
    let code = this.#codes.get(name);
    if (code === undefined) {
      code = this.#names.length;
      this.#names.push(name);
      this.#codes.set(name, code);
    }
    return code;
  }

  /**
   * Writes fact number `seq`, or, while history is replayed, checks that it is the one already known.
   * Throws when a replay does not repeat what happened: that would be our bug, never the user's.
   */
  append(
    seq: number,
    kind: Kind,
    time: number,
    step: number,
    device: number,
    port: number,
    cause: number,
    fields: FactFields,
  ): void {
    const at = (seq - 1) % BLOCK;
    if (seq <= this.#length) {
      const known = this.#block(seq);
      if (known.kind[at] !== kindCode(kind) || known.time[at] !== time || known.step[at] !== step) {
        throw new Error(
          `replay diverged at fact ${seq}: ${kindOf(known.kind[at]!)} at ${known.time[at]} became ${kind} at ${time}`,
        );
      }
      return;
    }
    if (seq !== this.#length + 1) throw new Error(`fact ${seq} follows fact ${this.#length}`);
    if (at === 0) this.#blocks.push(newBlock());
    const block = this.#blocks[this.#blocks.length - 1]!;
    block.time[at] = time;
    block.value[at] = fields.value ?? 0;
    block.step[at] = step;
    block.frame[at] = fields.frame ?? 0;
    block.packet[at] = fields.packet ?? 0;
    block.cause[at] = cause;
    block.device[at] = device;
    block.port[at] = port;
    block.kind[at] = kindCode(kind);
    block.reason[at] = fields.reason === undefined ? 0 : reasonCode(fields.reason);
    block.details[at] = fields.detail;
    this.#length = seq;
  }

  /** Keeps a frame, so that facts can name it by its id. */
  keep(frame: Frame): void {
    this.#frames[frame.id] ??= frame;
  }

  /** Forgets every fact after `length` and every frame after `frame`: a new future begins there. */
  cut(length: number, frame: number): void {
    this.#length = Math.min(this.#length, length);
    this.#blocks.length = Math.ceil(this.#length / BLOCK);
    const used = this.#length % BLOCK;
    if (used > 0) this.#blocks[this.#blocks.length - 1]!.details.fill(undefined, used);
    this.#frames.length = Math.min(this.#frames.length, frame + 1);
  }

  /** Simulated ns. */
  time(seq: number): number {
    return this.#block(seq).time[(seq - 1) % BLOCK]!;
  }
  /** The event, counted from 1, that recorded it. */
  step(seq: number): number {
    return this.#block(seq).step[(seq - 1) % BLOCK]!;
  }
  kind(seq: number): Kind {
    return kindOf(this.#block(seq).kind[(seq - 1) % BLOCK]!);
  }
  /** Id of the device, or null for the world's own facts. */
  device(seq: number): string | null {
    return this.#names[this.#block(seq).device[(seq - 1) % BLOCK]!] || null;
  }
  /** Name of the port, or null. */
  port(seq: number): string | null {
    return this.#names[this.#block(seq).port[(seq - 1) % BLOCK]!] || null;
  }
  /** Frame id; 0: none. */
  frame(seq: number): number {
    return this.#block(seq).frame[(seq - 1) % BLOCK]!;
  }
  /** Packet id; 0: none. */
  packet(seq: number): number {
    return this.#block(seq).packet[(seq - 1) % BLOCK]!;
  }
  /** The number whose meaning the kind gives. */
  value(seq: number): number {
    return this.#block(seq).value[(seq - 1) % BLOCK]!;
  }
  reason(seq: number): Reason {
    return reasonOf(this.#block(seq).reason[(seq - 1) % BLOCK]!);
  }
  /** The fact that made this one happen; 0: none. */
  cause(seq: number): number {
    return this.#block(seq).cause[(seq - 1) % BLOCK]!;
  }
  detail(seq: number): Detail {
    return this.#block(seq).details[(seq - 1) % BLOCK] ?? NO_DETAIL;
  }

  /** The frame with an id, while the history that made it is known. */
  frameOf(id: number): Frame | undefined {
    return this.#frames[id];
  }

  /** The last fact at or before `time` ns; 0: none. */
  seqAt(time: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.time(middle) <= time) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #block(seq: number): Block {
    if (!(seq >= 1 && seq <= this.#length)) throw new RangeError(`no fact ${seq}: there are ${this.#length}`);
    return this.#blocks[Math.floor((seq - 1) / BLOCK)]!;
  }
}

function newBlock(): Block {
  return {
    time: new Float64Array(BLOCK),
    value: new Float64Array(BLOCK),
    step: new Float64Array(BLOCK),
    frame: new Uint32Array(BLOCK),
    packet: new Uint32Array(BLOCK),
    cause: new Uint32Array(BLOCK),
    device: new Uint32Array(BLOCK),
    port: new Uint32Array(BLOCK),
    kind: new Uint8Array(BLOCK),
    reason: new Uint8Array(BLOCK),
    details: new Array(BLOCK),
  };
}
