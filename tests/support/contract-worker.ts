import { parentPort } from 'node:worker_threads';
import { overPort } from '#contract/port.ts';
import { serve } from '#contract/rpc.ts';
import type { Served } from '#contract/rpc.ts';
import { suiteHandlers } from '#support/contract-handlers.ts';

/** A thread that serves the fixed handlers of the contract suite. */
const served: Served = serve(
  overPort(parentPort!),
  suiteHandlers((name, payload) => served.announce(name, payload)),
);
