import type { ProgramSettings } from './settings.ts';

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
