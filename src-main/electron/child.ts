import { fileURLToPath } from 'node:url';
import { utilityProcess } from 'electron';
import type { Door } from '#host/door.ts';

/**
 * Starts a process of our own as a utility process: the packaged application refuses to run as plain Node (a fuse), so
 * `child_process.fork` is no way here.
 */
export const utilityChild: NonNullable<Door['startChild']> = (url) => {
  const child = utilityProcess.fork(fileURLToPath(url), [], { stdio: 'ignore', serviceName: 'kernel-lab' });
  let gone = false;
  child.once('exit', () => (gone = true));
  return {
    get pid() {
      return gone ? null : (child.pid ?? null);
    },
    send: (message) => child.postMessage(message),
    listen(heard, ended) {
      child.on('message', heard);
      child.once('exit', ended);
    },
    kill() {
      const { pid } = child;
      // `UtilityProcess.kill` asks politely; what is shown here is a death.
      if (gone || pid === undefined) return void child.kill();
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended by itself; `exit` says so in a moment.
      }
    },
  };
};
