/** Writes plain data as few bytes: `packed-form.ts` says how, `unpacking.ts` reads them. */
import { Frame } from '../wire/frame.ts';
import {
  ARRAY,
  FALSE,
  FLOAT,
  FRAME,
  MAP,
  NEGATIVE,
  NULL,
  NUMBERS,
  OBJECT,
  POSITIVE,
  ROW,
  ROWS,
  SET,
  SHARED,
  SMALL,
  SMALLEST_LARGE,
  TEXT,
  TRUE,
  UNDEFINED,
  type PackedShape,
  type Packing,
} from './packed-form.ts';
import { Unpacking } from './unpacking.ts';

/** Bytes a packing takes, about: its own and what the machine adds to an array and an object. */
export function weightOf({ length, shared }: Packing): number {
  return length + 8 * shared.length + 120;
}

/** Fields of a slot of the world (a device, cable, program, rule) that are replaced, never changed: they are shared. */
const REPLACED: ReadonlySet<string> = new Set(['settings', 'ends', 'limits', 'sent', 'arrived', 'joined']);

/** Texts told by a number, at most, and the length from which on a text is shared instead. */
const TEXTS = 4096;
const LONG_TEXT = 32;

/** Numbers from which on a list is written as rows. */
const LONG_LIST = 12;
/** A number farther from 0 is written as it is: twice the distance of two that are nearer can be told exactly. */
const FARTHEST = 2 ** 50;

/** Bytes any value takes at most, what is in it not counted; and a number of a row. */
const ROOM = 16;
const ROOM_IN_ROW = 8;

const NOTHING = new Uint8Array(0);
const NOTHING_SHARED: readonly unknown[] = [];

/** A shape as the writer knows it. */
interface Shape extends PackedShape {
  readonly index: number;
  readonly places: readonly Place[];
}

/** A place where values are found: in a field, or in a container that is in one. Mostly, they have the same shape. */
class Place {
  /** So many levels below this one are slots of the world; below 0: none are. */
  readonly level: number;
  likely: Shape | null = null;
  /** Whether other shapes were met here. */
  mixed = false;
  /** Whether what was met here first was frozen: what never is need not be asked. */
  frozen: boolean | undefined = undefined;
  #inside: Place | null = null;

  constructor(level: number) {
    this.level = level;
  }

  get inside(): Place {
    return (this.#inside ??= new Place(this.level - 1));
  }
}

const float = new Float64Array(1);
const floatBytes = new Uint8Array(float.buffer);

/** Packs and unpacks. What it has packed only it can unpack, for it knows the shapes and short texts. */
export class Packer {
  #bytes = new Uint8Array(1 << 16);
  #at = 0;
  readonly #shared: unknown[] = [];
  /** What is packed into one piece of memory; null: each thing has its own. */
  #group: Packing[] | null = null;
  #framesByNumber = false;
  readonly #shapes: Shape[] = [];
  readonly #shapesByKeys = new Map<string, Shape>();
  readonly #texts: string[] = [];
  readonly #textCodes = new Map<string, number>();
  readonly #slot = new Place(0);
  readonly #state = new Place(2);

  /**
   * Everything that `pack` packs lies in one piece of memory: each of thousands would cost more to get, and the collector
   * more to look after, than what is in it.
   */
  together<Packed>(pack: () => Packed): Packed {
    const group: Packing[] = [];
    this.#group = group;
    this.#at = 0;
    try {
      return pack();
    } finally {
      const memory = this.#bytes.slice(0, this.#at);
      for (const packing of group) packing.memory = memory;
      this.#group = null;
    }
  }

  /**
   * A slot of the world. `framesByNumber`: its frames are all known to the trace, and only their numbers are written.
   * `before`: an earlier packing of the slot, which is returned if nothing is different, and else shares what it can.
   */
  packSlot(slot: object, framesByNumber: boolean, before: Packing | null = null): Packing {
    return this.#pack(slot, this.#slot, framesByNumber, before);
  }

  /** What else there is in a state of the world: numbers, and lists of slots and events. */
  packState(state: object): Packing {
    return this.#pack(state, this.#state, true, null);
  }

