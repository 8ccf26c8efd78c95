import { Worker } from 'node:worker_threads';
import type { Announcement, AnnouncementName, CallName, Host, Parameters, Result } from '#contract/calls.ts';
import { ANNOUNCEMENTS } from '#contract/calls.ts';
import { overPort } from '#contract/port.ts';
import { Refusal } from '#contract/problems.ts';
import { connect } from '#contract/rpc.ts';
import type { Problem } from '#contract/shapes.ts';

/** The simulation thread as the host sees it: a host of its part of the contract that outlives its own deaths. */
export interface WorkerHandle extends Host {
  /** Sets the one listener for a death that was not asked for; by then a new thread has been started. */
  onLost(lost: (problem: Problem) => void): void;
  /** Ends the thread for good. */
  close(): Promise<void>;
}

/** Deaths in a row, without one call answered in between, after which no new thread is started. */
export const MOST_DEATHS = 3;

/**
 * Starts the simulation thread from the module at `url`, and again whenever it dies. Calls that wait at a death reject with
 * `worker.lost` (`message`: what the thread died of). After `MOST_DEATHS` in a row all calls reject with `worker.broken`.
 */
export function startWorker(url: URL, log: (what: string, error?: unknown) => void = () => {}): WorkerHandle {
  const listeners = new Map<AnnouncementName, Set<(announcement: never) => void>>();
  let lost = (_problem: Problem): void => {};
  let closing = false;
  let deaths = 0;
  let broken: Problem | null = null;
  let thread = begin();

  function begin() {
    const worker = new Worker(url, { name: 'simulation' });
    const problem: Problem = { name: 'worker.lost', parameters: { message: '' } };
    worker.on('error', (error: unknown) => {
      problem.parameters.message = error instanceof Error ? error.message : String(error);
      log('the simulation thread died', error);
    });
    const channel = overPort({
      postMessage: (message) => worker.postMessage(message),
      on: (event: 'message' | 'close', heard: (message?: unknown) => void) =>
        worker.on(event === 'close' ? 'exit' : event, heard),
      close: () => void worker.terminate(),
    });
    const closed = (): void => ended(problem);
    const host = connect(channel, { passOn: true, whenClosed: problem, closed });
    for (const name of Object.keys(ANNOUNCEMENTS) as AnnouncementName[]) {
      host.on(name, (announcement) => {
        for (const heard of [...(listeners.get(name) ?? [])]) heard(announcement as never);
      });
    }
    return { worker, host };
  }

  function ended(problem: Problem): void {
    if (closing) return;
    deaths += 1;
    if (deaths >= MOST_DEATHS) broken = { name: 'worker.broken', parameters: problem.parameters };
    else thread = begin();
    lost(broken ?? problem);
  }

  return {
    async call<N extends CallName>(name: N, parameters: Parameters<N>): Promise<Result<N>> {
      if (broken !== null) throw new Refusal(broken);
      const result = await thread.host.call(name, parameters);
      deaths = 0;
      return result;
    },
    on<N extends AnnouncementName>(name: N, heard: (announcement: Announcement<N>) => void): () => void {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(heard as (announcement: never) => void);
      return () => set.delete(heard as (announcement: never) => void);
    },
    onLost(listener) {
      lost = listener;
    },
    async close() {
      closing = true;
      await thread.worker.terminate();
    },
  };
}
