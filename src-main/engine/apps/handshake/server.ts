import { errorText } from '../error-text.ts';
import { acceptAll, listenOn } from '../listening.ts';
import type { Listening } from '../listening.ts';
import { flush, newOutgoing, put } from '../outgoing.ts';
import type { Outgoing } from '../outgoing.ts';
import type { System } from '../system.ts';
import { emitMessage, readMessage, repliesTo } from './script.ts';

export interface HandshakeServerMemory {
  listening: Listening | null;
  datagrams: number;
  clients: { descriptor: number; incoming: Uint8Array; out: Outgoing; gone: boolean }[];
}

export function beginHandshakeServer(): HandshakeServerMemory {
  return { listening: null, datagrams: -1, clients: [] };
}

/** Answers the messages of the model over TCP and UDP. */
export function serveHandshakes(port: number, memory: HandshakeServerMemory, system: System): number | null {
  if (memory.listening === null) {
    const listening = listenOn(port, system);
    const datagrams = system.socket('datagram');
    const bound = typeof datagrams === 'number' ? system.bind(datagrams, 0, port) : datagrams;
    if (typeof listening === 'string' || bound !== 0) {
      system.print(`handshake-model: ${typeof listening === 'string' ? listening : errorText(bound as string)}`);
      return 1;
    }
    memory.listening = listening;
    memory.datagrams = datagrams as number;
    system.print(`handshake-model: listening on port ${port}, TCP and UDP`);
  }
  for (const { descriptor } of acceptAll(memory.listening, 'handshake-model', system)) {
    system.setOption(descriptor, 'TCP_NODELAY', 1);
    memory.clients.push({ descriptor, incoming: new Uint8Array(0), out: newOutgoing(), gone: false });
  }
  for (const client of memory.clients) serve(client, system);
  memory.clients = memory.clients.filter(({ gone }) => !gone);
  for (;;) {
    const got = system.receiveFrom(memory.datagrams);
    if (got === 'EAGAIN') return null;
    const message = typeof got === 'string' ? null : readMessage(got.bytes);
    if (typeof got === 'string' || message === null || message === 'bad') continue;
    for (const reply of repliesTo(message.name)) {
      system.sendTo(memory.datagrams, emitMessage(reply), got.address, got.port);
    }
  }
}

function serve(client: HandshakeServerMemory['clients'][number], system: System): void {
  for (;;) {
    const sent = flush(client.out, client.descriptor, system);
    const bytes = typeof sent === 'string' ? sent : system.receive(client.descriptor, 65_535);
    if (bytes === 'EAGAIN') return;
    if (typeof bytes === 'string' || bytes.length === 0) return leave(client, system);
    const whole = new Uint8Array(client.incoming.length + bytes.length);
    whole.set(client.incoming);
    whole.set(bytes, client.incoming.length);
    client.incoming = whole;
    for (let message = readMessage(whole); message !== null; message = readMessage(client.incoming)) {
      if (message === 'bad') return leave(client, system);
      client.incoming = client.incoming.subarray(message.size);
      put(client.out, ...repliesTo(message.name).map(emitMessage));
    }
  }
}

function leave(client: HandshakeServerMemory['clients'][number], system: System): void {
  system.close(client.descriptor);
  client.gone = true;
}
