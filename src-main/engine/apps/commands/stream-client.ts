import type { Command } from '../command.ts';
import { isMisuse } from '../misuse.ts';
import { dial, newDialling } from '../dialling.ts';
import type { Dialling } from '../dialling.ts';
import { errorText } from '../error-text.ts';
import { arrived, dueAt, newPlayout, play } from '../media/playout.ts';
import type { Playout } from '../media/playout.ts';
import { emitRequest, frameNumber, LARGEST_FRAME, SMALLEST_FRAME, STREAM_PORT } from '../media/stream.ts';
import type { StreamRequest } from '../media/stream.ts';
import { reach } from '../reach.ts';
import type { System } from '../system.ts';
import { lastValue, portNumber, readWords, secondsAsTime, wholeNumber } from '../words.ts';

export interface StreamClientOptions {
  host: string;
  port: number;
  /** Over a connection instead of datagrams. */
  reliable: boolean;
  request: StreamRequest;
  /** ns of stream that are gathered before it is played. */
  buffer: number;
  quiet: boolean;
}

interface StreamClientMemory {
  dialling: Dialling;
  descriptor: number;
  /** Times it was asked for. */
  asked: number;
  askAgainAt: number;
  playout: Playout;
  /** Bytes of a frame that has not come whole. */
  partial: Uint8Array;
  /** Frames that have come over a connection. */
  come: number;
  over: boolean;
}

const NOTHING = new Uint8Array(0);
/** A request over UDP is sent again after so long, ns, so many times in all. */
const PATIENCE = 1e9;
const MOST_REQUESTS = 5;

/** Watches a stream: over UDP what is lost is a gap, over TCP everything waits for it. */
export const streamClient: Command<StreamClientOptions, StreamClientMemory> = {
  name: 'stream-client',
  synopsis: 'stream-client [-qt] [-s bytes] [-i seconds] [-n frames] [-b buffer-seconds] host [port]',

  parse(words) {
    const read = readWords(words, { flags: ['t', 'q'], values: ['s', 'i', 'n', 'b'] });
    if (isMisuse(read)) return read;
    const [host, digits = `${STREAM_PORT}`, ...more] = read.operands;
    const port = portNumber(digits);
    if (host === undefined || port === null || more.length > 0) return { misuse: 'a host, and at most a port' };
    const size = wholeNumber(lastValue(read, 's') ?? '1000', SMALLEST_FRAME, LARGEST_FRAME);
    const interval = secondsAsTime(lastValue(read, 'i') ?? '0.02');
    const count = wholeNumber(lastValue(read, 'n') ?? '250', 1, 100_000);
    const buffer = secondsAsTime(lastValue(read, 'b') ?? '0.1');
    if (size === null || interval === null || interval < 1e6 || interval > 1e10 || count === null || buffer === null) {
      return { misuse: 'a number is out of range' };
    }
    // The request says microseconds.
    const request = { size, interval: Math.round(interval / 1000) * 1000, count };
    return { host, port, reliable: read.flags.has('t'), request, buffer, quiet: read.flags.has('q') };
  },

  begin: ({ host, port }) => ({
    dialling: newDialling(host, port),
    descriptor: -1,
    asked: 0,
    askAgainAt: 0,
    playout: newPlayout(),
    partial: NOTHING,
    come: 0,
    over: false,
  }),

  run(options, memory, system) {
    if (memory.descriptor < 0) {
      const opened = open(options, memory, system);
      if (opened === null) return null;
      if (typeof opened === 'string') return failed(system, opened);
      memory.descriptor = opened;
    }
    const problem = options.reliable ? readStream(options, memory, system) : readDatagrams(options, memory, system);
    const status = playOn(options, memory, system);
    if (status !== null) return status;
    return problem === null ? null : failed(system, problem);
  },

  interrupted(options, { playout }, system) {
    if (playout.start >= 0) summary(options, playout, system);
  },
};

