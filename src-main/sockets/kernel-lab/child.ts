import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A process of the lab as its parent sees it. */
export interface Child {
  /** Null once it is gone. */
  readonly pid: number | null;
  send(message: unknown): void;
  /** `heard` gets each message of the child, `gone` is called once when it has ended. */
  listen(heard: (message: unknown) => void, gone: () => void): void;
  /** Ends it at once, as `kill -9` does. */
  kill(): void;
}

/** Starts the module at `url` as a process of its own. Each door has its own way; this is plain Node's. */
export type StartChild = (url: URL) => Child;

export const forkChild: StartChild = (url) => {
  const child = fork(fileURLToPath(url), [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
  // Who listens is told of an end, and needs no reason.
  child.on('error', () => undefined);
  return {
    get pid() {
      return child.exitCode === null && child.signalCode === null ? (child.pid ?? null) : null;
    },
    send: (message) => void child.send(message as object, () => undefined),
    listen(heard, gone) {
      child.on('message', heard);
      child.once('exit', gone);
      // What never began does not exit.
      if (child.pid === undefined) child.once('error', gone);
    },
    kill: () => void child.kill('SIGKILL'),
  };
};
