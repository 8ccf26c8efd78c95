import { encodeText } from '../../wire/text.ts';
import type { Command } from '../command.ts';
import { isMisuse } from '../misuse.ts';
import { newIncomingText, textOf } from '../incoming-text.ts';
import type { IncomingText } from '../incoming-text.ts';
import { acceptAll, listenOn, peerName } from '../listening.ts';
import type { Listening } from '../listening.ts';
import { flush, newOutgoing, put } from '../outgoing.ts';
import type { Outgoing } from '../outgoing.ts';
import type { System } from '../system.ts';
import { lastValue, portNumber, readWords } from '../words.ts';

export interface ChatServerOptions {
  port: number;
}

interface Guest {
  descriptor: number;
  name: string;
  incoming: IncomingText;
  /** The line that is not whole yet. */
  line: string;
  out: Outgoing;
  gone: boolean;
}

interface ChatServerMemory {
  listening: Listening | null;
  guests: Guest[];
}

/** Bytes that may wait for a guest who does not read; then he is sent away. */
const MOST_WAITING = 262_144;
/** Longest line, characters. */
const LONGEST_LINE = 4096;

/** Says every line that one guest sends to all the others. */
export const chatServer: Command<ChatServerOptions, ChatServerMemory> = {
  name: 'chat-server',
  synopsis: 'chat-server [-p port]',

  parse(words) {
    const read = readWords(words, { values: ['p'] });
    if (isMisuse(read)) return read;
    const port = portNumber(lastValue(read, 'p') ?? '5000');
    return port === null || read.operands.length > 0 ? { misuse: 'at most a port' } : { port };
  },

  begin: () => ({ listening: null, guests: [] }),

  run({ port }, memory, system) {
    if (memory.listening === null) {
      const listening = listenOn(port, system);
      if (typeof listening === 'string') {
        system.print(`chat-server: ${listening}`);
        return 1;
      }
      memory.listening = listening;
      system.print(`chat-server: listening on port ${port}`);
    }
    for (const accepted of acceptAll(memory.listening, 'chat-server', system)) {
      const guest = { descriptor: accepted.descriptor, name: peerName(accepted), incoming: newIncomingText() };
      memory.guests.push({ ...guest, line: '', out: newOutgoing(), gone: false });
      system.print(`${guest.name} joined`);
    }
    for (const guest of memory.guests) listen(guest, memory.guests, system);
    for (const guest of memory.guests) {
      const sent = guest.gone ? true : flush(guest.out, guest.descriptor, system);
      if (typeof sent === 'string' || guest.out.length > MOST_WAITING) leave(guest, system);
    }
    memory.guests = memory.guests.filter(({ gone }) => !gone);
    return null;
  },
};

function listen(guest: Guest, guests: Guest[], system: System): void {
  while (!guest.gone) {
    const bytes = system.receive(guest.descriptor, 16_384);
    if (bytes === 'EAGAIN') return;
    if (typeof bytes === 'string' || bytes.length === 0) return leave(guest, system);
    const lines = (guest.line + textOf(guest.incoming, bytes)).split('\n');
    guest.line = lines.pop()!.slice(0, LONGEST_LINE);
    for (const line of lines) {
      system.print(line);
      for (const other of guests) if (other !== guest && !other.gone) put(other.out, encodeText(`${line}\n`));
    }
  }
}

function leave(guest: Guest, system: System): void {
  system.close(guest.descriptor);
  guest.gone = true;
  system.print(`${guest.name} left`);
}
