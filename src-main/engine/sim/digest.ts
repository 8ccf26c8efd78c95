import { Frame } from '../wire/frame.ts';
import { eventsOf } from './event-queue.ts';
import type { WorldState } from './state.ts';

/** Fields that say how a state is kept, not what it is. */
const BOOKKEEPING: ReadonlySet<string> = new Set(['inSnapshot', 'inOthers', 'packing']);

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/**
 * A short text that is the same for equal states and, for all practical purposes, for no others: everything that makes the
 * future of a world. The order of a Map's entries is part of it, for devices go through them in it; the order of fields is
 * not.
 */
export function digestOf(state: WorldState): string {
  const digest = new Digest();
  // How the queue keeps its events is not part of it.
  digest.add({ ...state, heap: eventsOf(state.heap) });
  return digest.text;
}

/** Two running sums, each multiplied and mixed with every word (the finish of MurmurHash3 on both). */
class Digest {
  #one = 0x9e3779b1;
  #two = 0x85ebca6b;

  get text(): string {
    return [this.#one, this.#two].map((sum) => finished(sum).toString(16).padStart(8, '0')).join('');
  }

  add(value: unknown): void {
    switch (typeof value) {
      case 'number':
        return this.#number(value);
      case 'string':
        return this.#string(value);
      case 'object':
        return value === null ? this.#word(1) : this.#object(value);
      default:
        this.#string(`${typeof value} ${String(value)}`);
    }
  }

  #word(word: number): void {
    this.#one = Math.imul(this.#one ^ word, 0x01000193) + 0x7f4a7c15;
    this.#two = Math.imul(rotated(this.#two) ^ word, 0xc2b2ae35) + 0x165667b1;
  }

  #number(value: number): void {
    float[0] = value;
    this.#word(words[0]!);
    this.#word(words[1]!);
  }

  #string(text: string): void {
    this.#word(text.length);
    for (let at = 0; at < text.length; at++) this.#word(text.charCodeAt(at));
  }

  #object(value: object): void {
    if (value instanceof Frame) {
      // Its FCS stands for its bytes, with those it was given for damaged ones.
      for (const part of [value.id, value.packet, value.length, value.fcs]) this.#number(part);
      this.#bytes(value.head);
    } else if (value instanceof Uint8Array) {
      this.#bytes(value);
    } else if (Array.isArray(value) || value instanceof Set) {
      this.#number(value instanceof Set ? value.size : value.length);
      for (const held of value) this.add(held);
    } else if (value instanceof Map) {
      this.#number(value.size);
      for (const [key, held] of value) {
        this.add(key);
        this.add(held);
      }
    } else if (ArrayBuffer.isView(value)) {
      this.#bytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    } else this.#fields(value as Record<string, unknown>);
  }

  #fields(value: Record<string, unknown>): void {
    for (const key of Object.keys(value).sort()) {
      if (BOOKKEEPING.has(key)) continue;
      this.#string(key);
      this.add(value[key]);
    }
    this.#word(2);
  }

  #bytes(bytes: Uint8Array): void {
    this.#word(bytes.length);
    for (let at = 0; at < bytes.length; at++) this.#word(bytes[at]!);
  }
}

function rotated(sum: number): number {
  return (sum << 13) | (sum >>> 19);
}

function finished(sum: number): number {
  let mixed = sum ^ (sum >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
