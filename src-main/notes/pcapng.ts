/**
 * What leaves the simulator for a student's notes, as bytes or text: captures, tables, events. Pure functions of what
 * they are given: this room never opens a file and never asks the engine to do anything.
 */

/** Where packets of a capture were seen. */
export interface CaptureInterface {
  /** `pc1.eth0`. */
  name: string;
  /** Shown beside the name. */
  description?: string;
}

export interface CapturedPacket {
  /** Index of the interface, from 0. */
  interface: number;
  /** Simulated ns, whole. */
  time: number;
  /** The frame from the destination address to the end of its FCS; in parts, so that nothing need be copied together. */
  bytes: Uint8Array | readonly Uint8Array[];
  /** Whether the interface received it (`in`) or sent it (`out`). */
  direction?: 'in' | 'out';
  /** The same number for one packet seen at many interfaces. */
  packet?: number;
  comment?: string;
}

// Block types and option codes of draft-ietf-opsawg-pcapng, sections 4.1 to 4.3.
const SECTION_HEADER = 0x0a0d0d0a;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;
const OPT_COMMENT = 1;
const SHB_USERAPPL = 4;
const IF_NAME = 2;
const IF_DESCRIPTION = 3;
const IF_TSRESOL = 9;
const IF_FCSLEN = 13;
const EPB_FLAGS = 2;
const EPB_PACKETID = 5;
const LINKTYPE_ETHERNET = 1;

/** Bytes of the frame check sequence at the end of every packet. Said twice: readers differ in where they look. */
const FCS_LENGTH = 4;
/** Options that fit any frame of ours are shorter than this; a longer comment is cut (an option's length has 16 bits). */
const LONGEST_TEXT = 4096;
const CHUNK = 1 << 20;
/** What is given where nothing is to be written yet, so that whoever asks for chunks has the word again. */
export const REST: Uint8Array = new Uint8Array(0);

/**
 * A capture in the format of Wireshark, in pieces of about a megabyte. Times are ns since the simulation began; a reader
 * that shows dates shows 1970. Every packet carries its FCS, and says so. Where looking for the next packet takes its time,
 * `packets` gives null, and an empty chunk comes of it.
 */
export function* captureChunks(
  interfaces: readonly CaptureInterface[],
  packets: Iterable<CapturedPacket | null>,
): Generator<Uint8Array> {
  let chunk = new Block(CHUNK);
  sectionHeader(chunk);
  for (const one of interfaces) {
    interfaceDescription(chunk, one);
    if (chunk.length >= CHUNK) {
      yield chunk.bytes();
      chunk = new Block(CHUNK);
    }
  }
  for (const packet of packets) {
    if (packet === null) {
      yield REST;
      continue;
    }
    enhancedPacket(chunk, packet);
    if (chunk.length >= CHUNK) {
      yield chunk.bytes();
      chunk = new Block(CHUNK);
    }
  }
  yield chunk.bytes();
}

/** All chunks as one. */
export function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** Bytes that grow by doubling, all numbers little-endian. */
class Block {
  #bytes: Uint8Array;
  #view: DataView;
  length = 0;
  #start = 0;

  constructor(room: number) {
    // A little more than a chunk: most of the time the packet that fills it still fits.
    this.#bytes = new Uint8Array(room + 16_384);
    this.#view = new DataView(this.#bytes.buffer);
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  u8(value: number): void {
    this.#grow(1);
    this.#bytes[this.length++] = value;
  }
  u16(value: number): void {
    this.#grow(2);
    this.#view.setUint16(this.length, value, true);
    this.length += 2;
  }
  u32(value: number): void {
    this.#grow(4);
    this.#view.setUint32(this.length, value, true);
    this.length += 4;
  }
  raw(bytes: Uint8Array): void {
    this.#grow(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }
  /** Zeros up to a multiple of four: everything in the format is aligned so. Blocks begin aligned, so this is enough. */
  pad(): void {
    while (this.length % 4 !== 0) this.u8(0);
  }

  option(code: number, value: Uint8Array): void {
    this.u16(code);
    this.u16(value.length);
    this.raw(value);
    this.pad();
  }
  text(code: number, value: string): void {
    this.option(code, utf8(value.slice(0, LONGEST_TEXT)));
  }

  begin(type: number): void {
    this.#start = this.length;
    this.u32(type);
    this.u32(0);
  }
  /** Ends the options and the block, and writes its length at both ends. */
  end(): void {
    this.u32(0);
    const length = this.length + 4 - this.#start;
    this.u32(length);
    this.#view.setUint32(this.#start + 4, length, true);
  }

  #grow(more: number): void {
    if (this.length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.length + more));
    larger.set(this.#bytes.subarray(0, this.length));
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

function sectionHeader(block: Block): void {
  block.begin(SECTION_HEADER);
  block.u32(BYTE_ORDER_MAGIC);
  block.u16(1);
  block.u16(0);
  // Length of the section: not given.
  block.u32(0xffff_ffff);
  block.u32(0xffff_ffff);
  block.text(OPT_COMMENT, 'Simulated network; times are nanoseconds since the simulation began');
  block.text(SHB_USERAPPL, 'Hopscope');
  block.end();
}

function interfaceDescription(block: Block, { name, description }: CaptureInterface): void {
  block.begin(INTERFACE_DESCRIPTION);
  block.u16(LINKTYPE_ETHERNET);
  block.u16(0);
  // Snapshot length: no limit.
  block.u32(0);
  block.text(IF_NAME, name);
  if (description !== undefined) block.text(IF_DESCRIPTION, description);
  // Units of 10^-9 s.
  block.option(IF_TSRESOL, Uint8Array.of(9));
  block.option(IF_FCSLEN, Uint8Array.of(FCS_LENGTH));
  block.end();
}

function enhancedPacket(
  block: Block,
  { interface: at, time, bytes, direction, packet, comment }: CapturedPacket,
): void {
  const parts = bytes instanceof Uint8Array ? [bytes] : bytes;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  block.begin(ENHANCED_PACKET);
  block.u32(at);
  block.u32(Math.floor(time / 2 ** 32));
  block.u32(time % 2 ** 32);
  block.u32(length);
  block.u32(length);
  for (const part of parts) block.raw(part);
  block.pad();
  // Bits 0-1: 1 inbound, 2 outbound; bits 5-8: length of the FCS.
  block.u16(EPB_FLAGS);
  block.u16(4);
  block.u32((direction === 'in' ? 1 : direction === 'out' ? 2 : 0) | (FCS_LENGTH << 5));
  if (packet !== undefined) {
    block.u16(EPB_PACKETID);
    block.u16(8);
    block.u32(packet % 2 ** 32);
    block.u32(Math.floor(packet / 2 ** 32));
  }
  if (comment !== undefined) block.text(OPT_COMMENT, comment);
  block.end();
}

/** UTF-8, by what the language itself has: this room runs where there is neither Node nor a window. */
function utf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
  const bytes = escaped.match(/%..|[^%]/g) ?? [];
  return Uint8Array.from(bytes, (one) => (one.length === 1 ? one.charCodeAt(0) : Number.parseInt(one.slice(1), 16)));
}
