/**
 * The frames of a history, each as few bytes, put together again when somebody asks for one.
 *
 * A frame is written as what it has different from an earlier one: a router's rewriting from the frame that came in, a
 * segment from an earlier head of its flow. A payload is never copied: it is a stretch of the memory it lies in, which is
 * what a program once handed over.
 *
 * `frame-form.ts` says in which form. A frame may be written by one that is itself written by another:
 * {@link LONGEST_CHAIN} bounds how many are read for one.
 */
import type { Frame, Heading } from '../wire/frame.ts';
import { ByteReader, ByteWriter, LONGEST_NUMBER } from './bytes.ts';
import { readDifferences, writeDifferences, writeRuns } from './differences.ts';
import {
  BODY,
  COPIED,
  DAMAGED,
  DIFFERENT_HEAD,
  HEAD,
  HEAD_IN_MEMORY,
  IN_MEMORY,
  SAME_BODY,
  SAME_PACKET,
  ZEROS,
} from './frame-form.ts';
import { HeadModels } from './head-models.ts';
import { Memories } from './memories.ts';

/** Bytes in one piece of the archive. A frame never lies in two. */
const PIECE = 1 << 20;
/** Where frames begin, in pieces of so many. */
const PLACES = 1 << 16;
/** Longest head that is written byte for byte; a longer one is a stretch of memory, like a body. */
const LONGEST_HEAD = 256;
/** Longest body that is written byte for byte. */
const LONGEST_COPIED = 64;
/** Frames read at most to read one: routers on a way, and one. */
const LONGEST_CHAIN = 64;
/** A head that takes more than this share of its length when it is compared becomes a new model instead. */
const WORTH_COMPARING = 0.75;
/** Frames put together lately; a power of two. */
const LATELY = 256;
/** Most bytes one frame takes: a head in runs of one, a body, and the numbers between. */
const LONGEST_FRAME = 3 * LONGEST_HEAD + LONGEST_COPIED + 12 * LONGEST_NUMBER;

const NOTHING: Uint8Array = new Uint8Array(0);

export class FrameStore {
  #count = 0;
  // The first group is there from the beginning: JavaScript compiles code for a list that holds something, and throws it
  // away where the list of the next history is empty.
  #places: Uint32Array[] = [new Uint32Array(PLACES)];
  #pieces: Uint8Array<ArrayBuffer>[] = [];
  /** So many pieces from the first on, and groups of places, are another store's too: they are copied before a change. */
  #sharedPieces = 0;
  #sharedPlaces = 0;
  /** Writes at the end of the newest piece. */
  readonly #writer = new ByteWriter(0);
  readonly #reader = new ByteReader(NOTHING);
  /** In which the head of a frame is put together. */
  readonly #room = new Uint8Array(LONGEST_HEAD);
  /** Where the next frame goes in the newest piece. */
  #end = PIECE;
  #models = new HeadModels();
  /** By frame id: how many frames must be read to read it, below {@link LONGEST_CHAIN}; in the same pieces as places. */
  #chains: Uint8Array[] = [new Uint8Array(PLACES)];
  #memories = new Memories();
  #lately: (Frame | undefined)[] = new Array<Frame | undefined>(LATELY).fill(undefined);
  /** Any frame that was kept: frames are made by frames here, for this room only knows what they are. */
  #any: Frame | undefined;

