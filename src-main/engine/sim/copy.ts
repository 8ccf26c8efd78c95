import { Frame } from '../wire/frame.ts';

/**
 * A deep copy of plain data: objects, arrays, Maps, Sets, typed arrays, numbers, strings.
 * Frames, byte arrays and frozen objects (settings) are shared, because nothing changes them once they are in a state.
 * Throws on anything else (a closure, a class instance): such a state could not be taken back in time.
 */
export function copyPlain<T>(value: T): T {
  return copyOf(value) as T;
}

function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'function') throw new TypeError('a state must be plain data, and this one holds a function');
    return value;
  }
  if (value instanceof Frame || value instanceof Uint8Array || Object.isFrozen(value)) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    for (const [key, held] of value) copy.set(key, copyOf(held));
    return copy;
  }
  if (value instanceof Set) return new Set(value);
  if (ArrayBuffer.isView(value)) return (value as Uint32Array).slice();
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`a state must be plain data, and this one holds a ${value.constructor.name}`);
  }
  const source = value as Record<string, unknown>;
  const copy: Record<string, unknown> = {};
  for (const key in source) copy[key] = copyOf(source[key]);
  return copy;
}
