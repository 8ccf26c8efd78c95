/**
 * Programs of a drawn host: what runs there, and the calls it may make. This room uses the socket API and nothing below
 * it, so that a built-in program can do no more than a student's.
 */
import type { ProgramSettings } from './settings.ts';
import type { System } from './system.ts';

/** A running or ended program, as plain data. */
export interface ProcessState {
  /** Owner of its sockets, from 1. */
  number: number;
  settings: ProgramSettings;
  /** What the program remembers between two runs. */
  memory: unknown;
  output: string[];
  /** Exit status, or null while it runs. */
  status: number | null;
  /** ns. */
  started: number;
  /** ns at which it asked to be run again, or null. */
  wakeAt: number | null;
  /** The call it waits in (`connect 3`), or null. */
  blocked: string | null;
  /** The fact it was last made to run by. */
  cause: number;
}

/** What a kind of program is: how it begins and what it does each time it is run. Its memory is plain data. */
export interface Program<Settings, Memory> {
  begin(settings: Settings): Memory;
  /** Runs until it must wait. Returns the exit status once it has ended, else null. */
  run(settings: Settings, memory: Memory, system: System): number | null;
}
