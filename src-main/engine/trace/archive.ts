/**
 * A block of facts as few bytes. A fact is mostly what the facts before it let expect: it happened in the same event,
 * because of the fact before it, to the same frame, at a port at which the same happened a moment ago. Reader and writer
 * make the same guesses from the facts behind them in the block, and only what was guessed wrong is written:
 *
 * ```
 *  ┌──────┬──────────────────────────┬──────────────────────────────────┬───────────────────────────────┐
 *  │ kind │ step 2│cause 2│frame 2│  │ device 1│port 2│detail 2│value 2│ │ what the two bytes ask for,   │
 *  │  1   │ packet 2                 │ reason 1                         │ in the order of their columns │
 *  └──────┴──────────────────────────┴──────────────────────────────────┴───────────────────────────────┘
 * ```
 *
 * A block can be read without any other. Times, steps and causes are whole numbers; a value may be any number.
 */
import { ByteReader, ByteWriter, LONGEST_NUMBER, putNumber, putSigned } from './bytes.ts';
import { BLOCK, FactColumns } from './columns.ts';
import { isWritable, MOST_PARAMETERS, type Details, type Shape } from './details.ts';
import { Guesses, KINDS_AT_MOST, PORTS, RecentDetails } from './guesses.ts';
import { hotDetail, type HotDetail, type Parts } from './hot-details.ts';
import type { Detail } from './kinds.ts';

// Step and time.
const SAME_EVENT = 0;
const NEXT_EVENT = 1;
const LATER_EVENT = 2;
const SAME_STEP_LATER = 3;
// Cause, frame, packet: what the two bits of each say.
const NONE = 0;
const AS_BEFORE = 1;
/** Cause: the fact before. Frame and packet: the one after the newest there is. */
const NEXT = 2;
const NEAR_LAST_OF_KIND = 3;
// Port, detail, value.
const AS_EXPECTED = 1;
const WRITTEN = 2;
const APART = 3;

/** Most bytes a fact takes: the three first, twelve numbers at most, and the parameters of its detail. */
const LONGEST_FACT = 3 + (12 + MOST_PARAMETERS) * LONGEST_NUMBER;

/** Farther from its time a value is written whole: the sum of both must stay exact. */
const LARGEST_OFFSET = 2 ** 51;

/** Writes blocks. Keeps its tables from one to the next, but nothing of what stood in them. */
export class FactWriter {
  readonly #details: Details;
  readonly #guesses: Guesses;
  readonly #writer = new ByteWriter(BLOCK * 16);
  /** By kind: the shapes its details have had. */
  readonly #shapes: (Shape[] | undefined)[] = new Array<Shape[] | undefined>(KINDS_AT_MOST).fill(undefined);
  /** By kind: the shape of a hot detail. */
  readonly #hotShapes: (Shape | undefined)[] = new Array<Shape | undefined>(KINDS_AT_MOST).fill(undefined);
  readonly #parts: Parts = { texts: ['', '', ''], numbers: new Float64Array(MOST_PARAMETERS) };
  /** The objects behind `Guesses.details`: most details are the same object as the last at that place. */
  readonly #lastDetails: (Detail | undefined)[] = new Array<Detail | undefined>(PORTS).fill(undefined);
  readonly #recent = new RecentDetails();

  /** Rows of the block under way that are written already. */
  #written = 0;

  constructor(details: Details) {
    this.#details = details;
    this.#guesses = new Guesses();
  }

  /** The first `count` rows of a block, of which the first is fact number `first`. */
  write(columns: FactColumns, first: number, count: number): Uint8Array {
    this.proceed(columns, first, count);
    this.#written = 0;
    return this.#writer.bytes.slice(0, this.#writer.at);
  }

