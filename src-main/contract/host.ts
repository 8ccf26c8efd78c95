/** A window and its host meet: what the host is and can do, and the drawing it keeps for the next window. */
import * as v from 'valibot';
import { text } from './shapes.ts';

/** Most characters in which a window says what it looked at. */
export const LONGEST_LOOK = 16_384;
const look = v.pipe(v.string(), v.maxLength(LONGEST_LOOK));

export const HOST_CALLS = {
  /** First call of every window. `capabilities`: `native-dialogs`, `native-menu`, `recent-files`. */
  'host.hello': {
    parameters: v.object({}),
    result: v.object({
      product: v.string(),
      version: v.string(),
      door: v.picklist(['electron', 'web']),
      platform: v.string(),
      capabilities: v.array(v.string()),
      /**
       * Text of a project to open at once (named on the command line, or kept from a window that went away), or null.
       * `path`: where it was read, so that saving needs no dialog. `unsaved`: it was kept and holds what no file holds;
       * `recovered`: by a run that crashed. `running`: its network lives; `simulation.reopen` goes on with it.
       * `look`: what the window that left it said in `host.leave`; the next window is told, and no other.
       */
      project: v.nullable(
        v.object({
          name: v.string(),
          text,
          path: v.optional(v.nullable(v.string())),
          unsaved: v.optional(v.boolean()),
          recovered: v.optional(v.boolean()),
          running: v.optional(v.boolean()),
          look: v.optional(look),
        }),
      ),
    }),
  },
  /**
   * Keeps the current drawing for a window that reloads, a worker that dies, or a crash (then it is offered at the next
   * start, unless it was not `unsaved`; left out: it is). `lasting`: it goes to a disk, as far as the last write told.
   */
  'host.keep': {
    parameters: v.object({
      name: v.string(),
      text,
      path: v.optional(v.nullable(v.string())),
      unsaved: v.optional(v.boolean()),
    }),
    result: v.object({ lasting: v.optional(v.boolean()) }),
  },
  /** A window that goes away says what it looked at, for the one that takes its network over. Only windows know what it means. */
  'host.leave': { parameters: v.object({ look }), result: v.object({}) },
} as const;
