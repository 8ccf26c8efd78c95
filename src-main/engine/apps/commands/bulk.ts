import { beginDatagrams, runDatagrams } from '../bulk/datagram-client.ts';
import type { DatagramClientMemory } from '../bulk/datagram-client.ts';
import { readBulk } from '../bulk/options.ts';
import type { BulkOptions } from '../bulk/options.ts';
import { beginServer, runServer } from '../bulk/server.ts';
import type { BulkServerMemory } from '../bulk/server.ts';
import { beginStreams, runStreams } from '../bulk/stream-client.ts';
import type { StreamClientMemory } from '../bulk/stream-client.ts';
import type { Command } from '../command.ts';

type BulkMemory =
  | { role: 'server'; memory: BulkServerMemory }
  | { role: 'streams'; memory: StreamClientMemory }
  | { role: 'datagrams'; memory: DatagramClientMemory };

/** Measures throughput over TCP or UDP between two hosts; prints as iperf3 does, though its protocol is its own. */
export const bulk: Command<BulkOptions, BulkMemory> = {
  name: 'bulk',
  synopsis:
    'bulk -s [-1] [-p port] [-w bytes] | bulk -c host [-u] [-p port] [-t seconds | -n bytes] [-b bits/s] [-l bytes] [-i seconds] [-P streams] [-w bytes]',
  parse: readBulk,

  begin(options) {
    if (options.host === null) return { role: 'server', memory: beginServer() };
    if (options.datagrams) return { role: 'datagrams', memory: beginDatagrams(options) };
    return { role: 'streams', memory: beginStreams(options) };
  },

  run(options, { role, memory }, system) {
    switch (role) {
      case 'server':
        return runServer(options, memory, system);
      case 'streams':
        return runStreams(options, memory, system);
      case 'datagrams':
        return runDatagrams(options, memory, system);
    }
  },
};
