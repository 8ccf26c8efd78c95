import type { Command } from '../command.ts';
import { isMisuse } from '../misuse.ts';
import { dial, newDialling } from '../dialling.ts';
import type { Dialling } from '../dialling.ts';
import { errorText } from '../error-text.ts';
import { flush, newOutgoing, put } from '../outgoing.ts';
import type { Outgoing } from '../outgoing.ts';
import { amount, lastValue, portNumber, readWords, secondsAsTime, wholeNumber } from '../words.ts';

export interface SourceOptions {
  host: string;
  port: number;
  /** Writes, and bytes in each. */
  count: number;
  size: number;
  /** ns between two. */
  interval: number;
}

interface SourceMemory {
  dialling: Dialling;
  descriptor: number;
  out: Outgoing;
  written: number;
  nextAt: number;
}

/** Writes so many pieces of so many bytes into a connection, then closes it: to see what TCP makes of them. */
export const source: Command<SourceOptions, SourceMemory> = {
  name: 'source',
  synopsis: 'source [-n writes] [-s bytes] [-i seconds] host [port]',

  parse(words) {
    const read = readWords(words, { values: ['n', 's', 'i'] });
    if (isMisuse(read)) return read;
    const [host, digits = '9', ...more] = read.operands;
    const port = portNumber(digits);
    const count = wholeNumber(lastValue(read, 'n') ?? '1', 1, 1_000_000);
    const size = amount(lastValue(read, 's') ?? '1000', 1024, 2 ** 24);
    const interval = secondsAsTime(lastValue(read, 'i') ?? '0');
    if (host === undefined || port === null || more.length > 0) return { misuse: 'a host, and at most a port' };
    if (count === null || size === null || interval === null) return { misuse: 'a number is out of range' };
    return { host, port, count, size, interval };
  },

  begin: ({ host, port }) => ({
    dialling: newDialling(host, port),
    descriptor: -1,
    out: newOutgoing(),
    written: 0,
    nextAt: 0,
  }),

  run(options, memory, system) {
    if (memory.descriptor < 0) {
      const opened = dial(memory.dialling, system);
      if (opened === null) return null;
      if (typeof opened === 'string') {
        system.print(`source: ${opened}`);
        return 1;
      }
      memory.descriptor = opened;
      memory.nextAt = system.now;
    }
    for (;;) {
      const sent = flush(memory.out, memory.descriptor, system);
      if (sent === false) return null;
      if (typeof sent === 'string') {
        system.print(`source: write: ${errorText(sent)}`);
        return 1;
      }
      if (memory.written === options.count) break;
      if (system.now < memory.nextAt) {
        system.wakeAt(memory.nextAt);
        return null;
      }
      put(memory.out, new Uint8Array(options.size).fill(0x61 + (memory.written++ % 26)));
      memory.nextAt += options.interval;
    }
    system.print(`${options.count} writes of ${options.size} bytes`);
    return 0;
  },
};
