import type { Detail } from './kinds.ts';

/** The names of a detail's parameters in the order in which it was made, and of which type each is. */
export interface Shape {
  readonly index: number;
  readonly keys: readonly string[];
  readonly texts: readonly boolean[];
  /** Whether all are texts: such details are told apart by number, and kept once. */
  readonly shared: boolean;
}

/** Parameters a detail may have to be written as numbers. */
export const MOST_PARAMETERS = 8;

/** Details whose number is remembered by identity; most facts come with one of a few objects. */
const REMEMBERED = 4096;

/**
 * What the details of facts are made of, each kept once: texts, shapes, and whole details of texts only (one a cable end,
 * a route, an address …). All have numbers, which the archive writes in their place. Numbers start at 0.
 */
export class Details {
  readonly #texts: string[] = [''];
  readonly #textCodes = new Map<string, number>([['', 0]]);
  readonly #shapes: Shape[] = [];
  readonly #shapesByKeys = new Map<string, Shape>();
  readonly #kept: Detail[] = [];
  readonly #keptByContent = new Map<string, number>();
  #codes = new Map<Detail, number>();
  /** Characters of all texts. */
  #size = 0;

  /** Bytes all of it takes, roughly: two a character, and what a Map and an object need. */
  get memory(): number {
    return this.#size * 2 + (this.#texts.length + this.#kept.length) * 100;
  }

  /** The number of a text; `likely` is tried first, and may be any number. */
  textCode(text: string, likely: number): number {
    if (this.#texts[likely] === text) return likely;
    let code = this.#textCodes.get(text);
    if (code === undefined) {
      code = this.#texts.push(text) - 1;
      this.#textCodes.set(text, code);
      this.#size += text.length;
    }
    return code;
  }

  text(code: number): string {
    return this.#texts[code]!;
  }

  /** The shape of a detail. `likely`: those such details have had, to which it is added. Null: it cannot be taken apart. */
  shapeOf(detail: Detail, likely: Shape[]): Shape | null {
    for (const shape of likely) if (hasShape(detail, shape)) return shape;
    const shape = this.#seekShape(detail);
    if (shape !== null && !likely.includes(shape)) likely.push(shape);
    return shape;
  }

  shape(index: number): Shape {
    return this.#shapes[index]!;
  }

  /** The number of a detail that is kept whole. */
  code(detail: Detail, shape: Shape | null): number {
    const known = this.#codes.get(detail);
    if (known !== undefined) return known;
    // Texts cannot be told apart from their separator by accident: each is written with its length by JSON.
    const content = shape === null ? null : `${shape.index} ${JSON.stringify(Object.values(detail))}`;
    let code = content === null ? undefined : this.#keptByContent.get(content);
    if (code === undefined) {
      code = this.#kept.push(detail) - 1;
      if (content !== null) this.#keptByContent.set(content, code);
      this.#size += content?.length ?? 0;
    }
    if (this.#codes.size >= REMEMBERED) this.#codes = new Map();
    this.#codes.set(detail, code);
    return code;
  }

  /** The detail kept under a number: one with the same content, not always the same object. */
  kept(code: number): Detail {
    return this.#kept[code]!;
  }

  /** A detail put together again. `values`: numbers, and the codes of texts. */
  build(shape: Shape, values: readonly number[], from: number): Detail {
    const detail: Record<string, string | number> = {};
    for (let k = 0; k < shape.keys.length; k++) {
      const value = values[from + k]!;
      detail[shape.keys[k]!] = shape.texts[k] === true ? this.#texts[value]! : value;
    }
    return detail;
  }

  #seekShape(detail: Detail): Shape | null {
    const keys = Object.keys(detail);
    const texts = keys.map((key) => typeof detail[key] === 'string');
    if (keys.length > MOST_PARAMETERS || !keys.every((key) => fits(detail[key]!))) return null;
    return this.shapeWith(keys, texts);
  }

  /** The shape with these parameters, of which `texts` says which are no numbers. */
  shapeWith(keys: readonly string[], texts: readonly boolean[]): Shape {
    const key = JSON.stringify([keys, texts]);
    let shape = this.#shapesByKeys.get(key);
    if (shape === undefined) {
      shape = { index: this.#shapes.length, keys, texts, shared: texts.every(Boolean) };
      this.#shapes.push(shape);
      this.#shapesByKeys.set(key, shape);
    }
    return shape;
  }
}

function hasShape(detail: Detail, shape: Shape): boolean {
  let count = 0;
  for (const key in detail) {
    const value = detail[key]!;
    if (key !== shape.keys[count] || (typeof value === 'string') !== shape.texts[count] || !fits(value)) return false;
    count++;
  }
  return count === shape.keys.length;
}

/** Largest number whose distance to any other such number can be written. */
const LARGEST = 2 ** 51;

function fits(value: string | number): boolean {
  return typeof value === 'string' || isWritable(value);
}

/** Whether a number can be written as a difference and comes back as it is; -0 would come back as 0. */
export function isWritable(value: number): boolean {
  return Number.isInteger(value) && value <= LARGEST && value >= -LARGEST && !Object.is(value, -0);
}
