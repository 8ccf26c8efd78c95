/**
 * The trace: what happened and why. This room names facts, kinds and reasons; it never words them.
 *
 * Read `columns.ts` for how facts stand while they are written and read, `archive.ts` for how all others are kept, and
 * `frames.ts` for the frames they speak of.
 */
import type { Frame, Heading } from '../wire/frame.ts';
import { FactReader, FactWriter } from './archive.ts';
import { BLOCK, FactColumns } from './columns.ts';
import { Details } from './details.ts';
import { FrameScan } from './frame-scan.ts';
import { FrameStore } from './frames.ts';
import { kindOf, type Detail, type Kind } from './kinds.ts';
import { reasonOf, type Reason } from './reasons.ts';

/** Bytes a trace takes at most unless told otherwise; the world stops there with a message instead of filling memory. */
export const MEMORY_LIMIT = 500_000_000;

/** Blocks that stay unpacked for readers: windows of rows, chains of causes, a replay. */
const UNPACKED = 12;

/** Facts that are packed at a time; a block is a whole number of times as long. */
const WRITTEN_TOGETHER = 256;

const NO_DETAIL: Detail = Object.freeze({});

/** What a trace takes, bytes. */
export interface TraceMemory {
  /** Facts and the texts they are made of. */
  facts: number;
  /** Frames without their payload. */
  frames: number;
  /** The memory in which payloads lie, as programs handed it over. */
  payload: number;
}

/**
 * All facts that ever happened in one history, numbered 1 … `length`, and the frames they speak of.
 *
 * ```
 *   fact  1 ……… 8192 │ 8193 …… 16384 │ 16385 …… length
 *        archived     archived        open: columns
 * ```
 *
 * Going back in time does not remove facts: replaying produces the same ones under the same numbers, so `append` only
 * checks them. {@link cut} removes a future that will not be lived again.
 */
export class TraceStore {
  /** Facts held at most. */
  readonly limit: number;
  #memoryLimit: number;
  #length = 0;
  /** Number of the open block's first fact, less 1. */
  #before = 0;
  #open = new FactColumns();
  #archived: Uint8Array[] = [];
  #archivedBytes = 0;
  /** Bytes of all that is kept, as they were when the open block was begun. */
  #used = 0;
  /** Archived blocks unpacked lately, by their index; the one used longest ago first. */
  readonly #unpacked = new Map<number, FactColumns>();
  /** The block read last, and the number of its first fact, less 1. */
  #read: FactColumns = this.#open;
  #readBefore = 0;
  #details = new Details();
  #writer = new FactWriter(this.#details);
  #reader = new FactReader(this.#details);
  #frames = new FrameStore();
  #names: string[] = [''];
  #codes = new Map<string, number>([['', 0]]);

  constructor(limit: number = Number.POSITIVE_INFINITY, memoryLimit: number = MEMORY_LIMIT) {
    this.limit = limit;
    this.#memoryLimit = memoryLimit;
  }

  /** Number of facts: the newest is number `length`. */
  get length(): number {
    return this.#length;
  }

  /** Whether no further fact should be asked for. A few more are still taken, so that an event is never cut in half. */
  get full(): boolean {
    // Asked before every event: what is used is counted when a block is full.
    return this.#length >= this.limit || this.#used >= this.#memoryLimit;
  }

  /** What it takes now. */
  get memory(): TraceMemory {
    return {
      facts: this.#archivedBytes + this.#details.memory,
      frames: this.#frames.memory,
      payload: this.#frames.payload,
    };
  }

  /** Bytes it may take: whoever keeps several traces shares out what there is. */
  set memoryLimit(bytes: number) {
    this.#memoryLimit = bytes;
    this.#count();
  }

