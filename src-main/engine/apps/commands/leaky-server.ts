import { encodeText } from '../../wire/text.ts';
import type { Command } from '../command.ts';
import { isMisuse } from '../misuse.ts';
import { acceptAll, listenOn, peerName } from '../listening.ts';
import type { Listening } from '../listening.ts';
import { flush, newOutgoing, put } from '../outgoing.ts';
import type { Outgoing } from '../outgoing.ts';
import type { System } from '../system.ts';
import { lastValue, portNumber, readWords } from '../words.ts';

export interface LeakyServerOptions {
  port: number;
}

interface LeakyServerMemory {
  listening: Listening | null;
  /** Clients that are still there. */
  clients: { descriptor: number; name: string; out: Outgoing }[];
  /** Sockets of clients who have left: never closed. */
  leaked: number;
}

/**
 * A server with the classic mistake: it answers every line, and when the client closes it forgets to. Each of its sockets
 * stays in CLOSE-WAIT for good, until there is no descriptor left to accept another.
 */
export const leakyServer: Command<LeakyServerOptions, LeakyServerMemory> = {
  name: 'leaky-server',
  synopsis: 'leaky-server [-p port]',

  parse(words) {
    const read = readWords(words, { values: ['p'] });
    if (isMisuse(read)) return read;
    const port = portNumber(lastValue(read, 'p') ?? '80');
    return port === null || read.operands.length > 0 ? { misuse: 'at most a port' } : { port };
  },

  begin: () => ({ listening: null, clients: [], leaked: 0 }),

  run({ port }, memory, system) {
    if (memory.listening === null) {
      const listening = listenOn(port, system);
      if (typeof listening === 'string') {
        system.print(`leaky-server: ${listening}`);
        return 1;
      }
      memory.listening = listening;
      system.print(`leaky-server: listening on port ${port}, with ${system.descriptorLimit} descriptors`);
    }
    for (const accepted of acceptAll(memory.listening, 'leaky-server', system)) {
      memory.clients.push({ descriptor: accepted.descriptor, name: peerName(accepted), out: newOutgoing() });
    }
    memory.clients = memory.clients.filter((client) => serve(client, memory, system));
    return null;
  },
};

const ANSWER = encodeText('HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nok\n');

/** False: the client has left, and is forgotten. */
function serve(client: LeakyServerMemory['clients'][number], memory: LeakyServerMemory, system: System): boolean {
  for (;;) {
    const bytes = system.receive(client.descriptor, 16_384);
    if (bytes === 'EAGAIN') break;
    if (typeof bytes === 'string' || bytes.length === 0) {
      // Here `close` is missing.
      system.print(`${client.name} left; sockets never closed: ${++memory.leaked}`);
      return false;
    }
    // The empty line ends a request of a browser; any other client ends its lines as well.
    if (bytes[bytes.length - 1] === 0x0a) put(client.out, ANSWER);
  }
  flush(client.out, client.descriptor, system);
  return true;
}
