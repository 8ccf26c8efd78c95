/** Projects in files: what the window may ask the host to read and to write. */
import * as v from 'valibot';
import { bytes, text } from './shapes.ts';

/** Files in the list of recent ones. */
export const MOST_RECENT_FILES = 10;

const nothing = v.object({});

export const FILE_CALLS = {
  /** Native dialogs (capability `native-dialogs`); `null`: the person changed their mind. */
  'files.open': { parameters: nothing, result: v.nullable(v.object({ path: v.string(), name: v.string(), text })) },
  'files.save': {
    parameters: v.object({ path: v.nullable(v.string()), name: v.string(), bytes }),
    result: v.nullable(v.object({ path: v.string(), name: v.string() })),
  },
  /**
   * Projects that were opened from files or saved to them, the newest first (capability `recent-files`). `there`: the file
   * was seen just now.
   */
  'files.recent': {
    parameters: nothing,
    result: v.object({
      files: v.pipe(
        v.array(v.object({ path: v.string(), name: v.string(), there: v.boolean() })),
        v.maxLength(MOST_RECENT_FILES),
      ),
    }),
  },
  /** Opens one of them again; no other path is read. Refused as `readProject` refuses. */
  'files.reopen': {
    parameters: v.object({ path: v.string() }),
    result: v.object({ path: v.string(), name: v.string(), text }),
  },
  /** Takes one off the list, or all of them (null). No file is touched. */
  'files.forget': { parameters: v.object({ path: v.nullable(v.string()) }), result: nothing },
} as const;
