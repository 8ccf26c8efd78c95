import { fork, type ChildProcess } from 'node:child_process';

const PARENT_PORT = new URL('./utility-parent-port.mjs', import.meta.url);

/** `utilityProcess` of the double: a forked Node that finds `process.parentPort`, as a utility process does. */
export const utilityProcess = {
  fork(module: string, given: string[] = []) {
    const child: ChildProcess = fork(module, given, {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: ['--import', PARENT_PORT.href],
    });
    child.on('error', () => undefined);
    return {
      get pid() {
        return child.pid;
      },
      postMessage: (message: unknown) => void child.send(message as object, () => undefined),
      on: (event: 'message' | 'exit', heard: (message: never) => void) => void child.on(event, heard as () => void),
      once: (event: 'message' | 'exit', heard: (message: never) => void) => void child.once(event, heard as () => void),
      kill: () => child.kill(),
    };
  },
};
