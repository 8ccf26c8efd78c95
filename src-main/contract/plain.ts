/**
 * A copy of `value` as plain data: objects, arrays, texts, numbers, booleans, null, and typed arrays (kept, not copied,
 * unless `copyBytes`). Reactive wrappers of the interface are left behind by it, which no port could clone.
 * Throws a TypeError for a function or a symbol; nesting is the gate's business and must have been judged before.
 */
export function plain(value: unknown, copyBytes = false): unknown {
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new TypeError(`a ${typeof value} cannot be posted`);
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) return copyBytes ? copyOfView(value) : value;
  if (Array.isArray(value)) return value.map((element) => plain(element, copyBytes));
  const copy: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (key !== '__proto__') copy[key] = plain(inner, copyBytes);
  }
  return copy;
}

function copyOfView(view: ArrayBufferView): ArrayBufferView {
  // `new Uint8Array(view)` and not `view.slice()`: the slice of a Node Buffer shares its memory.
  if (view instanceof Uint8Array) return new Uint8Array(view);
  if (view instanceof Uint32Array) return new Uint32Array(view);
  if (view instanceof Float64Array) return new Float64Array(view);
  throw new TypeError('only Uint8Array, Uint32Array and Float64Array cross a channel');
}
