import type { Command } from '../command.ts';
import { isMisuse } from '../misuse.ts';
import { acceptAll, listenOn } from '../listening.ts';
import type { Listening } from '../listening.ts';
import { flush, newOutgoing, put } from '../outgoing.ts';
import type { Outgoing } from '../outgoing.ts';
import type { System } from '../system.ts';
import { lastValue, portNumber, readWords } from '../words.ts';

export interface EchoServerOptions {
  port: number;
}

interface EchoServerMemory {
  listening: Listening | null;
  /** UDP socket. */
  datagrams: number;
  clients: { descriptor: number; out: Outgoing; ended: boolean; closed: boolean }[];
}

/** Bytes that may wait for a client who does not read: then what he sends must wait too. */
const ENOUGH = 65_536;

/** Sends back what it is sent, over TCP and UDP (RFC 862). */
export const echoServer: Command<EchoServerOptions, EchoServerMemory> = {
  name: 'echo-server',
  synopsis: 'echo-server [-p port]',

  parse(words) {
    const read = readWords(words, { values: ['p'] });
    if (isMisuse(read)) return read;
    const port = portNumber(lastValue(read, 'p') ?? '7');
    return port === null || read.operands.length > 0 ? { misuse: 'at most a port' } : { port };
  },

  begin: () => ({ listening: null, datagrams: -1, clients: [] }),

  run({ port }, memory, system) {
    if (memory.listening === null) {
      const listening = listenOn(port, system);
      const datagrams = system.socket('datagram');
      const bound = typeof datagrams === 'number' ? system.bind(datagrams, 0, port) : datagrams;
      if (typeof listening === 'string' || bound !== 0) {
        system.print(`echo-server: ${typeof listening === 'string' ? listening : bound}`);
        return 1;
      }
      memory.listening = listening;
      memory.datagrams = datagrams as number;
      system.print(`echo-server: listening on port ${port}`);
    }
    for (const { descriptor } of acceptAll(memory.listening, 'echo-server', system)) {
      memory.clients.push({ descriptor, out: newOutgoing(), ended: false, closed: false });
    }
    for (const client of memory.clients) serve(client, system);
    memory.clients = memory.clients.filter(({ closed }) => !closed);
    for (;;) {
      const got = system.receiveFrom(memory.datagrams);
      if (got === 'EAGAIN') return null;
      if (typeof got !== 'string') system.sendTo(memory.datagrams, got.bytes, got.address, got.port);
    }
  },
};

function serve(client: EchoServerMemory['clients'][number], system: System): void {
  for (;;) {
    const sent = flush(client.out, client.descriptor, system);
    const over = typeof sent === 'string' || (sent && client.ended);
    if (over) {
      system.close(client.descriptor);
      client.closed = true;
    }
    if (over || client.ended || client.out.length >= ENOUGH) return;
    const bytes = system.receive(client.descriptor, 16_384);
    if (bytes === 'EAGAIN') return;
    if (typeof bytes === 'string' || bytes.length === 0) client.ended = true;
    else put(client.out, bytes);
  }
}
