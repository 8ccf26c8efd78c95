import { crc32, crc32Combine } from './crc32.ts';

/** Bytes of the frame check sequence that ends every frame (IEEE 802.3 §3.2.9). */
export const FCS_LENGTH = 4;
/** Shortest frame without its FCS; shorter contents are padded (IEEE 802.3 §3.2.8, minFrameSize 64). */
export const MINIMUM_LENGTH = 60;

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
  readonly head: Uint8Array;
  readonly body: Uint8Array;
  /** The FCS as the frame carries it (CRC-32, unsigned). */
  readonly fcs: number;
  #intact: boolean | undefined;

  constructor(id: number, packet: number, head: Uint8Array, body: Uint8Array, fcs?: number) {
    this.id = id;
    this.packet = packet;
    this.head = head;
    this.body = body;
    this.fcs = fcs ?? frameCheckSequence(head, body);
    if (fcs === undefined) this.#intact = true;
  }

  /** Bytes without the FCS. */
  get length(): number {
    return this.head.length + this.body.length;
  }

  /** Whether the FCS fits the bytes. Computed once: a frame never changes. */
  get intact(): boolean {
    return (this.#intact ??= frameCheckSequence(this.head, this.body) === this.fcs);
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
}

function frameCheckSequence(head: Uint8Array, body: Uint8Array): number {
  return body.length === 0 ? crc32(head) : crc32Combine(crc32(head), bodyCrc(body), body.length);
}

// A payload crosses many cables under many headers: its own CRC is worked out once.
const bodyCrcs = new WeakMap<Uint8Array, number>();

function bodyCrc(body: Uint8Array): number {
  let crc = bodyCrcs.get(body);
  if (crc === undefined) bodyCrcs.set(body, (crc = crc32(body)));
  return crc;
}
