import type { ByteReader } from './bytes.ts';
import { BODY, DIFFERENT_HEAD, HEAD, IN_MEMORY, SAME_BODY, SAME_PACKET, WHOLE_HEAD } from './frame-form.ts';
import type { FrameStore } from './frames.ts';

/** Heads kept for those that are written by them; a power of two. As many frames are on their way at once in a busy network. */
const KEPT = 1 << 14;
/** Longest head that is kept, bytes: Ethernet, a tag, IPv4 and TCP with options. */
const LONGEST = 128;

/**
 * Reads the heads of very many frames, mostly in the order of their ids: each is put together from the head it was written
 * by, which is kept for that, and no frame is made. What it returns is overwritten by the next one.
 */
export class FrameScan {
  readonly #frames: FrameStore;
  readonly #ids = new Uint32Array(KEPT);
  readonly #heads = new Uint8Array(KEPT * LONGEST);
  readonly #lengths = new Uint8Array(KEPT);
  readonly #bodies = new Uint32Array(KEPT);
  #id = 0;
  /** The bytes at the beginning of the frame. */
  head: Uint8Array = new Uint8Array(0);
  /** Bytes of the frame without its FCS. */
  length = 0;

  constructor(frames: FrameStore) {
    this.#frames = frames;
  }

  /** Reads a frame; false: it is not known. */
  read(id: number): boolean {
    this.#id = id;
    if (this.#keep(id)) {
      const slot = id & (KEPT - 1);
      const headLength = this.#lengths[slot]!;
      this.head = this.#heads.subarray(slot * LONGEST, slot * LONGEST + headLength);
      this.length = headLength + this.#bodies[slot]!;
      return true;
    }
    const frame = this.#frames.get(id);
    if (frame === undefined) return false;
    this.head = frame.head;
    this.length = frame.length;
    return true;
  }

  /** All bytes of the frame. */
  bytes(): Uint8Array {
    return this.#frames.get(this.#id)?.bytes() ?? this.head;
  }

  /** Sees to it that a head is among those kept. False: it cannot be, or it is not known. */
  #keep(id: number): boolean {
    const slot = id & (KEPT - 1);
    if (this.#ids[slot] === id) return true;
    const reader = this.#frames.readerAt(id);
    if (reader === null) return false;
    const form = reader.byte();
    if ((form & HEAD) === WHOLE_HEAD) {
      reader.number();
      return this.#keepWhole(id, form, reader);
    }
    if ((form & HEAD) !== DIFFERENT_HEAD) return false;
    const before = id - reader.number();
    const from = before & (KEPT - 1);
    // The one before must not stand where this one goes.
    if (from === slot || !this.#keep(before)) return false;
    if ((form & SAME_PACKET) === 0) reader.number();
    const length = this.#lengths[from]!;
    const start = slot * LONGEST;
    this.#heads.copyWithin(start, from * LONGEST, from * LONGEST + length);
    let at = start;
    for (let count = reader.number(); count > 0; count = reader.number()) {
      at += reader.number();
      for (const end = at + count; at < end; at++) this.#heads[at] = reader.byte();
    }
    return this.#note(id, length, this.#bodyLength(form, reader, this.#bodies[from]!));
  }

  #keepWhole(id: number, form: number, reader: ByteReader): boolean {
    const length = reader.number();
    if (length > LONGEST) return false;
    const start = (id & (KEPT - 1)) * LONGEST;
    for (let at = start; at < start + length; at++) this.#heads[at] = reader.byte();
    return this.#note(id, length, this.#bodyLength(form, reader, 0));
  }

  #note(id: number, length: number, body: number): boolean {
    const slot = id & (KEPT - 1);
    this.#ids[slot] = id;
    this.#lengths[slot] = length;
    this.#bodies[slot] = body;
    return true;
  }

  #bodyLength(form: number, reader: ByteReader, same: number): number {
    switch (form & BODY) {
      case SAME_BODY:
        return same;
      case IN_MEMORY:
        reader.number();
        reader.number();
        return reader.number();
      default:
        return reader.number();
    }
  }
}
