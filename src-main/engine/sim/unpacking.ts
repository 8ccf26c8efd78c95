import type { Frame } from '../wire/frame.ts';
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
  TRUE,
  UNDEFINED,
  type PackedShape,
  type Packing,
} from './packed-form.ts';

const float = new Float64Array(1);
const floatBytes = new Uint8Array(float.buffer);

/** One packing being read. */
export class Unpacking {
  readonly #bytes: Uint8Array;
  readonly #shared: readonly unknown[];
  readonly #shapes: readonly PackedShape[];
  readonly #texts: readonly string[];
  readonly #frameOf: (id: number) => Frame;
  #at: number;
  #next = 0;

  constructor(
    { memory, from, shared }: Packing,
    shapes: readonly PackedShape[],
    texts: readonly string[],
    frameOf: (id: number) => Frame,
  ) {
    this.#bytes = memory;
    this.#at = from;
    this.#shared = shared;
    this.#shapes = shapes;
    this.#texts = texts;
    this.#frameOf = frameOf;
  }

  read(): unknown {
    const tag = this.#bytes[this.#at++]!;
    if (tag >= SMALL) return tag - SMALL;
    switch (tag) {
      case NULL:
        return null;
      case UNDEFINED:
        return undefined;
      case TRUE:
        return true;
      case FALSE:
        return false;
      case POSITIVE:
        return this.#digits();
      case NEGATIVE:
        return -this.#digits();
      case FLOAT:
        for (let k = 0; k < 8; k++) floatBytes[k] = this.#bytes[this.#at++]!;
        return float[0];
      case SHARED:
        return this.#shared[this.#next++];
      case OBJECT:
        return this.#fields();
      case ARRAY:
        return this.#array();
      case MAP:
        return this.#map();
      case SET: {
        const set = new Set<unknown>();
        for (let left = this.#digits(); left > 0; left--) set.add(this.read());
        return set;
      }
      case FRAME:
        return this.#frameOf(this.#digits());
      case ROWS:
        return this.#rows();
      case NUMBERS:
        return (this.#shared[this.#next++] as Uint32Array).slice();
      default:
        return this.#texts[this.#digits()];
    }
  }

  #digits(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.#at++]!;
    let value = byte & 0x7f;
    for (let scale = 128; byte >= 0x80; scale *= 128) {
      byte = bytes[this.#at++]!;
      value += (byte & 0x7f) * scale;
    }
    return value;
  }

  #fields(): Record<string, unknown> {
    const { keys, shared, template } = this.#shapes[this.#digits()]!;
    const value: Record<string, unknown> = { ...template };
    for (let k = 0; k < keys.length; k++) {
      value[keys[k]!] = shared[k] === true ? this.#shared[this.#next++] : this.read();
    }
    return value;
  }

  #array(): unknown[] {
    const length = this.#digits();
    // Made apart from the others, of which JavaScript learns to expect other things.
    if (length === 0) return [];
    const array: unknown[] = [];
    for (let at = 0; at < length; at++) array.push(this.read());
    return array;
  }

  #rows(): number[] {
    const length = this.#digits();
    const numbers: number[] = [];
    for (let at = 0; at < length; at++) {
      const coded = this.#digits();
      numbers.push((at < ROW ? 0 : numbers[at - ROW]!) + (coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2));
    }
    return numbers;
  }

  #map(): Map<unknown, unknown> {
    const map = new Map<unknown, unknown>();
    for (let left = this.#digits(); left > 0; left--) {
      const key = this.read();
      map.set(key, this.read());
    }
    return map;
  }
}
