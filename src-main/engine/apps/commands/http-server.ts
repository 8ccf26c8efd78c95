import type { Command } from '../command.ts';
import { isMisuse } from '../misuse.ts';
import { serveHttp } from '../http/server.ts';
import type { HttpService, HttpServing } from '../http/server.ts';
import { listenOn, USUAL_BACKLOG } from '../listening.ts';
import { lastValue, portNumber, readWords, secondsAsTime, wholeNumber } from '../words.ts';

export interface HttpServerOptions {
  port: number;
  backlog: number;
  /** Takes its port although connections of an earlier run are in TIME-WAIT. */
  reuse: boolean;
  serving: HttpServing;
}

interface HttpServerMemory {
  service: HttpService | null;
}

/** A web server for the host's files. HTTP/1.1 connections stay open, HTTP/1.0 ones close after the answer. */
export const httpServer: Command<HttpServerOptions, HttpServerMemory> = {
  name: 'http-server',
  synopsis: 'http-server [-cR] [-p port] [-k requests] [-t idle-seconds] [-d delay-seconds] [-b backlog]',

  parse(words) {
    const read = readWords(words, { flags: ['c', 'R'], values: ['p', 'k', 't', 'd', 'b'] });
    if (isMisuse(read)) return read;
    if (read.operands.length > 0) return { misuse: `extra operand '${read.operands[0]}'` };
    const port = portNumber(lastValue(read, 'p') ?? '80');
    const requests = wholeNumber(lastValue(read, 'k') ?? '100', 1, 1_000_000);
    const patience = secondsAsTime(lastValue(read, 't') ?? '15');
    const delay = secondsAsTime(lastValue(read, 'd') ?? '0');
    const backlog = wholeNumber(lastValue(read, 'b') ?? `${USUAL_BACKLOG}`, 1, 65_535);
    if (port === null || requests === null || patience === null || delay === null || backlog === null) {
      return { misuse: 'a number is missing or out of range' };
    }
    return {
      port,
      backlog,
      reuse: !read.flags.has('R'),
      serving: { requests, patience, delay, chunked: read.flags.has('c') },
    };
  },

  begin: () => ({ service: null }),

  run({ port, backlog, reuse, serving }, memory, system) {
    if (memory.service === null) {
      const listening = listenOn(port, system, backlog, reuse);
      if (typeof listening === 'string') {
        system.print(`http-server: ${listening}`);
        return 1;
      }
      memory.service = { listening, clients: [] };
      system.print(`http-server: listening on port ${port}`);
    }
    serveHttp(memory.service, serving, system);
    return null;
  },
};
