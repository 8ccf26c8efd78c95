import { encodeText } from '../../wire/text.ts';
import { setBuffers } from '../dialling.ts';
import { acceptAll, listenOn, peerName } from '../listening.ts';
import type { Listening } from '../listening.ts';
import type { System } from '../system.ts';
import { END, readDatagram } from './datagrams.ts';
import type { BulkOptions } from './options.ts';
import { RECEIVER_HEADING, stretchText, UDP_SUMMARY_HEADING } from './report.ts';

/** One connection: plain data. */
interface Arriving {
  id: number;
  descriptor: number;
  begun: number;
  bytes: number;
  done: boolean;
}

/** One client's datagrams: plain data. */
interface Flow {
  id: number;
  address: number;
  port: number;
  begun: number;
  last: number;
  bytes: number;
  received: number;
  /** The next number expected. */
  next: number;
  outOfOrder: number;
  /** Time on the way of the last one, ns; and how much that varies (RFC 3550 §6.4.1). */
  transit: number;
  jitter: number;
  ended: boolean;
}

export interface BulkServerMemory {
  listening: Listening | null;
  datagrams: number;
  arriving: Arriving[];
  flows: Flow[];
  nextId: number;
  /** Clients that were served. */
  served: number;
}

export function beginServer(): BulkServerMemory {
  return { listening: null, datagrams: -1, arriving: [], flows: [], nextId: 5, served: 0 };
}

/** Takes what clients send, over TCP and UDP, and tells each how much came. */
export function runServer(options: BulkOptions, memory: BulkServerMemory, system: System): number | null {
  if (memory.listening === null) {
    const problem = open(options, memory, system);
    if (problem !== null) {
      system.print(`bulk: error - unable to start listener: ${problem}`);
      return 1;
    }
  }
  for (const accepted of acceptAll(memory.listening!, 'bulk', system)) {
    const { descriptor } = accepted;
    system.print(`Accepted connection from ${peerName(accepted)}`);
    memory.arriving.push({ id: memory.nextId, descriptor, begun: system.now, bytes: 0, done: false });
    memory.nextId += 2;
  }
  for (const one of memory.arriving) readAll(one, system);
  memory.served += memory.arriving.filter(({ done }) => done).length;
  memory.arriving = memory.arriving.filter(({ done }) => !done);
  takeDatagrams(memory, system);
  return options.once && memory.served > 0 && memory.arriving.length === 0 ? 0 : null;
}

function open(options: BulkOptions, memory: BulkServerMemory, system: System): string | null {
  const listening = listenOn(options.port, system);
  if (typeof listening === 'string') return listening;
  // Connections inherit the buffers of the socket that accepts them.
  if (options.window !== null) setBuffers(listening.descriptor, options.window, system);
  const datagrams = system.socket('datagram');
  const bound = typeof datagrams === 'number' ? system.bind(datagrams, 0, options.port) : datagrams;
  if (bound !== 0) return bound;
  memory.listening = listening;
  memory.datagrams = datagrams as number;
  system.print(`Server listening on ${options.port}`);
  return null;
}

function readAll(one: Arriving, system: System): void {
  for (;;) {
    const bytes = system.receive(one.descriptor, 2 ** 20);
    if (bytes === 'EAGAIN') return;
    if (typeof bytes !== 'string' && bytes.length > 0) {
      one.bytes += bytes.length;
      continue;
    }
    const time = system.now - one.begun;
    if (typeof bytes !== 'string') system.send(one.descriptor, encodeText(`${one.bytes} ${time}`));
    system.close(one.descriptor);
    one.done = true;
    system.print(RECEIVER_HEADING);
    system.print(`${stretchText({ id: one.id, from: 0, to: time, bytes: one.bytes })}                  receiver`);
    return;
  }
}

function takeDatagrams(memory: BulkServerMemory, system: System): void {
  for (;;) {
    const got = system.receiveFrom(memory.datagrams);
    if (got === 'EAGAIN') return;
    if (typeof got === 'string') continue;
    const header = readDatagram(got.bytes);
    if (header === null) continue;
    let flow = memory.flows.find(({ address, port }) => address === got.address && port === got.port);
    if (header.sequence === END) {
      if (flow !== undefined) finish(flow, memory, system);
      continue;
    }
    if (flow === undefined) {
      flow = newFlow(memory.nextId, got.address, got.port, got.time);
      memory.nextId += 2;
      memory.flows.push(flow);
    }
    count(flow, header, got.bytes.length, got.time);
  }
}

function newFlow(id: number, address: number, port: number, begun: number): Flow {
  const counts = { bytes: 0, received: 0, next: 0, outOfOrder: 0, transit: -1, jitter: 0 };
  return { id, address, port, begun, last: begun, ...counts, ended: false };
}

function count(flow: Flow, header: { sequence: number; time: number }, length: number, time: number): void {
  flow.bytes += length;
  flow.received++;
  flow.last = time;
  if (header.sequence < flow.next) flow.outOfOrder++;
  flow.next = Math.max(flow.next, header.sequence + 1);
  const transit = time - header.time;
  if (flow.transit >= 0) flow.jitter += (Math.abs(transit - flow.transit) - flow.jitter) / 16;
  flow.transit = transit;
}

/** Answers each time it is told the end: the answer before may have been lost. */
function finish(flow: Flow, memory: BulkServerMemory, system: System): void {
  const time = flow.last - flow.begun;
  const answer = `${flow.bytes} ${time} ${flow.received} ${Math.round(flow.jitter)} ${flow.outOfOrder}`;
  system.sendTo(memory.datagrams, encodeText(answer), flow.address, flow.port);
  if (flow.ended) return;
  flow.ended = true;
  memory.served++;
  const lost = Math.max(0, flow.next - flow.received);
  const share = flow.next === 0 ? 0 : Number(((lost / flow.next) * 100).toPrecision(2));
  system.print(UDP_SUMMARY_HEADING);
  const line = stretchText({ id: flow.id, from: 0, to: time, bytes: flow.bytes });
  system.print(`${line}  ${(flow.jitter / 1e6).toFixed(3)} ms  ${lost}/${flow.next} (${share}%)  receiver`);
  if (flow.outOfOrder > 0)
    system.print(`[${String(flow.id).padStart(3)}] ${flow.outOfOrder} datagrams received out-of-order`);
}
