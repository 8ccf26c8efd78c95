/** How a command ended, as its exit code. */
export const EXIT = {
  /** Everything asked for was done. */
  done: 0,
  /** The network ran, and a program in it ended with a status other than 0. */
  programFailed: 1,
  /** The command was not understood; nothing was done. */
  usage: 2,
  /** The project was refused. */
  project: 3,
  /** A file could not be read or written. */
  file: 4,
  /** The network stopped before its time: it recorded as much as it may. */
  cutShort: 5,
  /** A mistake of ours. */
  internal: 70,
} as const;

/** Something the user can put right: one sentence a line, and the exit code. */
export class Failure extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, sentences: string) {
    super(sentences);
    this.exitCode = exitCode;
  }
}
