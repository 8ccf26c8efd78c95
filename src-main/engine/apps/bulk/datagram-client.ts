import { decodeText } from '../../wire/text.ts';
import { errorText } from '../error-text.ts';
import { newDestination, reach } from '../reach.ts';
import type { Destination } from '../reach.ts';
import type { System } from '../system.ts';
import { datagramOf, END } from './datagrams.ts';
import type { BulkOptions } from './options.ts';
import { RULE, stretchText, UDP_HEADING, UDP_SUMMARY_HEADING } from './report.ts';

export interface DatagramClientMemory {
  destination: Destination;
  descriptor: number;
  begun: number;
  sent: number;
  bytes: number;
  /** Datagrams and bytes at the last report. */
  reported: { sent: number; bytes: number };
  nextAt: number;
  nextReport: number;
  /** Times the end was told; -1: it has not come to that. */
  endings: number;
}

/** ns between two attempts to tell the server that this was all, and how many there are. */
const END_INTERVAL = 250e6;
const MOST_ENDINGS = 10;

export function beginDatagrams({ host }: BulkOptions): DatagramClientMemory {
  return {
    destination: newDestination(host!),
    descriptor: -1,
    begun: 0,
    sent: 0,
    bytes: 0,
    reported: { sent: 0, bytes: 0 },
    nextAt: 0,
    nextReport: 0,
    endings: -1,
  };
}

/** Sends datagrams at a rate, and ends with what the server says has come of them. */
export function runDatagrams(options: BulkOptions, memory: DatagramClientMemory, system: System): number | null {
  if (memory.descriptor < 0) {
    const status = open(options, memory, system);
    if (status !== 0) return status;
  }
  report(options, memory, system);
  const problem = memory.endings < 0 ? send(options, memory, system) : null;
  if (problem !== null) {
    system.print(`bulk: error - ${errorText(problem)}`);
    return 1;
  }
  return memory.endings < 0 ? null : finish(memory, system);
}

function open(options: BulkOptions, memory: DatagramClientMemory, system: System): number | null {
  const found = reach(memory.destination, system);
  if (found === null) return null;
  const descriptor = found === true ? system.socket('datagram') : -1;
  const problem = found !== true ? found : typeof descriptor === 'string' ? errorText(descriptor) : null;
  if (problem !== null) {
    system.print(`bulk: error - ${problem}`);
    return 1;
  }
  memory.descriptor = descriptor as number;
  const connected = system.connect(memory.descriptor, memory.destination.address!, options.port);
  if (connected !== 0) {
    system.print(`bulk: error - ${errorText(connected)}`);
    return 1;
  }
  memory.begun = memory.nextAt = system.now;
  memory.nextReport = system.now + options.interval;
  system.print(`Sending to host ${options.host}, port ${options.port}, UDP, ${options.length} byte datagrams`);
  if (options.interval > 0) system.print(UDP_HEADING);
  return 0;
}

/** Sends what is due. Each datagram has its place in time, so that the rate holds however late one leaves. */
function send(options: BulkOptions, memory: DatagramClientMemory, system: System): string | null {
  const gap = (options.length * 8 * 1e9) / options.rate;
  const end = memory.begun + options.duration;
  for (;;) {
    if (options.bytes === null ? system.now >= end : memory.bytes >= options.bytes) {
      memory.endings = 0;
      memory.nextAt = Math.max(system.now, Math.min(end, memory.nextAt));
      return null;
    }
    const due = options.bytes === null ? Math.min(memory.nextAt, end) : memory.nextAt;
    if (system.now < due) {
      system.wakeAt(options.interval > 0 ? Math.min(due, memory.nextReport) : due);
      return null;
    }
    const result = system.send(memory.descriptor, datagramOf(memory.sent, system.now, options.length));
    if (typeof result === 'string' && result !== 'ECONNREFUSED') return result;
    memory.sent++;
    memory.bytes += options.length;
    memory.nextAt = memory.begun + Math.round(memory.sent * gap);
  }
}

function report(options: BulkOptions, memory: DatagramClientMemory, system: System): void {
  if (options.interval === 0) return;
  while (system.now >= memory.nextReport && memory.endings < 0) {
    const to = memory.nextReport - memory.begun;
    const bytes = memory.bytes - memory.reported.bytes;
    const line = stretchText({ id: 5, from: to - options.interval, to, bytes });
    system.print(`${line}  ${memory.sent - memory.reported.sent}`);
    memory.reported = { sent: memory.sent, bytes: memory.bytes };
    memory.nextReport += options.interval;
  }
}

/** Tells the server that this was all until it answers with what came. */
function finish(memory: DatagramClientMemory, system: System): number | null {
  for (;;) {
    const bytes = system.receive(memory.descriptor, 1024);
    if (bytes === 'EAGAIN') break;
    if (bytes === 'ECONNREFUSED') {
      system.print('bulk: error - nobody listens there: Connection refused');
      return 1;
    }
    if (typeof bytes !== 'string') return summary(memory, decodeText(bytes), system);
  }
  if (system.now < memory.nextAt) {
    system.wakeAt(memory.nextAt);
    return null;
  }
  if (memory.endings === MOST_ENDINGS) {
    system.print('bulk: error - the server did not say what has come');
    return 1;
  }
  system.send(memory.descriptor, datagramOf(END, system.now, 16));
  memory.endings++;
  memory.nextAt = system.now + END_INTERVAL;
  system.wakeAt(memory.nextAt);
  return null;
}

function summary(memory: DatagramClientMemory, answer: string, system: System): number {
  const [bytes = 0, time = 0, received = 0, jitter = 0] = answer.split(' ').map(Number);
  const { sent } = memory;
  const to = lastLeft(memory) - memory.begun;
  system.print(RULE);
  system.print(UDP_SUMMARY_HEADING);
  const loss = (lost: number): string =>
    `${lost}/${sent} (${sent === 0 ? 0 : Number(((lost / sent) * 100).toPrecision(2))}%)`;
  system.print(`${stretchText({ id: 5, from: 0, to, bytes: memory.bytes })}  0.000 ms  ${loss(0)}  sender`);
  const came = stretchText({ id: 5, from: 0, to: time, bytes });
  system.print(`${came}  ${(jitter / 1e6).toFixed(3)} ms  ${loss(sent - received)}  receiver`);
  return 0;
}

/** When the last datagram had had its share of time, ns. */
function lastLeft(memory: DatagramClientMemory): number {
  return memory.nextAt - (memory.endings > 0 ? END_INTERVAL * memory.endings : 0);
}
