import { Worker } from 'node:worker_threads';
import { startWorker, type WorkerHandle } from '#host/worker-handle.ts';

const THREAD = new URL('../../src-main/worker/thread.ts', import.meta.url);

/** A real simulation thread that can be ended as a crash would end it. One at a time: it looks at who is written to. */
export function threadAtHand(): { worker: WorkerHandle; die(): void; forget(): void } {
  let latest: Worker | null = null;
  const remember = (worker: Worker): void => void (latest = worker);
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function remembered(this: Worker, ...message: Parameters<typeof postMessage>) {
    remember(this);
    return postMessage.apply(this, message);
  };
  return {
    worker: startWorker(THREAD),
    die: () => void latest?.terminate(),
    forget: () => void (Worker.prototype.postMessage = postMessage),
  };
}
