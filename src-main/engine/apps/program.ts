/**
 * Programs of a drawn host: what runs there, and the calls it may make. This room uses the socket API and nothing below
 * it, so that a built-in program can do no more than a student's.
 */
import type { System } from './system.ts';

/** What a kind of program is: how it begins and what it does each time it is run. Its memory is plain data. */
export interface Program<Settings, Memory> {
  begin(settings: Settings): Memory;
  /** Runs until it must wait. Returns the exit status once it has ended, else null. */
  run(settings: Settings, memory: Memory, system: System): number | null;
  /** What it still says when Ctrl+C ends it. */
  interrupted?(settings: Settings, memory: Memory, system: System): void;
}
