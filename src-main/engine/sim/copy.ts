import { Frame } from '../wire/frame.ts';

/**
 * A deep copy of plain data: objects, arrays, Maps, Sets, typed arrays, numbers, strings.
 * Frames and byte arrays are shared, because nothing changes them once they are in a state, and so is what is frozen.
 * Throws on anything else (a closure, a class instance): such a state could not be taken back in time.
 */
export function copyPlain<T>(value: T): T {
  if (typeof value === 'function') throw new TypeError('a state must be plain data, and this one holds a function');
  return typeof value === 'object' && value !== null ? (copyOf(value) as T) : value;
}

function copyOf(value: object): unknown {
  if (value instanceof Uint8Array || value instanceof Frame || !Object.isExtensible(value)) return value;
  if (Array.isArray(value)) {
    const copy = (value as unknown[]).slice();
    for (let at = 0; at < copy.length; at++) {
      const held = copy[at];
      // Numbers are left alone: written back one by one, each would need an object of its own for a moment.
      if (typeof held === 'object' || typeof held === 'function') copy[at] = copyPlain(held);
    }
    return copy;
  }
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    for (const [key, held] of value) copy.set(key, copyPlain(held));
    return copy;
  }
  if (value instanceof Set) return new Set(value);
  if (ArrayBuffer.isView(value)) return (value as Uint32Array).slice();
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`a state must be plain data, and this one holds a ${value.constructor.name}`);
  }
  // Spread keeps the engine's hidden class: a copy that was filled key by key would be slow to work with ever after.
  const copy: Record<string, unknown> = { ...value };
  for (const key in copy) {
    const held = copy[key];
    if (typeof held === 'object' || typeof held === 'function') copy[key] = copyPlain(held);
  }
  return copy;
}