  /** The data again, a new copy each time. `frameOf` finds frames by their number. */
  unpack(packing: Packing, frameOf: (id: number) => Frame): unknown {
    return new Unpacking(packing, this.#shapes, this.#texts, frameOf).read();
  }

  #pack(value: unknown, place: Place, framesByNumber: boolean, before: Packing | null): Packing {
    const from = this.#group === null ? 0 : this.#at;
    this.#at = from;
    this.#shared.length = 0;
    this.#framesByNumber = framesByNumber;
    this.#write(value, place);
    const length = this.#at - from;
    const shared = before !== null && sharesSame(before, this.#shared) ? before.shared : this.#listShared();
    if (before !== null && shared === before.shared && length === before.length && this.#repeats(before, from)) {
      this.#at = from;
      return before;
    }
    const packing = { memory: NOTHING, from, length, shared };
    if (this.#group === null) packing.memory = this.#bytes.slice(0, length);
    else this.#group.push(packing);
    return packing;
  }

  #listShared(): readonly unknown[] {
    return this.#shared.length === 0 ? NOTHING_SHARED : this.#shared.slice();
  }

  /** Whether what was written from `from` on is what is packed already. */
  #repeats(before: Packing, from: number): boolean {
    const bytes = this.#bytes;
    for (let at = 0; at < before.length; at++) {
      if (bytes[from + at] !== before.memory[before.from + at]) return false;
    }
    return true;
  }

  #write(value: unknown, place: Place): void {
    if (this.#at + ROOM > this.#bytes.length) this.#grow();
    // One question after the other: a `switch` over `typeof` first makes a text of each answer.
    if (typeof value === 'number') return this.#writeNumber(value);
    if (value === null) this.#bytes[this.#at++] = NULL;
    else if (typeof value === 'object') this.#writeObject(value, place);
    else if (typeof value === 'boolean') this.#bytes[this.#at++] = value ? TRUE : FALSE;
    else if (typeof value === 'string') this.#writeText(value);
    else if (value === undefined) this.#bytes[this.#at++] = UNDEFINED;
    else if (typeof value === 'function') {
      throw new TypeError('a state must be plain data, and this one holds a function');
    } else this.#writeShared(value);
  }

