import { Worker } from 'node:worker_threads';
import { overPort } from '#contract/port.ts';
import { connect } from '#contract/rpc.ts';
import { contractSuite } from './suite.ts';

contractSuite('the port of a worker thread', async () => {
  const worker = new Worker(new URL('../../support/contract-worker.ts', import.meta.url));
  const channel = overPort({
    postMessage: (message) => worker.postMessage(message),
    on: (event: 'message' | 'close', heard: (message?: unknown) => void) =>
      worker.on(event === 'close' ? 'exit' : event, heard),
    close: () => void worker.terminate(),
  });
  const client = connect(channel);
  return {
    client,
    post: channel.post,
    close: () => client.close(),
    tidy: async () => void (await worker.terminate()),
  };
});
