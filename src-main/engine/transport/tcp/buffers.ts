/**
 * Bytes that wait in order, as the chunks they came in. A chunk is shared with the frame or the program it came from and
 * is never written; taking from the front replaces it by a view.
 */
export interface ByteQueue {
  chunks: Uint8Array[];
  /** Bytes in all chunks. */
  length: number;
}

export function emptyQueue(): ByteQueue {
  return { chunks: [], length: 0 };
}

export function append(queue: ByteQueue, bytes: Uint8Array): void {
  if (bytes.length === 0) return;
  const { chunks } = queue;
  const last = chunks[chunks.length - 1];
  if (last !== undefined && bytes.byteOffset > 0 && follows(last, bytes)) {
    chunks[chunks.length - 1] = new Uint8Array(last.buffer, last.byteOffset, last.length + bytes.length);
  } else chunks.push(bytes);
  queue.length += bytes.length;
}

/** Whether bytes lie right behind others in one memory: then they are one chunk, and no segment has to be put together. */
function follows(last: Uint8Array, bytes: Uint8Array): boolean {
  return last.byteOffset + last.length === bytes.byteOffset && last.buffer === bytes.buffer;
}

/** Removes the first `count` bytes, or all there are. */
export function discard(queue: ByteQueue, count: number): void {
  let left = Math.min(count, queue.length);
  queue.length -= left;
  let whole = 0;
  while (left > 0) {
    const chunk = queue.chunks[whole]!;
    if (chunk.length > left) {
      queue.chunks[whole] = chunk.subarray(left);
      break;
    }
    left -= chunk.length;
    whole++;
  }
  if (whole > 0) queue.chunks.splice(0, whole);
}

/** `count` bytes from `at`, or as many as there are: a view where they lie in one chunk, else copied. */
export function peek(queue: ByteQueue, at: number, count: number): Uint8Array {
  const wanted = Math.min(count, queue.length - at);
  if (wanted <= 0) return new Uint8Array(0);
  let from = at;
  let index = 0;
  while (from >= queue.chunks[index]!.length) from -= queue.chunks[index++]!.length;
  const first = queue.chunks[index]!;
  if (from + wanted <= first.length) return first.subarray(from, from + wanted);
  const bytes = new Uint8Array(wanted);
  let filled = 0;
  while (filled < wanted) {
    const part = queue.chunks[index++]!.subarray(from, from + wanted - filled);
    bytes.set(part, filled);
    filled += part.length;
    from = 0;
  }
  return bytes;
}

/** Removes and returns the first `max` bytes, or all there are. */
export function take(queue: ByteQueue, max: number): Uint8Array {
  const bytes = peek(queue, 0, max);
  discard(queue, bytes.length);
  return bytes;
}
