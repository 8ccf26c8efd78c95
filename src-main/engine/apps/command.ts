import type { Misuse } from './misuse.ts';
import type { System } from './system.ts';

/**
 * One command of a drawn host, as a person types it. `Options` (what its words say) and `Memory` (what it remembers from
 * one run to the next) are plain data: they lie in the state of the host and go back in time with it.
 */
export interface Command<Options = unknown, Memory = unknown> {
  name: string;
  /** How it is called, in the way of manual pages: `curl [-v] [-o name] URL`. */
  synopsis: string;
  /** Reads the words after its name. A misuse is printed with the synopsis, and ends the command with status 2. */
  parse(words: readonly string[]): Options | Misuse;
  begin(options: Options): Memory;
  /**
   * Runs until it must wait (null), or to its end: the exit status, 0 … 255. It is run again when one of its sockets, its
   * standard input or the time asked for with `System.wakeAt` has something for it; what it left open is closed at its end.
   */
  run(options: Options, memory: Memory, system: System): number | null;
  /** What it still says when Ctrl+C ends it. */
  interrupted?(options: Options, memory: Memory, system: System): void;
}