  #writeNumber(value: number): void {
    // Not for -0, which is no small number here though it equals one.
    if (value > 0 && value < SMALLEST_LARGE && value >>> 0 === value) {
      this.#bytes[this.#at++] = SMALL + value;
    } else if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
      this.#bytes[this.#at++] = FLOAT;
      float[0] = value;
      for (let k = 0; k < 8; k++) this.#bytes[this.#at++] = floatBytes[k]!;
    } else if (value === 0) {
      this.#bytes[this.#at++] = SMALL;
    } else {
      this.#bytes[this.#at++] = value < 0 ? NEGATIVE : POSITIVE;
      this.#digits(Math.abs(value));
    }
  }

  /** Seven bits a byte, the least significant first. */
  #digits(value: number): void {
    const bytes = this.#bytes;
    let rest = value;
    while (rest >= 0x80) {
      bytes[this.#at++] = (rest & 0x7f) | 0x80;
      rest = rest < 0x8000_0000 ? rest >>> 7 : Math.floor(rest / 128);
    }
    bytes[this.#at++] = rest;
  }

  #writeText(text: string): void {
    let code = this.#textCodes.get(text);
    if (code === undefined) {
      if (text.length >= LONG_TEXT || this.#texts.length >= TEXTS) return this.#writeShared(text);
      code = this.#texts.push(text) - 1;
      this.#textCodes.set(text, code);
    }
    this.#bytes[this.#at++] = TEXT;
    this.#digits(code);
  }

  #writeShared(value: unknown): void {
    this.#bytes[this.#at++] = SHARED;
    this.#shared.push(value);
  }

  #writeObject(value: object, place: Place): void {
    // Whether things of a place are frozen is a matter of how they are made: where the first one was not, none is asked.
    if ((place.frozen ??= !Object.isExtensible(value)) && !Object.isExtensible(value)) return this.#writeShared(value);
    if (Array.isArray(value)) return this.#writeArray(value as unknown[], place.inside);
    // What has the fields of the last plain object is one: nothing else with fields is ever in a state.
    if (place.likely !== null && this.#writeLikely(value as Record<string, unknown>, place, place.likely)) return;
    if (value instanceof Frame) {
      if (!this.#framesByNumber || value.id === 0) return this.#writeShared(value);
      this.#open(FRAME, value.id);
    } else if (value instanceof Map) {
      this.#open(MAP, value.size);
      const { inside } = place;
      for (const [key, held] of value) {
        this.#write(key, inside);
        this.#write(held, inside);
      }
    } else if (value instanceof Set) {
      this.#open(SET, value.size);
      for (const held of value) this.#write(held, place.inside);
    } else if (value instanceof Uint8Array) {
      this.#writeShared(value);
    } else if (ArrayBuffer.isView(value)) {
      this.#bytes[this.#at++] = NUMBERS;
      this.#shared.push((value as Uint32Array).slice());
    } else {
      const prototype: unknown = Object.getPrototypeOf(value);
      if (prototype !== Object.prototype && prototype !== null)
        throw new TypeError(`a state must be plain data, and this one holds a ${value.constructor.name}`);
      place.likely = this.#shapeOf(value as Record<string, unknown>, place.level);
      this.#writeShaped(value as Record<string, unknown>, place.likely);
    }
  }

  /** Writes a plain object of the shape expected. False: it is none, and nothing was written. */
  #writeLikely(value: Record<string, unknown>, place: Place, likely: Shape): boolean {
    if (likely.keys.length === 0 || (place.mixed && !fits(value, likely))) return false;
    const [at, count] = [this.#at, this.#shared.length];
    if (this.#writeShaped(value, likely)) return true;
    // From here on it is asked first: what is in an object must not be written twice at every level.
    place.mixed = true;
    this.#at = at;
    this.#shared.length = count;
    return false;
  }

  #writeArray(values: readonly unknown[], inside: Place): void {
    if (values.length >= LONG_LIST && typeof values[0] === 'number' && this.#writeRows(values)) return;
    this.#open(ARRAY, values.length);
    for (let at = 0; at < values.length; at++) this.#write(values[at], inside);
  }

  /** Writes a list as rows. False: not all of it are whole numbers, and nothing was written. */
  #writeRows(values: readonly unknown[]): boolean {
    const start = this.#at;
    while (start + ROOM + ROOM_IN_ROW * values.length > this.#bytes.length) this.#grow();
    this.#open(ROWS, values.length);
    const bytes = this.#bytes;
    let place = this.#at;
    for (let at = 0; at < values.length; at++) {
      const value = values[at];
      if (typeof value !== 'number' || !isWhole(value)) {
        this.#at = start;
        return false;
      }
      const distance = at < ROW ? value : value - (values[at - ROW] as number);
      let rest = distance < 0 ? -2 * distance - 1 : 2 * distance;
      while (rest >= 0x80) {
        bytes[place++] = (rest & 0x7f) | 0x80;
        rest = rest < 0x8000_0000 ? rest >>> 7 : Math.floor(rest / 128);
      }
      bytes[place++] = rest;
    }
    this.#at = place;
    return true;
  }

  /**
   * Writes an object as one of a shape. False: it has other fields, and what was written means nothing. The loop asks for the
   * fields as the machine enumerates them, which costs a tenth of asking for each by its name.
   */
  #writeShaped(value: Record<string, unknown>, { index, keys, shared, places }: Shape): boolean {
    this.#open(OBJECT, index);
    let k = 0;
    for (const key in value) {
      if (key !== keys[k]) return false;
      // Asked for at one place: compiled code that has not come by a second one yet is thrown away each time it does.
      const field = value[key];
      if (shared[k] === true) this.#shared.push(field);
      else this.#write(field, places[k]!);
      k++;
    }
    return k === keys.length;
  }

  #open(tag: number, number: number): void {
    this.#bytes[this.#at++] = tag;
    this.#digits(number);
  }

  #shapeOf(value: Record<string, unknown>, level: number): Shape {
    const keys = Object.keys(value);
    const name = JSON.stringify([Math.max(-1, level), keys]);
    let shape = this.#shapesByKeys.get(name);
    if (shape === undefined) {
      const template = { ...value };
      for (const key of keys) if (typeof template[key] === 'object') template[key] = null;
      // Unpacking fills such an object field by field. That is done once now, before anything is compiled in the belief that
      // these fields are never written: else all of it is thrown away when somebody first goes back in time.
      const trial = { ...template };
      for (const key of keys) trial[key] = value[key];
      shape = {
        index: this.#shapes.length,
        keys,
        shared: keys.map((key) => level === 0 && REPLACED.has(key)),
        template,
        places: keys.map(() => new Place(level - 1)),
      };
      this.#shapes.push(shape);
      this.#shapesByKeys.set(name, shape);
    }
    return shape;
  }

  #grow(): void {
    const grown = new Uint8Array(this.#bytes.length * 2);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

/** Whether an object has the fields of a shape, in its order. */
function fits(value: object, { keys }: Shape): boolean {
  let count = 0;
  for (const key in value) {
    if (key !== keys[count]) return false;
    count++;
  }
  return count === keys.length;
}

/** Whether a packing shares just these things. */
function sharesSame({ shared }: Packing, others: readonly unknown[]): boolean {
  if (shared.length !== others.length) return false;
  for (let at = 0; at < shared.length; at++) if (shared[at] !== others[at]) return false;
  return true;
}

/** Whether a number can be one of a row. */
function isWhole(value: number): boolean {
  return value >= -FARTHEST && value <= FARTHEST && Math.floor(value) === value && (value !== 0 || 1 / value > 0);
}
