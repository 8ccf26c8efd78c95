import { encodeText } from '../../wire/text.ts';
import type { Command } from '../command.ts';
import { isMisuse } from '../misuse.ts';
import { dial, newDialling } from '../dialling.ts';
import type { Dialling } from '../dialling.ts';
import { errorText } from '../error-text.ts';
import { newIncomingText, textOf } from '../incoming-text.ts';
import type { IncomingText } from '../incoming-text.ts';
import { flush, newOutgoing, put } from '../outgoing.ts';
import type { Outgoing } from '../outgoing.ts';
import type { System } from '../system.ts';
import { lastValue, portNumber, readWords, secondsAsTime, wholeNumber } from '../words.ts';

export interface ChatOptions {
  host: string;
  port: number;
  /** Null: the host's. */
  name: string | null;
  /** Lines it says by itself, one an interval; 0: what is typed. */
  count: number;
  /** ns. */
  interval: number;
}

interface ChatMemory {
  dialling: Dialling;
  descriptor: number;
  out: Outgoing;
  incoming: IncomingText;
  said: number;
  nextAt: number;
  ended: boolean;
}

/** Talks to everybody at a chat server: one long connection, lines both ways. */
export const chat: Command<ChatOptions, ChatMemory> = {
  name: 'chat',
  synopsis: 'chat [-n name] [-c lines] [-i seconds] host [port]',

  parse(words) {
    const read = readWords(words, { values: ['n', 'c', 'i'] });
    if (isMisuse(read)) return read;
    const [host, digits = '5000', ...more] = read.operands;
    const port = portNumber(digits);
    const count = wholeNumber(lastValue(read, 'c') ?? '0', 0, 1_000_000);
    const interval = secondsAsTime(lastValue(read, 'i') ?? '1');
    if (host === undefined || port === null || more.length > 0) return { misuse: 'a host, and at most a port' };
    if (count === null || interval === null || interval < 1e6) return { misuse: 'a number is out of range' };
    return { host, port, name: lastValue(read, 'n') ?? null, count, interval };
  },

  begin: ({ host, port }) => ({
    dialling: newDialling(host, port),
    descriptor: -1,
    out: newOutgoing(),
    incoming: newIncomingText(),
    said: 0,
    nextAt: 0,
    ended: false,
  }),

  run(options, memory, system) {
    if (memory.descriptor < 0) {
      const opened = dial(memory.dialling, system);
      if (opened === null) return null;
      if (typeof opened === 'string') {
        system.print(`chat: ${opened}`);
        return 1;
      }
      memory.descriptor = opened;
      memory.nextAt = system.now;
    }
    speak(options, memory, system);
    const sent = flush(memory.out, memory.descriptor, system);
    if (typeof sent === 'string') return failed(system, sent);
    for (;;) {
      const bytes = system.receive(memory.descriptor, 16_384);
      if (bytes === 'EAGAIN') break;
      if (typeof bytes === 'string') return failed(system, bytes);
      if (bytes.length === 0) {
        system.print('chat: the server has closed the connection');
        return 0;
      }
      system.write(textOf(memory.incoming, bytes));
    }
    return memory.ended && sent ? 0 : null;
  },
};

function speak(options: ChatOptions, memory: ChatMemory, system: System): void {
  const name = options.name ?? system.environment.hostname;
  const say = (line: string): void => put(memory.out, encodeText(`${name}: ${line}\n`));
  if (options.count > 0) {
    while (memory.said < options.count && system.now >= memory.nextAt) {
      say(`line ${++memory.said}`);
      memory.nextAt += options.interval;
    }
    // After its last line it listens for as long as between two.
    if (memory.said < options.count || system.now < memory.nextAt) system.wakeAt(memory.nextAt);
    else memory.ended = true;
    return;
  }
  for (;;) {
    const typed = system.readLine();
    if (typed === null) return;
    if (typed === 'end') {
      memory.ended = true;
      return;
    }
    say(typed.line);
  }
}

function failed(system: System, error: string): number {
  system.print(`chat: ${errorText(error)}`);
  return 1;
}
