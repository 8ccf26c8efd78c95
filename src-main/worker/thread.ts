import { parentPort } from 'node:worker_threads';
import { overPort } from '#contract/port.ts';
import { serve, type Served } from '#contract/rpc.ts';
import { createSession } from './session.ts';

/**
 * The entry of the simulation thread. It answers calls over its parent's port until that closes. What goes wrong while
 * time runs ends the thread with the error: a world that broke must not go on, and whoever started the thread starts
 * another.
 */
if (parentPort === null) throw new Error('the simulation thread must be started as a worker');

let served: Served | null = null;
const session = createSession({
  announce: (now) => served?.announce('now', now),
  bridge: (events) => served?.announce('bridge.told', { events }),
  journal: (entries) => served?.announce('journal.told', { entries }),
  clock: () => performance.now(),
  later: (ms, run) => {
    // A timer of nothing still takes a whole millisecond; real programs wait for this.
    if (ms <= 0) {
      const soon = setImmediate(run);
      return () => clearImmediate(soon);
    }
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
});

served = serve(overPort(parentPort), session, {
  log: (what, error) => {
    console.error(`simulation thread: ${what}`, error);
    // A question that fails is only a bad answer; a world that fails to move is broken. The reply goes out first.
    if (/^(simulation|time|journal)\./.test(what)) {
      setImmediate(() => {
        throw error;
      });
    }
  },
  closed: () => process.exit(0),
});