  /**
   * What it takes of memory that is not in `counted` yet, to which all of it is added: what traces of a history that went
   * on as two have in common is counted once.
   */
  memoryBesides(counted: Set<object>): TraceMemory {
    let facts = 0;
    for (const block of this.#archived) {
      if (!counted.has(block)) facts += block.length;
      counted.add(block);
    }
    if (!counted.has(this.#details)) facts += this.#details.memory;
    counted.add(this.#details);
    return { facts, ...this.#frames.memoryBesides(counted) };
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
   * Writes fact number `seq`, or, while history is replayed, checks that it is the one already known. Kind, device, port and
   * reason are codes; 0 is "none" for all but the kind.
   * Throws when a replay does not repeat what happened: that would be our bug, never the user's.
   */
  append(
    seq: number,
    kind: number,
    time: number,
    step: number,
    device: number,
    port: number,
    cause: number,
    frame: number,
    packet: number,
    value: number,
    reason: number,
    detail: Detail | undefined,
  ): void {
    if (seq <= this.#length) return this.#check(seq, kind, time, step);
    if (seq !== this.#length + 1) throw new Error(`fact ${seq} follows fact ${this.#length}`);
    if (this.#length - this.#before === BLOCK) this.#archive();
    const row = this.#length - this.#before;
    const open = this.#open;
    open.time[row] = time;
    open.value[row] = value;
    open.step[row] = step;
    open.frame[row] = frame;
    open.packet[row] = packet;
    open.cause[row] = cause;
    open.device[row] = device;
    open.port[row] = port;
    open.kind[row] = kind;
    open.reason[row] = reason;
    open.details[row] = detail;
    this.#length = seq;
    if (row % WRITTEN_TOGETHER === WRITTEN_TOGETHER - 1) this.#writer.proceed(open, this.#before + 1, row + 1);
  }

  #check(seq: number, kind: number, time: number, step: number): void {
    const known = this.#block(seq);
    const row = seq - 1 - this.#readBefore;
    if (known.kind[row] === kind && known.time[row] === time && known.step[row] === step) return;
    const was = `${kindOf(known.kind[row]!)} at ${known.time[row]}`;
    throw new Error(`replay diverged at fact ${seq}: ${was} became ${kindOf(kind)} at ${time}`);
  }

  /**
   * Keeps a frame, so that facts can name it by its id. `before`: the kept frame of which it is a rewriting, which makes it
   * cheap to keep.
   */
  keep(frame: Frame, before?: Frame): void {
    this.#frames.keep(frame, before);
  }

  /** Keeps a frame that differs from `before`, which was kept, only as `heading` says: nothing needs to be compared. */
  keepRewriting(frame: Frame, before: Frame, heading: Heading): void {
    this.#frames.keepRewriting(frame, before, heading);
  }

  /**
   * A second trace with the same facts and frames, to which other ones can be added: for a history that goes on as two.
   * What is archived is shared; so are names, texts and details, which are only ever added to.
   */
  fork(): TraceStore {
    const fork = new TraceStore(this.limit, this.#memoryLimit);
    fork.#details = this.#details;
    fork.#writer = new FactWriter(fork.#details);
    fork.#reader = new FactReader(fork.#details);
    fork.#names = this.#names;
    fork.#codes = this.#codes;
    fork.#frames = this.#frames.fork();
    fork.#archived = this.#archived.slice();
    fork.#archivedBytes = this.#archivedBytes;
    fork.#used = this.#used;
    fork.#length = this.#length;
    fork.#before = this.#before;
    const rows = this.#length - this.#before;
    fork.#open = fork.#reader.read(fork.#writer.write(this.#open, this.#before + 1, rows), this.#before + 1, rows);
    fork.#read = fork.#open;
    fork.#readBefore = fork.#before;
    return fork;
  }

  /** Forgets every fact after `length` and every frame after `frame`: a new future begins there. */
  cut(length: number, frame: number): void {
    this.#frames.cut(frame);
    if (length >= this.#length) return;
    this.#writer.startOver();
    const blocks = Math.floor(Math.max(0, length - 1) / BLOCK);
    if (length <= this.#before) {
      this.#open = this.#block(Math.max(1, length));
      this.#unpacked.delete(blocks);
      for (let block = this.#archived.length - 1; block >= blocks; block--) {
        this.#archivedBytes -= this.#archived[block]!.length;
        this.#unpacked.delete(block);
      }
      this.#archived.length = blocks;
      this.#before = blocks * BLOCK;
    }
    this.#length = length;
    this.#open.forget(length - this.#before);
    this.#read = this.#open;
    this.#readBefore = this.#before;
  }

  /** Simulated ns. */
  time(seq: number): number {
    return this.#block(seq).time[seq - 1 - this.#readBefore]!;
  }
  /** The event, counted from 1, that recorded it. */
  step(seq: number): number {
    return this.#block(seq).step[seq - 1 - this.#readBefore]!;
  }
  kind(seq: number): Kind {
    return kindOf(this.#block(seq).kind[seq - 1 - this.#readBefore]!);
  }
  /** Id of the device, or null for the world's own facts. */
  device(seq: number): string | null {
    return this.#names[this.#block(seq).device[seq - 1 - this.#readBefore]!] || null;
  }
  /** Name of the port, or null. */
  port(seq: number): string | null {
    return this.#names[this.#block(seq).port[seq - 1 - this.#readBefore]!] || null;
  }
  /** Frame id; 0: none. */
  frame(seq: number): number {
    return this.#block(seq).frame[seq - 1 - this.#readBefore]!;
  }
  /** Packet id; 0: none. */
  packet(seq: number): number {
    return this.#block(seq).packet[seq - 1 - this.#readBefore]!;
  }
  /** The number whose meaning the kind gives. */
  value(seq: number): number {
    return this.#block(seq).value[seq - 1 - this.#readBefore]!;
  }
  reason(seq: number): Reason {
    return reasonOf(this.#block(seq).reason[seq - 1 - this.#readBefore]!);
  }
  /** The fact that made this one happen; 0: none. */
  cause(seq: number): number {
    return this.#block(seq).cause[seq - 1 - this.#readBefore]!;
  }
  detail(seq: number): Detail {
    return this.#block(seq).detail(seq - 1 - this.#readBefore, this.#details) ?? NO_DETAIL;
  }

  /** The frame with an id, while the history that made it is known: the same bytes, not the same object. */
  frameOf(id: number): Frame | undefined {
    return this.#frames.get(id);
  }

  /** A way to read very many frames. It is of no use any more once history was cut. */
  scanFrames(): FrameScan {
    return new FrameScan(this.#frames);
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

  /** The block of a fact, which becomes the one read last. */
  #block(seq: number): FactColumns {
    const row = seq - 1 - this.#readBefore;
    if (row >= 0 && row < BLOCK && seq <= this.#length) return this.#read;
    if (!(seq >= 1 && seq <= this.#length)) throw new RangeError(`no fact ${seq}: there are ${this.#length}`);
    const block = Math.floor((seq - 1) / BLOCK);
    this.#readBefore = block * BLOCK;
    this.#read = this.#readBefore === this.#before ? this.#open : this.#unpack(block);
    return this.#read;
  }

  #unpack(block: number): FactColumns {
    let columns = this.#unpacked.get(block);
    if (columns === undefined) {
      columns = this.#reader.read(this.#archived[block]!, block * BLOCK + 1, BLOCK, this.#giveUpUnpacked());
    } else this.#unpacked.delete(block);
    this.#unpacked.set(block, columns);
    return columns;
  }

  /** The columns of the block that was used longest ago, if there are as many as may stay: new memory is slow to get. */
  #giveUpUnpacked(): FactColumns | undefined {
    if (this.#unpacked.size < UNPACKED) return undefined;
    const [block, columns] = this.#unpacked.entries().next().value!;
    this.#unpacked.delete(block);
    return columns;
  }

  #count(): void {
    this.#used = this.#archivedBytes + this.#frames.memory + this.#frames.payload;
  }

  /** Packs the open block, which is full, and begins the next one. */
  #archive(): void {
    const bytes = this.#writer.write(this.#open, this.#before + 1, BLOCK);
    this.#archived.push(bytes);
    this.#archivedBytes += bytes.length;
    this.#count();
    this.#before += BLOCK;
    this.#open.forget(0);
    if (this.#read === this.#open) this.#readBefore = this.#before;
  }
}
