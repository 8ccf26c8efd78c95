/**
 * Values as JSON, as far as Electron's structured clone carries them: data, typed arrays, dates, maps, sets, errors. Runs in the
 * page and in Node, so it leans on nothing. `functionOf` says what stands for a function; without it a function is refused.
 */
export function encode(value, functionOf) {
  if (value === undefined) return ['undefined'];
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    return ['number', Object.is(value, -0) ? '-0' : String(value)];
  }
  if (typeof value === 'bigint') return ['bigint', String(value)];
  if (typeof value === 'symbol') throw new Error('An object could not be cloned.');
  if (typeof value === 'function') {
    if (functionOf === undefined) throw new Error('An object could not be cloned.');
    return ['function', functionOf(value)];
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return ['array', value.map((element) => encode(element, functionOf))];
  if (value instanceof ArrayBuffer) return ['ArrayBuffer', toBase64(new Uint8Array(value))];
  if (ArrayBuffer.isView(value)) {
    const kind = Object.prototype.toString.call(value).slice(8, -1);
    return ['view', kind, toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))];
  }
  if (value instanceof Date) return ['date', value.getTime()];
  if (value instanceof Error) return ['error', value.message];
  if (value instanceof Map) return ['map', encode([...value], functionOf)];
  if (value instanceof Set) return ['set', encode([...value], functionOf)];
  return ['object', Object.entries(value).map(([key, inner]) => [key, encode(inner, functionOf)])];
}

/** The value that `encode` made into JSON. `callerOf` gives the function for what stood for it. */
export function decode(json, callerOf) {
  if (!Array.isArray(json)) return json;
  const [kind, first, second] = json;
  if (kind === 'undefined') return undefined;
  if (kind === 'number') return Number(first);
  if (kind === 'bigint') return BigInt(first);
  if (kind === 'function') return callerOf(first);
  if (kind === 'array') return first.map((element) => decode(element, callerOf));
  if (kind === 'ArrayBuffer') return fromBase64(first).buffer;
  if (kind === 'view') return viewOf(first, fromBase64(second));
  if (kind === 'date') return new Date(first);
  if (kind === 'error') return new Error(first);
  if (kind === 'map') return new Map(decode(first, callerOf));
  if (kind === 'set') return new Set(decode(first, callerOf));
  const object = {};
  for (const [key, inner] of first) {
    // As structured clone does: a key of that name is a property like any other.
    Object.defineProperty(object, key, {
      value: decode(inner, callerOf),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return object;
}

function viewOf(kind, bytes) {
  return kind === 'Uint8Array' ? bytes : new globalThis[kind](bytes.buffer);
}

function toBase64(bytes) {
  return typeof bytes.toBase64 === 'function' ? bytes.toBase64() : Buffer.from(bytes).toString('base64');
}

function fromBase64(text) {
  if (typeof Uint8Array.fromBase64 === 'function') return Uint8Array.fromBase64(text);
  return new Uint8Array(Buffer.from(text, 'base64'));
}
