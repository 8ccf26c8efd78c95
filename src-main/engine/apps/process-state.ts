import type { FilterState } from './filters.ts';
import type { ProgramSettings } from './settings.ts';
import type { Terminal } from './terminal.ts';

/** A running or ended program, as plain data. */
export interface ProcessState {
  /** Owner of its sockets, from 1. */
  number: number;
  settings: ProgramSettings;
  /** The process that started it, or 0: the document or a person did. */
  parent: number;
  /** What the program remembers between two runs; null before the first. */
  memory: unknown;
  output: string[];
  /** What was written after the last end of a line. */
  unfinished: string;
  /** What its lines pass before they are printed, in order. */
  filters: FilterState[];
  input: StandardInput;
  /** Lines its line gives to the command that runs (`<<< text`), in place of what is typed; null: none. */
  given: string[] | null;
  /** Name of the terminal it was started in, or null. */
  terminal: string | null;
  /** Calls a person has let it make, of a program that waits before each. */
  permits: number;
  /** Ctrl+C was pressed: it may say a last word, and ends. */
  interrupted: boolean;
  /** Exit status, or null while it runs. */
  status: number | null;
  /** ns. */
  started: number;
  /** ns at which it ran last. */
  ran: number;
  /** ns at which it asked to be run again, or null. */
  wakeAt: number | null;
  /** The fact because of which it asked to; 0: the one it ran by. */
  wakeCause: number;
  /** Calls it waits in (`connect 3`); each was put on record once. */
  waiting: string[];
  /** The fact it was last made to run by. */
  cause: number;
}

/** Lines typed and not yet read, and whether no more will come (Ctrl+D; always so without a terminal). */
export interface StandardInput {
  lines: string[];
  ended: boolean;
}

/** All processes of a host. */
export interface ProcessTable {
  next: number;
  list: ProcessState[];
  /** Processes to run before this step ends, with the fact that made them runnable. */
  ready: Map<number, number>;
  /** By name. */
  terminals: Map<string, Terminal>;
}
