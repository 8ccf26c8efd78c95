import { bodySum, knownBodySum } from './checksum.ts';
import { crc32, crc32Combine } from './crc32.ts';
import { roomFor } from './room.ts';

/** Bytes of the frame check sequence that ends every frame (IEEE 802.3 §3.2.9). */
export const FCS_LENGTH = 4;
/** Stands for the FCS that fits the bytes: no CRC-32 is negative. */
const RIGHT = -1;
/** Shortest frame without its FCS; shorter contents are padded (IEEE 802.3 §3.2.8, minFrameSize 64). */
export const MINIMUM_LENGTH = 60;

/**
 * A head as the few things in which it differs from another one, so that a router makes no bytes for a packet it only
 * passes on. See `plain-ipv4.ts`, which alone makes them.
 */
export interface Heading {
  /** Bytes of the head, and of the whole frame without its FCS. */
  readonly length: number;
  readonly frameLength: number;
  /** Where the head differs: of each run how many bytes there are from the end of the run before it, and how many it has. */
  readonly runs: readonly number[];
  /** The head, put together; a new array. */
  written(): Uint8Array;
  /** Writes the bytes of run number `run` (from 0) at `at`, and returns where they end. */
  putRun(run: number, bytes: Uint8Array, at: number): number;
}

/**
 * One Ethernet frame on the wire. Never changed after it was made, so it is shared by every device it passes unchanged,
 * by the trace and by the checkpoints.
 *
 * ```
 *   head (own bytes of this frame)                body (shared by all rewritings)      FCS
 *  ┌───────────┬────────────┬──────────────────┐ ┌─────────────────────────────────┐ ┌─────┐
 *  │ Ethernet  │ IPv4 / ARP │ TCP / UDP / ICMP │ │ payload, then padding if needed │ │  4  │
 *  └───────────┴────────────┴──────────────────┘ └─────────────────────────────────┘ └─────┘
 * ```
 *
 * Where the cut lies is a matter of speed only: a frame from outside may have everything in `head`.
 */
export class Frame {
  /** World-wide number of these very bytes, from 1. A router's rewriting is a new frame. */
  readonly id: number;
  /** World-wide number of the journey: the same for every rewriting of one packet. */
  readonly packet: number;
  /** Bytes without the FCS. */
  readonly length: number;
  readonly body: Uint8Array;
  /** What its head says, if it is one that routers rewrite (else null); undefined: nobody has looked yet. */
  heading: Heading | null | undefined;
  /** Null: nobody has asked for the bytes since a router wrote them. */
  #head: Uint8Array | null;
  /** The FCS it was given, or {@link RIGHT}: it is worked out when somebody looks at it. */
  #fcs: number;
  #intact: boolean | undefined;
  #bodySum: number | undefined;

  /** `fcs` left out: the right one. `before`: a frame that may share its body, and with a heading does. */
  constructor(id: number, packet: number, head: Uint8Array | Heading, body: Uint8Array, fcs?: number, before?: Frame) {
    const written = head instanceof Uint8Array;
    this.id = id;
    this.packet = packet;
    this.length = written ? head.length + body.length : head.frameLength;
    this.body = body;
    this.heading = written ? undefined : head;
    this.#head = written ? head : null;
    // Who gives a heading gives the body of `before`: comparing would fetch a body that is not needed.
    const shared = before !== undefined && (!written || before.body === body);
    this.#bodySum = shared ? before.#bodySum : knownBodySum(body);
    // Bytes never change, so a frame that was given the right FCS is intact wherever it arrives. Damage is a new frame.
    this.#intact = fcs === undefined ? true : undefined;
    this.#fcs = fcs ?? RIGHT;
  }

  /** A frame of other parts, as `new Frame` makes it; `head` is copied. */
  another(id: number, packet: number, head: Uint8Array, body: Uint8Array, fcs?: number): Frame {
    return new Frame(id, packet, roomFor(head), body, fcs, this);
  }

  /**
   * The FCS as the frame carries it (CRC-32, unsigned). Most frames have the right one, whatever that is: it is worked out
   * for who shows, stores or damages the frame, and for a receiver only where it may be wrong.
   */
  get fcs(): number {
    if (this.#fcs === RIGHT) this.#fcs = this.#frameCheckSequence();
    return this.#fcs;
  }

  /** The bytes before the body. */
  get head(): Uint8Array {
    return (this.#head ??= this.heading!.written());
  }

  /** Whether the FCS fits the bytes. Computed once: a frame never changes. */
  get intact(): boolean {
    return (this.#intact ??= this.#frameCheckSequence() === this.#fcs);
  }

  /** The sum of the body, for Internet checksums. Computed once: its sender has done it already. */
  get bodySum(): number {
    return (this.#bodySum ??= bodySum(this.body));
  }

  /** All bytes without the FCS, in a new array. */
  bytes(): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(this.length);
    all.set(this.head);
    all.set(this.body, this.head.length);
    return all;
  }

  /** The `count` bytes from `at`, as a view where they lie together, else copied. Shorter at the end of the frame. */
  slice(at: number, count: number): Uint8Array {
    const { head, body } = this;
    if (at >= head.length) {
      const from = at - head.length;
      return from === 0 && count === body.length ? body : body.subarray(from, from + count);
    }
    if (at + count <= head.length) return head.subarray(at, at + count);
    return this.bytes().subarray(at, at + count);
  }

  #frameCheckSequence(): number {
    const { head, body } = this;
    if (body.length === 0) return crc32(head);
    return crc32Combine(crc32(head), crc32(body), body.length);
  }
}