  /** Bytes of the archive. */
  get memory(): number {
    return this.#pieces.length * PIECE + this.#places.length * PLACES * 5;
  }
  /** The same two figures for what is not in `counted` yet, to which all of it is added. */
  memoryBesides(counted: Set<object>): { frames: number; payload: number } {
    const bytesOf = (parts: readonly { readonly byteLength: number }[]) => {
      let bytes = 0;
      for (const part of parts) {
        if (counted.has(part)) continue;
        counted.add(part);
        bytes += part.byteLength;
      }
      return bytes;
    };
    const frames = bytesOf(this.#pieces) + bytesOf(this.#places) + bytesOf(this.#chains);
    return { frames, payload: bytesOf(this.#memories.all) };
  }
  /** Bytes of the memory in which payloads lie. */
  get payload(): number {
    return this.#memories.bytes;
  }

  /**
   * Keeps a frame. One whose id is not above those known is one of a history that is replayed: it is known.
   * `before`: a frame that was kept, of which this one is a rewriting.
   */
  keep(frame: Frame, before: Frame | undefined): void {
    if (frame.id <= this.#count) return;
    this.#any ??= frame;
    const start = this.#begin();
    this.#keepUntil(frame.id, start, this.#write(frame, before));
  }

  /** The same for a frame that differs from `before` only as `heading` says: its bytes need not be there. */
  keepRewriting(frame: Frame, before: Frame, heading: Heading): void {
    if (frame.id <= this.#count) return;
    const chain = this.#chainOf(before.id);
    if (heading.length > LONGEST_HEAD || chain >= LONGEST_CHAIN - 1) return this.keep(frame, before);
    const start = this.#begin();
    const writer = this.#writer;
    writer.byte(DIFFERENT_HEAD | SAME_PACKET | SAME_BODY);
    writer.number(frame.id - before.id);
    writeRuns(writer, heading);
    this.#keepUntil(frame.id, start, chain + 1);
  }

  /** Makes room for a frame and returns where in the newest piece it begins. */
  #begin(): number {
    if (this.#end + LONGEST_FRAME > PIECE) {
      this.#pieces.push(new Uint8Array(PIECE));
      this.#end = 0;
    }
    this.#writer.bytes = this.#pieces[this.#pieces.length - 1]!;
    return (this.#writer.at = this.#end);
  }

  /** What was written since `start` is frame `id`; `chain` frames must be read to read it. */
  #keepUntil(id: number, start: number, chain: number): void {
    this.#note(id, (this.#pieces.length - 1) * PIECE + start + 1, chain);
    this.#end = this.#writer.at;
    this.#count = id;
  }

  /** The frame with an id, put together anew; undefined when it is not known. */
  get(id: number): Frame | undefined {
    if (!(id >= 1 && id <= this.#count)) return undefined;
    const known = this.#knownLately(id);
    if (known !== undefined) return known;
    if (this.#placeOf(id) === 0) return undefined;
    const frame = this.#read(id);
    this.#lately[id & (LATELY - 1)] = frame;
    return frame;
  }

  /** A reader where a frame is written; null: it is not known. */
  readerAt(id: number): ByteReader | null {
    const place = id <= this.#count ? this.#placeOf(id) : 0;
    return place === 0 ? null : new ByteReader(this.#pieces[Math.floor((place - 1) / PIECE)]!, (place - 1) % PIECE);
  }

  /** A second store with the same frames, to which others can be added. Full pieces are shared, the last is copied. */
  fork(): FrameStore {
    const fork = new FrameStore();
    fork.#count = this.#count;
    fork.#places = this.#places.slice();
    fork.#chains = this.#chains.slice();
    fork.#pieces = this.#pieces.slice();
    fork.#end = this.#end;
    fork.#models = this.#models.fork();
    fork.#memories = this.#memories.fork();
    fork.#any = this.#any;
    fork.#sharedPieces = this.#pieces.length;
    fork.#sharedPlaces = this.#places.length;
    fork.#ownLast();
    this.#sharedPieces = fork.#sharedPieces;
    this.#sharedPlaces = fork.#sharedPlaces;
    return fork;
  }

  /** Sees to it that the piece and the places written next are this store's alone. */
  #ownLast(): void {
    const piece = this.#pieces.length - 1;
    if (piece >= 0 && piece < this.#sharedPieces) {
      this.#pieces[piece] = this.#pieces[piece]!.slice();
      this.#sharedPieces = piece;
    }
    const group = this.#places.length - 1;
    if (group >= 0 && group < this.#sharedPlaces) {
      this.#places[group] = this.#places[group]!.slice();
      this.#chains[group] = this.#chains[group]!.slice();
      this.#sharedPlaces = group;
    }
  }

  /** Forgets every frame after number `count`. */
  cut(count: number): void {
    if (count >= this.#count) return;
    let end = 0;
    // The first place there is behind the cut: ids may have gaps.
    for (let id = count + 1; id <= this.#count && end === 0; id++) {
      end = this.#placeOf(id);
    }
    this.#count = count;
    if (end > 0) {
      this.#pieces.length = Math.floor((end - 1) / PIECE) + 1;
      this.#end = (end - 1) % PIECE;
    }
    this.#places.length = this.#chains.length = Math.floor(count / PLACES) + 1;
    this.#ownLast();
    this.#places[this.#places.length - 1]?.fill(0, (count % PLACES) + 1);
    this.#models = new HeadModels();
    this.#lately.fill(undefined);
    this.#memories.cut(count);
  }

  /** Writes a frame and returns how many must be read to read it. */
  #write(frame: Frame, before: Frame | undefined): number {
    const writer = this.#writer;
    const { id, packet, head, body } = frame;
    const start = writer.at++;
    let form = frame.intact ? 0 : DAMAGED;
    let chain = 1;
    let same: Frame | undefined;
    if (head.length > LONGEST_HEAD) {
      form |= HEAD_IN_MEMORY;
      this.#writePacket(id, packet);
      this.#writeStretch(head);
    } else if (before !== undefined && this.#comparable(before, head)) {
      same = before;
      form |= DIFFERENT_HEAD;
      writer.number(id - before.id);
      if (before.packet === packet) form |= SAME_PACKET;
      else this.#writePacket(id, packet);
      writeDifferences(writer, before.head, head);
      chain = this.#chainOf(before.id) + 1;
    } else if (this.#writeByModel(id, packet, head)) {
      form |= DIFFERENT_HEAD;
      chain = 2;
    } else {
      this.#writePacket(id, packet);
      writer.number(head.length);
      for (let at = 0; at < head.length; at++) writer.byte(head[at]!);
    }
    form |= this.#writeBody(body, same?.body);
    if (!frame.intact) writer.number(frame.fcs);
    writer.bytes[start] = form;
    return chain;
  }

  /** Writes a head by the model of its flow. False: there is none like it, and it becomes the model. */
  #writeByModel(id: number, packet: number, head: Uint8Array): boolean {
    const model = this.#models.like(head);
    if (model !== undefined) {
      const writer = this.#writer;
      const from = writer.at;
      writer.number(id - model.id);
      this.#writePacket(id, packet);
      writeDifferences(writer, model.head, head);
      if (writer.at - from <= WORTH_COMPARING * head.length) return true;
      writer.at = from;
    }
    this.#models.add(id, head);
    return false;
  }

  #comparable(before: Frame, head: Uint8Array): boolean {
    return before.head.length === head.length && this.#chainOf(before.id) < LONGEST_CHAIN - 1;
  }

  /** A packet has its number before its first frame gets one of its own, so the two run along each other. */
  #writePacket(id: number, packet: number): void {
    this.#writer.signed(id - packet);
  }

  #writeBody(body: Uint8Array, same: Uint8Array | undefined): number {
    if (body === same) return SAME_BODY;
    const writer = this.#writer;
    const { length } = body;
    if (length > LONGEST_COPIED) {
      this.#writeStretch(body);
      return IN_MEMORY;
    }
    let zeros = 0;
    while (zeros < length && body[zeros] === 0) zeros++;
    writer.number(length);
    if (zeros === length) return ZEROS;
    for (let at = 0; at < length; at++) writer.byte(body[at]!);
    return COPIED;
  }

  #writeStretch(bytes: Uint8Array): void {
    const writer = this.#writer;
    writer.number(this.#memories.numberOf(bytes.buffer, this.#count));
    writer.number(bytes.byteOffset);
    writer.number(bytes.length);
  }

  /** Notes where a frame begins. */
  #note(id: number, place: number, chain: number): void {
    const group = Math.floor(id / PLACES);
    while (this.#places.length <= group) {
      this.#places.push(new Uint32Array(PLACES));
      this.#chains.push(new Uint8Array(PLACES));
    }
    this.#places[group]![id % PLACES] = place;
    this.#chains[group]![id % PLACES] = chain;
  }

  #chainOf(id: number): number {
    return this.#chains[Math.floor(id / PLACES)]?.[id % PLACES] ?? LONGEST_CHAIN;
  }

  /**
   * Puts a frame together: back to one whose head is known or written whole, and forth again. Only one head is made, however
   * many frames lie between: a moment that is gone back to has thousands of frames on their way.
   */
  #read(id: number): Frame {
    const reader = this.#reader;
    const way: number[] = [];
    let known: Frame | undefined;
    for (let at = id; known === undefined;) {
      way.push(at);
      this.#readFrom(at);
      if ((reader.byte() & HEAD) !== DIFFERENT_HEAD) break;
      at -= reader.number();
      known = this.#knownLately(at);
    }
    let head = NOTHING;
    if (known !== undefined) {
      head = this.#room.subarray(0, known.head.length);
      head.set(known.head);
    }
    let body = known?.body ?? NOTHING;
    let packet = known?.packet ?? 0;
    let fcs: number | undefined;
    for (let step = way.length - 1; step >= 0; step--) {
      const at = way[step]!;
      this.#readFrom(at);
      const form = reader.byte();
      if ((form & HEAD) === DIFFERENT_HEAD) reader.number();
      if ((form & SAME_PACKET) === 0) packet = at - reader.signed();
      if ((form & HEAD) === DIFFERENT_HEAD) readDifferences(reader, head);
      else if ((form & HEAD) === HEAD_IN_MEMORY) head = this.#readStretch(reader);
      else {
        head = this.#room.subarray(0, reader.number());
        for (let byte = 0; byte < head.length; byte++) head[byte] = reader.byte();
      }
      if ((form & BODY) !== SAME_BODY) body = this.#readBody(reader, form & BODY);
      fcs = (form & DAMAGED) !== 0 ? reader.number() : undefined;
    }
    return this.#any!.another(id, packet, head, body, fcs);
  }

  #readBody(reader: ByteReader, form: number): Uint8Array {
    switch (form) {
      case ZEROS:
        return new Uint8Array(reader.number());
      case COPIED: {
        const length = reader.number();
        return reader.bytes.slice(reader.at, (reader.at += length));
      }
      default:
        return this.#readStretch(reader);
    }
  }

  #readStretch(reader: ByteReader): Uint8Array {
    const memory = this.#memories.at(reader.number());
    const at = reader.number();
    return new Uint8Array(memory, at, reader.number());
  }

  #knownLately(id: number): Frame | undefined {
    const known = this.#lately[id & (LATELY - 1)];
    return known?.id === id ? known : undefined;
  }

  /** Where a frame is written, plus 1; 0: it is not known. */
  #placeOf(id: number): number {
    return this.#places[Math.floor(id / PLACES)]?.[id % PLACES] ?? 0;
  }

  /** Puts the reader where a known frame is written. */
  #readFrom(id: number): void {
    const place = this.#placeOf(id) - 1;
    this.#reader.bytes = this.#pieces[Math.floor(place / PIECE)]!;
    this.#reader.at = place % PIECE;
  }
}