  /**
   * Writes what is new of the first `count` rows of a block, so that nothing is left to do when it is full: facts are
   * cheaper to write while the processor still has them at hand. Call {@link startOver} when rows written before change.
   */
  proceed(columns: FactColumns, first: number, count: number): void {
    const writer = this.#writer;
    if (this.#written === 0) {
      writer.at = 0;
      this.#guesses.begin();
      this.#lastDetails.fill(undefined);
    }
    writer.ensure((count - this.#written) * LONGEST_FACT);
    this.#writeFacts(columns, this.#written, count, first);
    this.#written = count;
  }

  /** Forgets what was written of the block under way. */
  startOver(): void {
    this.#written = 0;
  }

  /** Writes the rows from `from` to `to` (exclusive). What is guessed from stands in variables meanwhile, not in objects. */
  #writeFacts(columns: FactColumns, from: number, to: number, firstSeq: number): void {
    const { bytes } = this.#writer;
    const guesses = this.#guesses;
    const { causes, frames, packets, ports, offsets } = guesses;
    const lastDetails = this.#lastDetails;
    let { time, step, cause, frame, packet, device, newestFrame, newestPacket } = guesses;
    let { at } = this.#writer;
    for (let row = from; row < to; row++) {
      const kind = columns.kind[row]!;
      const start = at;
      at = start + 3;
      bytes[start] = kind;

      const timeNow = columns.time[row]!;
      const stepNow = columns.step[row]!;
      let first = SAME_EVENT;
      if (stepNow !== step || timeNow !== time) {
        first = stepNow === step + 1 ? NEXT_EVENT : stepNow === step ? SAME_STEP_LATER : LATER_EVENT;
        if (first === LATER_EVENT) at = putSigned(bytes, at, stepNow - step);
        at = putSigned(bytes, at, timeNow - time);
        step = stepNow;
        time = timeNow;
      }

      const causeNow = columns.cause[row]!;
      if (causeNow === firstSeq + row - 1) first |= NEXT << 2;
      else if (causeNow === cause) first |= AS_BEFORE << 2;
      else if (causeNow !== 0) {
        first |= NEAR_LAST_OF_KIND << 2;
        at = putSigned(bytes, at, causeNow - causes[kind]!);
      }
      cause = causes[kind] = causeNow;

      const frameNow = columns.frame[row]!;
      if (frameNow !== 0) {
        if (frameNow === frame) first |= AS_BEFORE << 4;
        else if (frameNow === newestFrame + 1) first |= NEXT << 4;
        else {
          first |= NEAR_LAST_OF_KIND << 4;
          at = putSigned(bytes, at, frameNow - frames[kind]!);
        }
        frames[kind] = frameNow;
        if (frameNow > newestFrame) newestFrame = frameNow;
      }
      frame = frameNow;

      const packetNow = columns.packet[row]!;
      if (packetNow !== 0) {
        if (packetNow === packet) first |= AS_BEFORE << 6;
        else if (packetNow === newestPacket + 1) first |= NEXT << 6;
        else {
          first |= NEAR_LAST_OF_KIND << 6;
          at = putSigned(bytes, at, packetNow - packets[kind]!);
        }
        packets[kind] = packetNow;
        if (packetNow > newestPacket) newestPacket = packetNow;
      }
      packet = packetNow;

      const deviceNow = columns.device[row]!;
      let second = 0;
      if (deviceNow !== device) {
        second = 1;
        at = putNumber(bytes, at, deviceNow);
        device = deviceNow;
      }

      const port = columns.port[row]!;
      if (port !== 0) {
        const atDevice = guesses.atDevice(kind, device);
        if (port === ports[atDevice]) second |= AS_EXPECTED << 1;
        else {
          second |= WRITTEN << 1;
          at = putNumber(bytes, at, port);
          ports[atDevice] = port;
        }
      }

      const atPort = guesses.atPort(kind, device, port);
      const detail = columns.detail(row, this.#details);
      if (detail !== undefined) {
        if (lastDetails[atPort] === detail) second |= AS_EXPECTED << 3;
        else {
          this.#writer.at = at;
          second |= this.#writeDetail(detail, kind, guesses.atDevice(kind, device), atPort) << 3;
          ({ at } = this.#writer);
        }
      }

      const value = columns.value[row]!;
      if (value !== 0) {
        const offset = value - time;
        if (!Number.isInteger(value) || Math.abs(offset) > LARGEST_OFFSET) {
          second |= APART << 5;
          this.#writer.at = at;
          this.#writer.float(value);
          ({ at } = this.#writer);
        } else if (offset === offsets[atPort]) second |= AS_EXPECTED << 5;
        else {
          second |= WRITTEN << 5;
          at = putSigned(bytes, at, offset);
          offsets[atPort] = offset;
        }
      }

      const reason = columns.reason[row]!;
      if (reason !== 0) {
        second |= 0x80;
        bytes[at++] = reason;
      }
      bytes[start + 1] = first;
      bytes[start + 2] = second;
    }
    Object.assign(guesses, { time, step, cause, frame, packet, device, newestFrame, newestPacket });
    this.#writer.at = at;
  }

  /** Writes a detail that is not the object expected, and returns how. */
  #writeDetail(detail: Detail, kind: number, atDevice: number, atPort: number): number {
    const hot = hotDetail(kind);
    if (hot !== undefined && this.#writeHot(detail, hot, kind, atDevice)) return APART;
    const writer = this.#writer;
    const guesses = this.#guesses;
    const recent = this.#recent.codeOf(detail, atPort);
    if (recent > 0) return this.#writeCode(detail, recent, atPort);
    const shape = this.#details.shapeOf(detail, (this.#shapes[kind] ??= []));
    if (shape === null || shape.shared) {
      const code = this.#details.code(detail, shape) + 1;
      this.#recent.remember(detail, code, atPort);
      return this.#writeCode(detail, code, atPort);
    }
    writer.number(shape.index);
    let place = atDevice * MOST_PARAMETERS;
    for (const key in detail) {
      const given = detail[key]!;
      const guess = guesses.parameters[place]!;
      const number = typeof given === 'string' ? this.#details.textCode(given, guess) : given;
      writer.signed(number - guess);
      guesses.parameters[place++] = number;
    }
    return APART;
  }

  /** Writes the number of a detail that is kept whole, plus 1. */
  #writeCode(detail: Detail, code: number, atPort: number): number {
    const { details } = this.#guesses;
    this.#lastDetails[atPort] = detail;
    if (code === details[atPort]) return AS_EXPECTED;
    details[atPort] = code;
    this.#writer.number(code);
    return WRITTEN;
  }

  /** Writes a detail of a kind that every segment leaves. False: it is not as those are, and nothing was written. */
  #writeHot(detail: Detail, hot: HotDetail, kind: number, atDevice: number): boolean {
    const parts = this.#parts;
    const { texts, numbers } = parts;
    hot.take(detail, parts);
    const { length } = hot.keys;
    let [text, number] = [0, 0];
    for (let k = 0; k < length; k++) {
      if (hot.texts[k] === true ? typeof texts[text++] !== 'string' : !isWritable(numbers[number++]!)) return false;
    }
    const shape = (this.#hotShapes[kind] ??= this.#details.shapeWith(hot.keys, hot.texts));
    const guesses = this.#guesses.parameters;
    const { bytes } = this.#writer;
    let at = putNumber(bytes, this.#writer.at, shape.index);
    let place = atDevice * MOST_PARAMETERS;
    text = number = 0;
    for (let k = 0; k < length; k++) {
      const guess = guesses[place]!;
      const value = hot.texts[k] === true ? this.#details.textCode(texts[text++]!, guess) : numbers[number++]!;
      at = putSigned(bytes, at, value - guess);
      guesses[place++] = value;
    }
    this.#writer.at = at;
    return true;
  }
}

/** Reads blocks. */
export class FactReader {
  readonly #details: Details;
  readonly #guesses: Guesses;

  constructor(details: Details) {
    this.#details = details;
    this.#guesses = new Guesses();
  }

  /** A block of `count` facts, of which the first is fact number `first`, as columns again: in `into`, which is overwritten. */
  read(bytes: Uint8Array, first: number, count: number, into?: FactColumns): FactColumns {
    into?.clear();
    const columns = into ?? new FactColumns();
    const reader = new ByteReader(bytes);
    this.#guesses.begin();
    for (let row = 0; row < count; row++) this.#readFact(columns, row, first + row, reader);
    return columns;
  }

  #readFact(columns: FactColumns, row: number, seq: number, reader: ByteReader): void {
    const guesses = this.#guesses;
    const kind = reader.byte();
    const first = reader.byte();
    const second = reader.byte();
    columns.kind[row] = kind;

    const event = first & 3;
    if (event !== SAME_EVENT) {
      if (event === NEXT_EVENT) guesses.step++;
      else if (event === LATER_EVENT) guesses.step += reader.signed();
      guesses.time += reader.signed();
    }
    columns.step[row] = guesses.step;
    columns.time[row] = guesses.time;

    const cause = (first >> 2) & 3;
    if (cause === NONE) guesses.cause = 0;
    else if (cause === NEXT) guesses.cause = seq - 1;
    else if (cause === NEAR_LAST_OF_KIND) guesses.cause = guesses.causes[kind]! + reader.signed();
    columns.cause[row] = guesses.causes[kind] = guesses.cause;

    const frame = (first >> 4) & 3;
    if (frame === NONE) guesses.frame = 0;
    else {
      if (frame === NEXT) guesses.frame = guesses.newestFrame + 1;
      else if (frame === NEAR_LAST_OF_KIND) guesses.frame = guesses.frames[kind]! + reader.signed();
      guesses.frames[kind] = guesses.frame;
      guesses.newestFrame = Math.max(guesses.newestFrame, guesses.frame);
    }
    columns.frame[row] = guesses.frame;

    const packet = first >> 6;
    if (packet === NONE) guesses.packet = 0;
    else {
      if (packet === NEXT) guesses.packet = guesses.newestPacket + 1;
      else if (packet === NEAR_LAST_OF_KIND) guesses.packet = guesses.packets[kind]! + reader.signed();
      guesses.packets[kind] = guesses.packet;
      guesses.newestPacket = Math.max(guesses.newestPacket, guesses.packet);
    }
    columns.packet[row] = guesses.packet;

    if ((second & 1) !== 0) guesses.device = reader.number();
    const { device } = guesses;
    columns.device[row] = device;

    const atDevice = guesses.atDevice(kind, device);
    const port = (second >> 1) & 3;
    if (port === WRITTEN) guesses.ports[atDevice] = reader.number();
    if (port !== NONE) columns.port[row] = guesses.ports[atDevice]!;

    const atPort = guesses.atPort(kind, device, columns.port[row]!);
    const detail = (second >> 3) & 3;
    if (detail === APART) this.#readParameters(columns, row, reader, atDevice);
    else if (detail !== NONE) {
      if (detail === WRITTEN) guesses.details[atPort] = reader.number();
      columns.details[row] = this.#details.kept(guesses.details[atPort]! - 1);
    }

    const value = (second >> 5) & 3;
    if (value === APART) columns.value[row] = reader.float();
    else if (value !== NONE) {
      if (value === WRITTEN) guesses.offsets[atPort] = reader.signed();
      columns.value[row] = guesses.time + guesses.offsets[atPort]!;
    }

    if ((second & 0x80) !== 0) columns.reason[row] = reader.byte();
  }

  #readParameters(columns: FactColumns, row: number, reader: ByteReader, atDevice: number): void {
    const guesses = this.#guesses;
    const shape = this.#details.shape(reader.number());
    const values = columns.part(row, shape);
    let place = atDevice * MOST_PARAMETERS;
    for (let k = 0; k < shape.keys.length; k++) {
      guesses.parameters[place]! += reader.signed();
      values.push(guesses.parameters[place++]!);
    }
  }
}
