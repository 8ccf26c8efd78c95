import { byteText } from '../../wire/text.ts';
import { dial, newDialling } from '../dialling.ts';
import type { Dialling } from '../dialling.ts';
import { errorText } from '../error-text.ts';
import type { System } from '../system.ts';
import type { BulkOptions } from './options.ts';
import { bytesText, RULE, stretchText, TCP_HEADING, TCP_SUMMARY_HEADING } from './report.ts';

/** One connection: plain data. */
interface Stream {
  id: number;
  dialling: Dialling;
  descriptor: number;
  sent: number;
  /** Bytes and segments sent again at the last report. */
  reported: number;
  again: number;
  /** Its sending direction was closed. */
  finished: boolean;
  /** What the server said so far: how much came, and by when. */
  answer: string;
  done: boolean;
}

export interface StreamClientMemory {
  streams: Stream[];
  /** ns at which all connections were open; -1: not yet. */
  begun: number;
  nextReport: number;
}

const PIECE = new Uint8Array(2 ** 20);
const FIRST_ID = 5;

export function beginStreams({ host, port, streams }: BulkOptions): StreamClientMemory {
  const all = Array.from({ length: streams }, (_, index): Stream => ({
    id: FIRST_ID + 2 * index,
    dialling: newDialling(host!, port),
    descriptor: -1,
    sent: 0,
    reported: 0,
    again: 0,
    finished: false,
    answer: '',
    done: false,
  }));
  return { streams: all, begun: -1, nextReport: 0 };
}

/** Sends as fast as TCP takes it, reports, and ends with what the server says has come. */
export function runStreams(options: BulkOptions, memory: StreamClientMemory, system: System): number | null {
  if (memory.begun < 0) {
    const status = open(options, memory, system);
    if (status !== 0) return status;
  }
  report(options, memory, system);
  for (const stream of memory.streams) {
    const problem = stream.done ? null : go(stream, options, memory, system);
    if (problem !== null) {
      system.print(`bulk: error - ${errorText(problem)}`);
      return 1;
    }
  }
  if (memory.streams.every(({ done }) => done)) return summary(options, memory, system);
  if (options.interval > 0 && memory.streams.some(({ finished }) => !finished)) system.wakeAt(memory.nextReport);
  return null;
}

/** 0: all connections are open; null: it waits; 1: one could not be opened. */
function open(options: BulkOptions, memory: StreamClientMemory, system: System): number | null {
  let waiting = false;
  for (const stream of memory.streams) {
    if (stream.descriptor >= 0) continue;
    const before = stream.dialling.descriptor;
    const opened = dial(stream.dialling, system, options.window);
    if (typeof opened === 'string') {
      system.print(`bulk: error - unable to connect to server: ${opened}`);
      return 1;
    }
    if (opened === null) waiting = true;
    else stream.descriptor = opened;
    if (before < 0 && stream.id === FIRST_ID && stream.dialling.descriptor >= 0) {
      system.print(`Connecting to host ${options.host}, port ${options.port}`);
    }
  }
  if (waiting) return null;
  memory.begun = system.now;
  memory.nextReport = system.now + options.interval;
  for (const { id, descriptor } of memory.streams) {
    const row = system.listSockets().find((one) => one.owner === system.number && one.descriptor === descriptor);
    if (row !== undefined) system.print(`[${String(id).padStart(3)}] local ${row.local} connected to ${row.remote}`);
  }
  if (options.interval > 0) system.print(TCP_HEADING);
  return 0;
}

/** Sends while there is something to send and room for it, then waits for the server's word. */
function go(stream: Stream, options: BulkOptions, memory: StreamClientMemory, system: System): string | null {
  const end = memory.begun + options.duration;
  while (!stream.finished) {
    const left = options.bytes === null ? Infinity : options.bytes - stream.sent;
    if (left === 0 || (options.bytes === null && system.now >= end)) {
      system.shutdown(stream.descriptor, 'write');
      stream.finished = true;
      break;
    }
    const result = system.send(stream.descriptor, PIECE.subarray(0, Math.min(options.length, left)));
    if (result === 'EAGAIN') {
      if (options.bytes === null) system.wakeAt(end);
      return null;
    }
    if (typeof result === 'string') return result;
    stream.sent += result;
  }
  for (;;) {
    const bytes = system.receive(stream.descriptor, 1024);
    if (bytes === 'EAGAIN') return null;
    if (typeof bytes === 'string') return bytes;
    if (bytes.length === 0) {
      stream.done = true;
      return null;
    }
    stream.answer += byteText(bytes);
  }
}

/** The lines of every interval that has gone by. */
function report(options: BulkOptions, memory: StreamClientMemory, system: System): void {
  if (options.interval === 0) return;
  while (system.now >= memory.nextReport && memory.streams.some(({ finished }) => !finished)) {
    const to = memory.nextReport - memory.begun;
    const from = to - options.interval;
    let sum = 0;
    for (const stream of memory.streams) {
      const { again, window } = state(stream, system);
      const bytes = stream.sent - stream.reported;
      sum += bytes;
      const retries = String(again - stream.again).padStart(4);
      system.print(`${stretchText({ id: stream.id, from, to, bytes })}  ${retries}   ${bytesText(window)}`);
      stream.reported = stream.sent;
      stream.again = again;
    }
    if (memory.streams.length > 1) system.print(stretchText({ id: 'SUM', from, to, bytes: sum }));
    memory.nextReport += options.interval;
  }
}

/** Segments sent again, and the congestion window, as TCP_INFO tells them. */
function state({ descriptor }: Stream, system: System): { again: number; window: number } {
  const row = system.listSockets().find((one) => one.owner === system.number && one.descriptor === descriptor);
  const view = row === undefined ? null : system.connection(row.local, row.remote);
  return { again: view?.retransmittedSegments ?? 0, window: view?.cwnd ?? 0 };
}

function summary({ bytes }: BulkOptions, memory: StreamClientMemory, system: System): number {
  const to = system.now - memory.begun;
  const sums = { sent: 0, received: 0, until: 0 };
  system.print(RULE);
  system.print(TCP_SUMMARY_HEADING);
  for (const stream of memory.streams) {
    const again = String(state(stream, system).again).padStart(4);
    system.print(`${stretchText({ id: stream.id, from: 0, to, bytes: stream.sent })}  ${again}             sender`);
    const [received = 0, time = 0] = stream.answer.split(' ').map(Number);
    system.print(`${stretchText({ id: stream.id, from: 0, to: time, bytes: received })}                    receiver`);
    sums.sent += stream.sent;
    sums.received += received;
    sums.until = Math.max(sums.until, time);
  }
  if (memory.streams.length > 1) {
    system.print(`${stretchText({ id: 'SUM', from: 0, to, bytes: sums.sent })}                    sender`);
    system.print(
      `${stretchText({ id: 'SUM', from: 0, to: sums.until, bytes: sums.received })}                    receiver`,
    );
  }
  return bytes !== null && sums.received < bytes ? 1 : 0;
}
