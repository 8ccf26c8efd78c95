/**
 * How one frame is written in the archive.
 *
 * ```
 *  ┌────────┬─────────────┬────────┬───────────────────────────────┬───────────────────────────┬───────┐
 *  │ form 1 │ id − before │ packet │ head: bytes that differ from  │ body: the same, zeros, or │ FCS 4 │
 *  │        │   if any    │        │ `before`, in runs             │ bytes, or memory, at, len │if bad │
 *  └────────┴─────────────┴────────┴───────────────────────────────┴───────────────────────────┴───────┘
 *     run: bytes skipped, bytes that follow, the bytes; no bytes end the head
 * ```
 *
 * The first byte, the form, says what is in the head and in the body.
 */
export const WHOLE_HEAD = 0;
export const DIFFERENT_HEAD = 1;
export const HEAD_IN_MEMORY = 2;
export const HEAD = 3;
export const SAME_BODY = 0 << 2;
export const ZEROS = 1 << 2;
export const COPIED = 2 << 2;
export const IN_MEMORY = 3 << 2;
export const BODY = 3 << 2;
export const SAME_PACKET = 1 << 4;
export const DAMAGED = 1 << 5;
