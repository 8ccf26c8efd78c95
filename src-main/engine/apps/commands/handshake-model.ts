import type { Command } from '../command.ts';
import { isMisuse } from '../misuse.ts';
import { beginHandshake, runHandshake } from '../handshake/client.ts';
import type { HandshakeClientMemory } from '../handshake/client.ts';
import { ROUNDS } from '../handshake/script.ts';
import type { Mode } from '../handshake/script.ts';
import { beginHandshakeServer, serveHandshakes } from '../handshake/server.ts';
import type { HandshakeServerMemory } from '../handshake/server.ts';
import { lastValue, portNumber, readWords } from '../words.ts';

export interface HandshakeModelOptions {
  /** Null: it is the server. */
  host: string | null;
  port: number;
  mode: Mode;
}

type HandshakeModelMemory =
  { role: 'server'; memory: HandshakeServerMemory } | { role: 'client'; memory: HandshakeClientMemory; told: boolean };

/** Round trips before the first byte of a secure answer: TCP and TLS beside QUIC. A model, and it says so. */
export const handshakeModel: Command<HandshakeModelOptions, HandshakeModelMemory> = {
  name: 'handshake-model',
  synopsis: 'handshake-model -s [-p port] | handshake-model [-m tls1.2|tls1.3|quic|quic-0rtt] [-p port] host',

  parse(words) {
    const read = readWords(words, { flags: ['s'], values: ['p', 'm'] });
    if (isMisuse(read)) return read;
    const port = portNumber(lastValue(read, 'p') ?? '443');
    const mode = lastValue(read, 'm') ?? 'tls1.3';
    const [host = null, ...more] = read.operands;
    if (port === null) return { misuse: 'bad port' };
    if (!Object.hasOwn(ROUNDS, mode)) return { misuse: `unknown mode '${mode}'` };
    if (read.flags.has('s') === (host !== null) || more.length > 0) return { misuse: 'a host, or -s' };
    return { host, port, mode: mode as Mode };
  },

  begin: ({ host, port }) =>
    host === null
      ? { role: 'server', memory: beginHandshakeServer() }
      : { role: 'client', memory: beginHandshake(host, port), told: false },

  run(options, memory, system) {
    if (memory.role === 'server') return serveHandshakes(options.port, memory.memory, system);
    if (!memory.told) {
      system.print('This is a model: messages, sizes and round trips as in the RFCs, nothing is encrypted.');
      memory.told = true;
    }
    return runHandshake(options.mode, memory.memory, system);
  },
};