function open(options: StreamClientOptions, memory: StreamClientMemory, system: System): number | string | null {
  if (options.reliable) return dial(memory.dialling, system);
  const found = reach(memory.dialling.destination, system);
  if (found !== true) return found;
  const descriptor = system.socket('datagram');
  if (typeof descriptor === 'string') return errorText(descriptor);
  const connected = system.connect(descriptor, memory.dialling.destination.address!, options.port);
  return connected === 0 ? descriptor : errorText(connected);
}

/** Asks, and takes frames as they come; what is wrong, or null. */
function readDatagrams(options: StreamClientOptions, memory: StreamClientMemory, system: System): string | null {
  for (;;) {
    const bytes = system.receive(memory.descriptor, 65_535);
    if (bytes === 'EAGAIN') break;
    if (typeof bytes === 'string') return errorText(bytes);
    if (bytes.length === options.request.size) {
      arrived(memory.playout, frameNumber(bytes), options.request, options.buffer, system.now);
    }
  }
  if (memory.playout.start >= 0) return null;
  if (system.now >= memory.askAgainAt) {
    if (memory.asked++ === MOST_REQUESTS) return 'the server does not answer';
    system.send(memory.descriptor, emitRequest(options.request));
    memory.askAgainAt = system.now + PATIENCE;
  }
  system.wakeAt(memory.askAgainAt);
  return null;
}

function readStream(options: StreamClientOptions, memory: StreamClientMemory, system: System): string | null {
  const { size } = options.request;
  if (memory.asked === 0) {
    memory.asked = 1;
    const sent = system.send(memory.descriptor, emitRequest(options.request));
    if (typeof sent === 'string') return errorText(sent);
  }
  while (!memory.over) {
    const bytes = system.receive(memory.descriptor, 65_536);
    if (bytes === 'EAGAIN') return null;
    if (typeof bytes === 'string') return errorText(bytes);
    if (bytes.length === 0) {
      memory.over = true;
      return memory.come < options.request.count ? 'the server has closed the connection' : null;
    }
    const all = new Uint8Array(memory.partial.length + bytes.length);
    all.set(memory.partial);
    all.set(bytes, memory.partial.length);
    let at = 0;
    for (; at + size <= all.length; at += size) {
      memory.come++;
      const number = frameNumber(all.subarray(at));
      arrived(memory.playout, number, options.request, options.buffer, system.now);
    }
    memory.partial = all.subarray(at);
  }
  return null;
}

/** Plays what is due; the exit status at the end. */
function playOn(options: StreamClientOptions, memory: StreamClientMemory, system: System): number | null {
  const { playout } = memory;
  const { request } = options;
  for (const event of play(playout, request, options.reliable, system.now)) {
    if (options.quiet) continue;
    const at = `${((system.now - playout.start) / 1e9).toFixed(3)} s`;
    if (event.what === 'gap') system.print(`${at}: frame ${event.frame} is missing`);
    else system.print(`${at}: stalled for ${milliseconds(event.time)} ms before frame ${event.frame}`);
  }
  if (playout.next < request.count) {
    if (playout.start >= 0 && playout.waitingSince < 0) system.wakeAt(dueAt(playout, playout.next, request));
    return null;
  }
  summary(options, playout, system);
  return 0;
}

function summary({ request, reliable }: StreamClientOptions, playout: Playout, system: System): void {
  const { played, missed, late, latest, gaps, stalls, stalled, longest } = playout;
  const frames = `${played} of ${request.count} frames played in time`;
  if (reliable) {
    const longestText = stalls === 0 ? '' : `, ${milliseconds(stalled)} ms in all, longest ${milliseconds(longest)} ms`;
    system.print(`${played} of ${request.count} frames played, ${stalls} stalls${longestText}`);
  } else {
    const lateText = late === 0 ? '0 late' : `${late} late by up to ${milliseconds(latest)} ms`;
    system.print(`${frames}, ${missed.size} lost, ${lateText}, ${gaps} gaps`);
  }
}

function milliseconds(time: number): string {
  return (time / 1e6).toFixed(1);
}

function failed(system: System, problem: string): number {
  system.print(`stream-client: ${problem}`);
  return 1;
}
