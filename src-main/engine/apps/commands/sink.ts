import type { Command } from '../command.ts';
import { isMisuse } from '../misuse.ts';
import { acceptAll, listenOn, peerName } from '../listening.ts';
import type { Listening } from '../listening.ts';
import type { System } from '../system.ts';
import { amount, lastValue, portNumber, readWords, secondsAsTime } from '../words.ts';

export interface SinkOptions {
  port: number;
  /** Most bytes of one read. */
  size: number;
  /** ns from a connection to its first read, and from one read to the next. */
  delay: number;
  interval: number;
  quiet: boolean;
}

interface Reader {
  descriptor: number;
  name: string;
  nextAt: number;
  /** The fact because of which it waits until then. */
  occasion: number;
  reads: number;
  bytes: number;
  ended: boolean;
}

interface SinkMemory {
  listening: Listening | null;
  readers: Reader[];
}

/** Reads and throws away (RFC 863), as slowly as it is told: a receiver whose buffer fills. */
export const sink: Command<SinkOptions, SinkMemory> = {
  name: 'sink',
  synopsis: 'sink [-q] [-p port] [-s bytes] [-d seconds] [-i seconds]',

  parse(words) {
    const read = readWords(words, { flags: ['q'], values: ['p', 's', 'd', 'i'] });
    if (isMisuse(read)) return read;
    const port = portNumber(lastValue(read, 'p') ?? '9');
    const size = amount(lastValue(read, 's') ?? '64K', 1024, 2 ** 24);
    const delay = secondsAsTime(lastValue(read, 'd') ?? '0');
    const interval = secondsAsTime(lastValue(read, 'i') ?? '0');
    if (port === null || size === null || delay === null || interval === null || read.operands.length > 0) {
      return { misuse: 'a number is out of range' };
    }
    return { port, size, delay, interval, quiet: read.flags.has('q') };
  },

  begin: () => ({ listening: null, readers: [] }),

  run(options, memory, system) {
    if (memory.listening === null) {
      const listening = listenOn(options.port, system);
      if (typeof listening === 'string') {
        system.print(`sink: ${listening}`);
        return 1;
      }
      memory.listening = listening;
    }
    for (const accepted of acceptAll(memory.listening, 'sink', system)) {
      const { descriptor } = accepted;
      const { now, occasion } = system;
      const nextAt = now + options.delay;
      memory.readers.push({ descriptor, name: peerName(accepted), nextAt, occasion, reads: 0, bytes: 0, ended: false });
    }
    for (const reader of memory.readers) readOn(reader, options, system);
    memory.readers = memory.readers.filter(({ ended }) => !ended);
    return null;
  },
};

function readOn(reader: Reader, { size, interval, quiet }: SinkOptions, system: System): void {
  for (;;) {
    if (system.now < reader.nextAt) return system.wakeAt(reader.nextAt, reader.occasion);
    const bytes = system.receive(reader.descriptor, size);
    if (bytes === 'EAGAIN') return;
    if (typeof bytes === 'string' || bytes.length === 0) {
      const how = typeof bytes === 'string' ? bytes : 'end of stream';
      system.print(`${reader.name}: ${how} after ${reader.bytes} bytes in ${reader.reads} reads`);
      system.close(reader.descriptor);
      reader.ended = true;
      return;
    }
    reader.reads++;
    reader.bytes += bytes.length;
    reader.nextAt = system.now + interval;
    reader.occasion = system.occasion;
    if (!quiet) system.print(`${reader.name}: read ${bytes.length} bytes`);
  }
}
