import type { LimitedLines } from './limited-lines.ts';

/** One terminal of a host, with a shell in it: plain data, so that it goes back in time with the host. */
export interface Terminal {
  name: string;
  /** What is to be read on it, oldest first. */
  screen: LimitedLines<ScreenLine>;
  /** Lines typed at the prompt, oldest first. */
  history: LimitedLines<string>;
  /** Number of the process that reads what is typed and that Ctrl+C ends; null: the shell waits at its prompt. */
  foreground: number | null;
  /** Lines typed while a program ran that it did not read: the shell takes them when it has ended. */
  ahead: string[];
  /** Exit status of the last one. */
  status: number;
  /** Descriptors that processes started here may hold (`ulimit -n`); null: as many as the host lets them. */
  descriptorLimit: number | null;
}

/** A line on the screen: what was typed, after its prompt (empty where a program read it), or what was printed. */
export interface ScreenLine {
  /** Null: printed. */
  prompt: string | null;
  text: string;
}

/** What a person does at a terminal. Ctrl+C is `interrupt`; Ctrl+D at the start of a line is `end`. */
export type TerminalAction = { type: 'line'; text: string } | { type: 'interrupt' } | { type: 'end' };

/** A terminal as it is shown. */
export interface TerminalView {
  lines: readonly ScreenLine[];
  /** Lines that were on the screen before these and are forgotten. */
  forgotten: number;
  /** Text of the foreground program whose line goes on. */
  unfinished: string;
  prompt: string;
  /** Lines typed at the prompt, oldest first. */
  history: readonly string[];
  /** What runs and reads what is typed; null: the shell waits. */
  running: { number: number; command: string } | null;
}

/** Most lines kept of a screen, and of what was typed. */
export const SCREEN_LIMIT = 2000;
export const HISTORY_LIMIT = 500;
/** Terminals one host keeps. */
export const TERMINAL_LIMIT = 16;
